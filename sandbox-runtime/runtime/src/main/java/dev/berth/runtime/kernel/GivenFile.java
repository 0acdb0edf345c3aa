package dev.berth.runtime.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;

/** A small file that a container was given, such as {@code /etc/hosts}. It is changed in its place, since it is seen there by a mount; and a program may have written into it. */
public final class GivenFile {
    private static final int LARGEST = 64 * 1024;

    private GivenFile() {}

    /**
     * Changes a file's content. Nothing happens when it is larger than 64 KiB, or something else by now.
     *
     * @param name in the folder, which nobody else changes
     * @param change of its bytes, each a character
     */
    public static void change(FolderDescriptor folder, String name, UnaryOperator<String> change) throws IOException {
        Path file = Path.of("/proc/self/fd", Integer.toString(folder.number()), name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Descriptor open = open(folder, name);
                FileChannel channel = FileChannel.open(Path.of("/proc/self/fd", Integer.toString(open.number())), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() > LARGEST) {
                return;
            }
            ByteBuffer before = ByteBuffer.allocate((int) channel.size());
            while (before.hasRemaining() && channel.read(before) >= 0) {
                // a program may make it shorter meanwhile
            }
            String after = change.apply(new String(before.array(), 0, before.position(), StandardCharsets.ISO_8859_1));
            // Whoever reads it meanwhile finds all of the old or of the new lines, mostly: never nothing.
            ByteBuffer bytes = ByteBuffer.wrap(after.getBytes(StandardCharsets.ISO_8859_1));
            for (long at = 0; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
            channel.truncate(after.length());
        }
    }

    /** Waits for nobody: a program may hold a lease on the file (fcntl(2), F_SETLEASE), for which the kernel lets others wait for most of a minute. None can be taken while this is open. */
    private static Descriptor open(FolderDescriptor folder, String name) throws IOException {
        int flags = FileCalls.O_RDWR | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC | FileCalls.O_NONBLOCK;
        int opened = FileCalls.LIBC.openat(folder.number(), FileName.terminated(name), flags, 0);
        if (opened < 0) {
            throw new IOException(new SystemCallException("open \"" + name + "\"", FileCalls.lastError()));
        }
        return new Descriptor(opened);
    }
}
