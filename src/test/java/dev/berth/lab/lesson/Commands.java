package dev.berth.lab.lesson;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs commands of the docker CLI for the proofs. */
final class Commands {

    private Commands() {}

    /** What the command printed, without the last line's end. Throws with its complaint if it failed. */
    static String run(final List<String> command) {
        try {
            final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
            final int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException("\"" + String.join(" ", command) + "\" ended with " + code + ": " + output);
            }
            return output;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
