package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.daemon.machine.Sockets;
import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.machine.MachineView;
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

/**
 * An engine behind real sockets in a folder of its own, with one machine, {@code alice}, and the real docker CLI that talks to them. Its containers run programs of the computer
 * that runs the test; terminals are what the test says.
 */
final class ServedEngine implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    /** Another CLI than the one in the path, for instance an older one. */
    private static final String CLIENT = System.getProperty("berth.docker", "docker");

    final EngineOnFake host;
    final ObservedEngine engine;
    private final Path folder;
    private final Sockets sockets;

    ServedEngine() {
        try {
            folder = Files.createTempDirectory("berth");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        host = new EngineOnFake(folder);
        host.runtime().runLocalPrograms();
        host.startMachine("alice");
        engine = new ObservedEngine(host.engine());
        sockets = Sockets.open(engine, 0);
        engine.takeTurns();
    }

    record Result(int code, String output, String errors) {}

    MachineView machine() {
        return host.machine("alice");
    }

    Path machineSocket() {
        return folder.resolve("run/machines/alice/docker.sock");
    }

    Path adminSocket() {
        return folder.resolve("run/engine.sock");
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
        Path output = Files.createTempFile(folder, "output", "");
        Path errors = Files.createTempFile(folder, "errors", "");
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
        host.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each); // the mark of a layer goes when the disk has it, which may be now
            }
        }
    }
}
