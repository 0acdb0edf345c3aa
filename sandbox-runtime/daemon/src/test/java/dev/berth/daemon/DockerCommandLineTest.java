package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.daemon.fake.FakeEngine;
import dev.berth.daemon.machine.Sockets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real docker CLI talks to the real server; the containers behind it are plain processes. */
class DockerCommandLineTest {
    private static final long PATIENCE_SECONDS = 20;

    @TempDir
    private static Path run;

    private static FakeEngine engine;
    private static Sockets sockets;

    @BeforeAll
    static void serve() {
        engine = new FakeEngine(run);
        sockets = Sockets.open(engine, 0);
    }

    @AfterAll
    static void stop() {
        sockets.close();
        engine.close();
    }

    private record Result(int code, String output, String errors) {}

    private static Result docker(String... arguments) throws IOException, InterruptedException {
        return docker(new byte[0], arguments);
    }

    private static Result docker(byte[] input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker", "-H", "unix://" + run.resolve("machines/alice/docker.sock")));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(run, "output", "");
        Path errors = Files.createTempFile(run, "errors", "");
        Process process = new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input);
        } catch (IOException closedEarly) {
            // Commands that read no input may have ended.
        }
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("docker %s ends", String.join(" ", arguments)).isTrue();
        return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    @Test
    void runsAndPrints() throws Exception {
        Result result = docker("run", "--rm", "debian", "echo", "hello world");

        assertThat(result).isEqualTo(new Result(0, "hello world\n", ""));
    }

    @Test
    void keepsErrorsApartAndHandsOnTheExitCode() throws Exception {
        Result result = docker("run", "--rm", "debian", "sh", "-c", "echo out; echo bad >&2; exit 7");

        assertThat(result).isEqualTo(new Result(7, "out\n", "bad\n"));
    }

    @Test
    void passesFiftyMegabytesBothWays() throws Exception {
        byte[] much = new byte[50_000_000];
        Arrays.fill(much, (byte) 'x');

        Result result = docker(much, "run", "-i", "--rm", "debian", "cat");

        assertThat(result.output()).hasSize(much.length);
    }

    @Test
    void listsWhatRuns() throws Exception {
        docker("run", "-d", "--name", "sleeper", "debian", "sleep", "60");

        Result result = docker("ps", "--format", "{{.Names}} {{.Image}} {{.Command}} {{.State}}");

        assertThat(result.output()).contains("sleeper debian \"sleep 60\" running");
    }

    @Test
    void executesInARunningContainer() throws Exception {
        docker("run", "-d", "--name", "host-of-exec", "debian", "sleep", "60");

        Result result = docker("typed".getBytes(), "exec", "-i", "host-of-exec", "sh", "-c", "cat; exit 3");

        assertThat(result).isEqualTo(new Result(3, "typed", ""));
    }

    @Test
    void showsLogs() throws Exception {
        docker("run", "--name", "talker", "debian", "sh", "-c", "echo one; echo two >&2");

        Result result = docker("logs", "talker");

        assertThat(result).isEqualTo(new Result(0, "one\n", "two\n"));
    }

    @Test
    void explainsAnUnknownImage() throws Exception {
        Result result = docker("run", "nosuch");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).contains("Unable to find image 'nosuch:latest' locally")
                .contains("Error response from daemon: pull access denied for nosuch, repository does not exist or may require 'docker login'");
    }
}
