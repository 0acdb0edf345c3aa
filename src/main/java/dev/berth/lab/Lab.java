package dev.berth.lab;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Starts the lab. */
@QuarkusMain
public final class Lab {

    private Lab() {
    }

    /** The folder must be there before the database is opened. */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(System.getenv().getOrDefault("BERTH_HOME", "/var/lib/berth"), "lab");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Quarkus.run(arguments);
    }
}
