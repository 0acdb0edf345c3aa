package dev.berth.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The docker command that the tests use: 20.10's, or what {@code BERTH_DOCKER} names. What a command says or does by itself, whatever the engine, has changed since. */
final class DockerCommand {
    static final String PROGRAM = Optional.ofNullable(System.getenv("BERTH_DOCKER")).orElse("docker");
    private static final Pattern VERSION = Pattern.compile("Docker version (\\d+)\\.");
    private static final int MAJOR = major();

    private DockerCommand() {}

    private static int major() {
        try {
            Process process = new ProcessBuilder(PROGRAM, "--version").start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(said);
            if (!version.lookingAt()) {
                throw new IllegalStateException(PROGRAM + " --version says \"" + said + "\", not which Docker it is");
            }
            return Integer.parseInt(version.group(1));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What 20.10's command makes of an answer. */
    static <T> Words<T> words(T said) {
        return new Words<>(said);
    }

    record Words<T>(T said) {

        /** What later commands make of the same. @param major of the first that was tried */
        Words<T> since(int major, T other) {
            return MAJOR >= major ? new Words<>(other) : this;
        }
    }
}
