package dev.berth.lab.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/** A file that only the lab's own user may read, written whole or not at all. */
final class SecretFile {

    private final Path path;

    SecretFile(Path path) {
        this.path = path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    String read() {
        try {
            return Files.readString(path);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read \"" + path + "\"", failure);
        }
    }

    void write(String content) {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            try (FileChannel file = FileChannel.open(next, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(true);
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write \"" + path + "\": the lab needs a folder of its own there", failure);
        }
    }
}
