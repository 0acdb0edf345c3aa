package dev.berth.lab.homework;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/** Where the files of submissions are: one tar each, of our own. */
final class SubmissionFiles {

    private static final String ENDING = ".tar";

    private final Path folder;
    private final Path incoming;

    /** @param folder the lab's, for homework */
    SubmissionFiles(Path folder) {
        this.folder = folder.resolve("submissions");
        this.incoming = folder.resolve("incoming");
    }

    /** Makes the folders, and removes what was on its way when the lab ended. @param stored the submissions that there are */
    void open(Set<String> stored) {
        try {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createDirectories(incoming, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (Stream<Path> left = Files.list(incoming)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            try (Stream<Path> kept = Files.list(folder)) {
                for (Path file : kept.filter(each -> isOfNone(each, stored)).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot use \"" + folder + "\"", failure);
        }
    }

    private static boolean isOfNone(Path file, Set<String> stored) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING) && !stored.contains(name.substring(0, name.length() - ENDING.length()));
    }

    Path of(String submission) {
        return folder.resolve(submission + ENDING);
    }

    /** A file for a tar on its way. Whoever asks for it removes it; one that is left is removed at the next start. */
    Path newIncoming() throws IOException {
        return Files.createTempFile(incoming, "received", ENDING);
    }

    /** Its name is on disk as well. */
    void sync() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    void remove(String submission) {
        try {
            Files.deleteIfExists(of(submission));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove \"" + of(submission) + "\"", failure);
        }
    }
}
