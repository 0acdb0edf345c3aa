package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.daemon.ServedEngine.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real docker CLI talks to the real server; the containers behind it are plain processes. */
class DockerCommandLineTest {
    private static ServedEngine served;

    @BeforeAll
    static void serve() throws IOException {
        served = new ServedEngine();
    }

    @AfterAll
    static void stop() throws IOException {
        served.close();
    }

    @Test
    void runsAndPrints() throws Exception {
        Result result = served.docker("run", "--rm", "debian", "echo", "hello world");

        assertThat(result).isEqualTo(new Result(0, "hello world\n", ""));
    }

    @Test
    void keepsErrorsApartAndHandsOnTheExitCode() throws Exception {
        Result result = served.docker("run", "--rm", "debian", "sh", "-c", "echo out; echo bad >&2; exit 7");

        assertThat(result).isEqualTo(new Result(7, "out\n", "bad\n"));
    }

    @Test
    void passesFiftyMegabytesBothWays() throws Exception {
        byte[] much = new byte[50_000_000];
        Arrays.fill(much, (byte) 'x');

        Result result = served.docker(much, "run", "-i", "--rm", "debian", "cat");

        assertThat(result.output()).hasSize(much.length);
    }

    @Test
    void listsWhatRuns() throws Exception {
        served.docker("run", "-d", "--name", "sleeper", "debian", "sleep", "60");

        Result result = served.docker("ps", "--format", "{{.Names}} {{.Image}} {{.Command}} {{.State}}");

        assertThat(result.output()).contains("sleeper debian \"sleep 60\" running");
    }

    @Test
    void executesInARunningContainer() throws Exception {
        served.docker("run", "-d", "--name", "host-of-exec", "debian", "sleep", "60");

        Result result = served.docker("typed".getBytes(StandardCharsets.US_ASCII), "exec", "-i", "host-of-exec", "sh", "-c", "cat; exit 3");

        assertThat(result).isEqualTo(new Result(3, "typed", ""));
    }

    @Test
    void tellsOnTheStreamThatAProgramToExecuteIsMissing() throws Exception {
        served.docker("run", "-d", "--name", "host-of-nothing", "debian", "sleep", "60");

        Result result = served.docker("exec", "host-of-nothing", "nosuch");

        assertThat(result.output()).contains("exec: \"nosuch\": executable file not found in $PATH: unknown");
    }

    @Test
    void showsLogs() throws Exception {
        served.docker("run", "--name", "talker", "debian", "sh", "-c", "echo one; echo two >&2");

        Result result = served.docker("logs", "talker");

        assertThat(result).isEqualTo(new Result(0, "one\n", "two\n"));
    }

    @Test
    void explainsAnUnknownImage() throws Exception {
        Result result = served.docker("run", "nosuch");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).contains("Unable to find image 'nosuch:latest' locally")
                .contains("Error response from daemon: pull access denied for nosuch, repository does not exist or may require 'docker login'");
    }

    @Test
    void exitsWith127WhenTheProgramIsMissing() throws Exception {
        Result result = served.docker("run", "debian", "nosuch");

        assertThat(result.code()).isEqualTo(127);
    }

    @Test
    void refusesANameThatIsTaken() throws Exception {
        served.docker("create", "--name", "taken", "debian", "true");

        Result result = served.docker("run", "--name", "taken", "debian", "true");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).contains("Conflict. The container name \"/taken\" is already in use by container");
    }

    @Test
    void goesThroughALife() throws Exception {
        served.docker("create", "--name", "long-lived", "debian", "sleep", "60");
        assertThat(served.docker("start", "long-lived").code()).isZero();
        assertThat(served.docker("pause", "long-lived").code()).isZero();
        assertThat(served.docker("ps", "--filter", "name=long-lived", "--format", "{{.Status}}").output()).contains("(Paused)");
        assertThat(served.docker("unpause", "long-lived").code()).isZero();
        assertThat(served.docker("top", "long-lived").output()).contains("fake");
        assertThat(served.docker("kill", "long-lived").code()).isZero();
        assertThat(served.docker("wait", "long-lived").output()).isEqualTo("137\n");
        assertThat(served.docker("rename", "long-lived", "dead").code()).isZero();
        assertThat(served.docker("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", "dead").output()).isEqualTo("exited 137\n");

        assertThat(served.docker("rm", "dead").output()).isEqualTo("dead\n");
    }

    @Test
    void refusesOptionsThatAreNotThere() throws Exception {
        Result result = served.docker("run", "-p", "80:80", "debian", "true");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).contains("\"PortBindings\" (docker run -p) is not supported here yet: leave it out");
    }

    @Test
    void streamsAnArchiveIn() throws Exception {
        byte[] archive = new byte[20_000_000];

        Result result = served.docker(archive, "load");

        assertThat(result.output()).contains("Loaded image: debian:latest");
        assertThat(served.engine.images.received()).isEqualTo(archive.length);
    }

    @Test
    void importsARootFileSystem() throws Exception {
        Result result = served.docker(new byte[10_240], "import", "-", "made/here:1");

        assertThat(result.output()).contains("sha256:ffff");
        assertThat(served.docker("image", "ls", "made/here").output()).contains("made/here").contains("ffffffffffff");
    }

    @Test
    void answersVersionAndInfo() throws Exception {
        assertThat(served.docker("version").output()).contains("API version:      1.41 (minimum version 1.24)");
        assertThat(served.docker("info").output()).contains("Name: vm1").contains("Swarm: inactive");
    }

    @Test
    void listsTheNetworksThatAreAlwaysThere() throws Exception {
        Result result = served.docker("network", "ls", "--format", "{{.Name}} {{.Driver}}");

        assertThat(result.output()).isEqualTo("bridge bridge\nhost host\nnone null\n");
    }

    @Test
    void tellsEventsSince() throws Exception {
        served.docker("run", "--name", "eventful", "debian", "true");

        String soon = String.valueOf(Instant.now().getEpochSecond() + 1);

        Result result = served.docker("events", "--since", "5m", "--until", soon, "--filter", "container=eventful", "--format", "{{.Action}}");

        assertThat(result.output()).isEqualTo("create\nstart\ndie\n");
    }
}
