package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.daemon.TypedCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real docker command, aimed at one socket. */
record Docker(Path socket) {
    private static final long PATIENCE_SECONDS = 60;

    /** What a command left. */
    record Result(int code, String output, String errors) {

        /** The output's only line. */
        String line() {
            return output.strip();
        }
    }

    /** The same socket, without the command. */
    Wire wire() {
        return new Wire(socket);
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(DockerCommand.PROGRAM, "-H", "unix://" + socket));
        command.addAll(List.of(arguments));
        return command;
    }

    Result run(String... arguments) {
        return runWith(new byte[0], arguments);
    }

    /** @param input what the command reads from its standard input */
    Result runWith(byte[] input, String... arguments) {
        return runWith(Map.of(), input, arguments);
    }

    /** @param environment of the command, beside that of the tests */
    Result runWith(Map<String, String> environment, byte[] input, String... arguments) {
        try {
            Path output = Files.createTempFile("conformance", ".output");
            Path errors = Files.createTempFile("conformance", ".errors");
            try {
                return execute(environment, input, output, errors, arguments);
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Result execute(Map<String, String> environment, byte[] input, Path output, Path errors, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments)).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input);
        } catch (IOException closedEarly) {
            // Commands that read no input may have ended.
        }
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(ended).as("docker %s ends; it said: %s%s", String.join(" ", arguments), Files.readString(output), Files.readString(errors)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    /** As {@link #run}, for what has to go well. */
    Result succeed(String... arguments) {
        Result result = run(arguments);
        assertThat(result.code()).as("exit code of docker %s; it said: %s", String.join(" ", arguments), result.errors()).isZero();
        return result;
    }

    /** A value out of an inspection. */
    String inspect(String object, String format) {
        return succeed("inspect", "--format", format, object).line();
    }

    /** Asks until the inspection says so; the test's time limit ends it. */
    void await(String object, String format, String wanted) {
        while (!inspect(object, format).equals(wanted)) {
            Thread.onSpinWait();
        }
    }

    /** Starts a command on a terminal. */
    TypedCommand type(String... arguments) {
        try {
            return new TypedCommand(command(arguments));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
