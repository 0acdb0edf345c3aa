package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.daemon.ServedEngine.Result;
import dev.berth.engine.tar.TarBuilder;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The real docker CLI talks to the real server; the containers behind it are plain processes. */
class DockerCommandLineTest {
    @AutoClose
    private static final ServedEngine SERVED = new ServedEngine();

    @Test
    void runsAndPrints() throws Exception {
        Result result = SERVED.docker("run", "--rm", "debian", "echo", "hello world");

        assertThat(result).isEqualTo(new Result(0, "hello world\n", ""));
    }

    @Test
    void keepsErrorsApartAndHandsOnTheExitCode() throws Exception {
        Result result = SERVED.docker("run", "--rm", "debian", "sh", "-c", "echo out; echo bad >&2; exit 7");

        assertThat(result).isEqualTo(new Result(7, "out\n", "bad\n"));
    }

    @Test
    void passesFiftyMegabytesBothWays() throws Exception {
        byte[] much = new byte[50_000_000];
        Arrays.fill(much, (byte) 'x');

        Result result = SERVED.docker(much, "run", "-i", "--rm", "debian", "cat");

        assertThat(result.output()).hasSize(much.length);
    }

    @Test
    void listsWhatRuns() throws Exception {
        SERVED.docker("run", "-d", "--name", "sleeper", "debian", "sleep", "60");

        Result result = SERVED.docker("ps", "--format", "{{.Names}} {{.Image}} {{.Command}} {{.State}}");

        assertThat(result.output()).contains("sleeper debian \"sleep 60\" running");
    }

    @Test
    void executesInARunningContainer() throws Exception {
        SERVED.docker("run", "-d", "--name", "host-of-exec", "debian", "sleep", "60");

        Result result = SERVED.docker("typed".getBytes(StandardCharsets.US_ASCII), "exec", "-i", "host-of-exec", "sh", "-c", "cat; exit 3");

        assertThat(result).isEqualTo(new Result(3, "typed", ""));
    }

    @Test
    void tellsOnTheStreamThatAProgramToExecuteIsMissing() throws Exception {
        SERVED.docker("run", "-d", "--name", "host-of-nothing", "debian", "sleep", "60");

        Result result = SERVED.docker("exec", "host-of-nothing", "nosuch");

        assertThat(result.output()).contains("exec: \"nosuch\": executable file not found in $PATH: unknown");
    }

    @Test
    void showsLogs() throws Exception {
        SERVED.docker("run", "--name", "talker", "debian", "sh", "-c", "echo one; echo two >&2");

        Result result = SERVED.docker("logs", "talker");

        assertThat(result).isEqualTo(new Result(0, "one\n", "two\n"));
    }

    @Test
    void explainsAnUnknownImage() throws Exception {
        Result result = SERVED.docker("run", "nosuch");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).contains("Unable to find image 'nosuch:latest' locally")
                .contains("Error response from daemon: pull access denied for nosuch, repository does not exist or may require 'docker login'");
    }

    @Test
    void exitsWith127WhenTheProgramIsMissing() throws Exception {
        Result result = SERVED.docker("run", "debian", "nosuch");

        assertThat(result.code()).isEqualTo(127);
    }

    @Test
    void refusesANameThatIsTaken() throws Exception {
        SERVED.docker("create", "--name", "taken", "debian", "true");

        Result result = SERVED.docker("run", "--name", "taken", "debian", "true");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).contains("Conflict. The container name \"/taken\" is already in use by container");
    }

    @Test
    void goesThroughALife() throws Exception {
        SERVED.docker("create", "--name", "long-lived", "debian", "sleep", "60");
        assertThat(SERVED.docker("start", "long-lived").code()).isZero();
        assertThat(SERVED.docker("pause", "long-lived").code()).isZero();
        assertThat(SERVED.docker("ps", "--filter", "name=long-lived", "--format", "{{.Status}}").output()).contains("(Paused)");
        assertThat(SERVED.docker("unpause", "long-lived").code()).isZero();
        assertThat(SERVED.docker("top", "long-lived").output()).contains("java");
        assertThat(SERVED.docker("kill", "long-lived").code()).isZero();
        assertThat(SERVED.docker("wait", "long-lived").output()).isEqualTo("137\n");
        assertThat(SERVED.docker("rename", "long-lived", "dead").code()).isZero();
        assertThat(SERVED.docker("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", "dead").output()).isEqualTo("exited 137\n");

        assertThat(SERVED.docker("rm", "dead").output()).isEqualTo("dead\n");
    }

    @Test
    void refusesOptionsThatAreNotThere() throws Exception {
        Result result = SERVED.docker("run", "--device", "/dev/null", "debian", "true");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).contains("\"Devices\" (docker run --device) is not possible in a machine");
    }

    @Test
    void streamsAnArchiveIn() throws Exception {
        byte[] tar = new TarBuilder().file("large", new byte[20_000_000], entry -> {}).bytes();
        assertThat(SERVED.docker(tar, "import", "-", "large").code()).isZero();
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (PiecewiseOutput saved = SERVED.machine().images().save(List.of("large"))) {
            while (saved.writeNext(archive)) { }
        }

        Result result = SERVED.docker(archive.toByteArray(), "load");

        assertThat(result.output()).contains("Loaded image: large:latest");
    }

    @Test
    void importsARootFileSystem() throws Exception {
        Result result = SERVED.docker(new byte[10_240], "import", "-", "made/here:1");

        assertThat(result.output()).matches("sha256:[0-9a-f]{64}\n");
        assertThat(SERVED.docker("image", "ls", "made/here").output()).contains("made/here").contains(result.output().substring(7, 19));
    }

    @Test
    void answersVersionAndInfo() throws Exception {
        assertThat(SERVED.docker("version").output()).contains("API version:      1.41 (minimum version 1.24)");
        assertThat(SERVED.docker("info").output()).contains("Name: vm1").contains("Swarm: inactive");
    }

    @Test
    void listsTheNetworksThatAreAlwaysThere() throws Exception {
        Result result = SERVED.docker("network", "ls", "--format", "{{.Name}} {{.Driver}}");

        assertThat(result.output()).isEqualTo("bridge bridge\nhost host\nnone null\n");
    }

    @Test
    void tellsEventsSince() throws Exception {
        SERVED.docker("run", "--name", "eventful", "debian", "true");

        String soon = String.valueOf(Instant.now().getEpochSecond() + 1);

        Result result = SERVED.docker("events", "--since", "5m", "--until", soon, "--filter", "container=eventful", "--filter", "type=container", "--format", "{{.Action}}");

        assertThat(result.output()).isEqualTo("create\nattach\nstart\ndie\n");
    }
}
