package dev.berth.runtime.kernel;

import static dev.berth.runtime.kernel.FileCalls.LIBC;
import static dev.berth.runtime.kernel.FileFailure.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.Optional;

/** A regular file that is being read, which may grow or shrink meanwhile. */
public final class ReadFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 128 * 1024;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    /** Of the thread: threads of a bounded pool, so few. */
    private static final ThreadLocal<ByteBuffer> BUFFER = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER_BYTES));

    private final String path;
    private final Descriptor descriptor;
    private final FileFacts facts;

    private ReadFile(String path, Descriptor descriptor, FileFacts facts) {
        this.path = path;
        this.descriptor = descriptor;
        this.facts = facts;
    }

    static ReadFile of(String path, Descriptor opened) throws IOException {
        try {
            FileFacts facts = OpenFolder.facts(opened.number(), FileName.terminated(""), FileCalls.AT_EMPTY_PATH, path);
            if (facts.kind() != FileFacts.Kind.FILE) {
                throw new FileSystemException(path, null, "not a regular file");
            }
            return new ReadFile(path, opened, facts);
        } catch (IOException | RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    /** As it was when it was opened. */
    public FileFacts facts() {
        return facts;
    }

    /** An extended attribute; empty: it has none of this name, or the file system has none at all. */
    public Optional<byte[]> attribute(String name) {
        return OpenFolder.attribute(descriptor.number(), name);
    }

    /** How many bytes from {@code position}, where the next read begins, are a hole; what comes after it may be anything. @param end not looked beyond */
    public long hole(long position, long end) {
        long data = LIBC.lseek(descriptor.number(), position, SEEK_DATA);
        if (data < 0) {
            // ENXIO: nothing but a hole up to the end of the file, wherever that is now. Other errors: a file system that knows no holes.
            return FileCalls.lastError() == ErrorNumber.ENXIO ? end - position : 0;
        }
        return Math.min(data, end) - position;
    }

    /** Where the next hole begins; {@code end} when there is none before. */
    public long nextHole(long position, long end) {
        long hole = LIBC.lseek(descriptor.number(), position, SEEK_HOLE);
        return hole < 0 ? end : Math.min(hole, end);
    }

    /** @return bytes read, at most {@code count}; 0 at the end of the file */
    public int read(long position, byte[] target, int count) throws IOException {
        return read(position, target, 0, Math.min(count, target.length));
    }

    /** As {@link #read(long, byte[], int)}, to a place in {@code target}. */
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        ByteBuffer buffer = BUFFER.get().clear();
        int wanted = Math.min(count, buffer.capacity());
        int read = (int) check(path, LIBC.pread(descriptor.number(), buffer, wanted, position));
        buffer.get(target, offset, read);
        return read;
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
