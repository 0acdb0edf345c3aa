package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.daemon.fake.FakeEngine;
import dev.berth.daemon.machine.Sockets;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A fake engine behind real sockets in a folder of its own, and the real docker CLI that talks to them. */
final class ServedEngine implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    /** Another CLI than the one in the path, for instance an older one. */
    private static final String CLIENT = System.getProperty("berth.docker", "docker");

    final FakeEngine engine;
    final Path run;
    private final Sockets sockets;

    ServedEngine() {
        try {
            run = Files.createTempDirectory("berth");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        engine = new FakeEngine(run);
        sockets = Sockets.open(engine, 0);
    }

    record Result(int code, String output, String errors) {}

    Path machineSocket() {
        return run.resolve("machines/alice/docker.sock");
    }

    Path adminSocket() {
        return run.resolve("engine.sock");
    }

    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(CLIENT, "-H", "unix://" + machineSocket()));
        command.addAll(List.of(arguments));
        return command;
    }

    Result docker(String... arguments) throws IOException, InterruptedException {
        return docker(new byte[0], arguments);
    }

    Result docker(byte[] input, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(run, "output", "");
        Path errors = Files.createTempFile(run, "errors", "");
        Process process = new ProcessBuilder(command(arguments)).redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input);
        } catch (IOException closedEarly) {
            // Commands that read no input may have ended.
        }
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("docker %s ends", String.join(" ", arguments)).isTrue();
        return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    TypedCommand type(String... arguments) throws IOException {
        return new TypedCommand(command(arguments));
    }

    @Override
    public void close() throws IOException {
        sockets.close();
        engine.close();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
