package dev.berth.lab;

import dev.berth.lab.source.LessonSourceException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Starts the lab. */
@QuarkusMain
public final class Lab {

    /** The exit code when a lesson has a mistake; {@code ./run} knows it. */
    private static final int MISTAKE_IN_A_LESSON = 65;

    private Lab() {
    }

    /** The folder must be there before the database is opened. */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(System.getenv().getOrDefault("BERTH_HOME", "/var/lib/berth"), "lab");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Quarkus.run(null, Lab::end, arguments);
    }

    /** Says why the lab did not start, the reason last: to an author without a stack, which tells nothing of a lesson. */
    private static void end(int code, Throwable failure) {
        if (failure == null) {
            System.exit(code);
        }
        Throwable reason = failure;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        if (reason instanceof LessonSourceException mistakes) {
            mistakes.report().lines().forEach(line -> System.err.println("berth: " + line));
            System.exit(MISTAKE_IN_A_LESSON);
        }
        failure.printStackTrace();
        System.err.println("berth: the lab cannot start: " + reason.getMessage());
        System.exit(code);
    }
}
