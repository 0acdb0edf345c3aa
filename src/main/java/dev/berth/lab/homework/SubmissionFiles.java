package dev.berth.lab.homework;

import dev.berth.lab.machine.TarReader;
import dev.berth.lab.machine.TarWriter;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/** Where the files of submissions are: one tar each, of our own. */
final class SubmissionFiles {

    private static final String ENDING = ".tar";
    private static final int PIECE = 8 << 10;

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

    /**
     * Files and folders of a submission as a tar of their own. Whoever asks for it removes it.
     *
     * @param submitted the tar of the submission
     * @param renamed   what a path is called there; empty if it is left out
     * @param mode      of each file, by the one that it has
     */
    Path part(Path submitted, Function<String, Optional<String>> renamed, IntUnaryOperator mode) {
        try (InputStream input = new BufferedInputStream(Files.newInputStream(submitted))) {
            Path part = newIncoming();
            try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(part))) {
                copy(new TarReader(input), new TarWriter(output), renamed, mode);
            }
            return part;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot take \"" + submitted + "\" apart", failure);
        }
    }

    private static void copy(TarReader reader, TarWriter writer, Function<String, Optional<String>> renamed, IntUnaryOperator mode) throws IOException {
        byte[] piece = new byte[PIECE];
        for (Optional<TarReader.Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
            TarReader.Entry entry = next.get();
            Optional<String> name = renamed.apply(entry.isFolder() ? entry.name().replaceAll("/$", "") : entry.name());
            if (name.isEmpty()) {
                continue;
            }
            if (entry.isFolder()) {
                writer.folder(name.get());
                continue;
            }
            writer.beginFile(name.get(), mode.applyAsInt(entry.mode()), entry.size());
            for (int count = reader.read(piece); count > 0; count = reader.read(piece)) {
                writer.write(piece, count);
            }
            writer.endFile(entry.size());
        }
        writer.end();
    }

    /** Of a part. */
    static void removePart(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove \"" + part + "\"", failure);
        }
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
