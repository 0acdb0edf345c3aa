package dev.berth.engine.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The newest bytes of a terminal's output, in a file of fixed size. A byte lies at its offset modulo the size, behind a header that holds the offset of the next
 * byte; the header is written last, so that a crash loses at most what it does not tell of. Nothing is forced to the disk: the file needs to outlive the
 * engine's process, not the host.
 */
final class OutputRing implements AutoCloseable {
    private static final int HEADER = Long.BYTES;

    private final FileChannel file;
    private final int size;
    private volatile long end;

    /** Opens the file, or makes an empty one. @param size bytes kept; the same each time */
    OutputRing(Path path, int size) {
        this.size = size;
        try {
            this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            this.end = file.read(header, 0) == HEADER ? header.getLong(0) : 0;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot open the terminal's output " + path, failure);
        }
    }

    /** Offset of the oldest byte that is kept. */
    long start() {
        return Math.max(0, end - size);
    }

    /** Offset of the next byte. */
    long end() {
        return end;
    }

    int size() {
        return size;
    }

    void write(ByteBuffer bytes) {
        long offset = end;
        try {
            while (bytes.hasRemaining()) {
                int place = (int) (offset % size);
                ByteBuffer piece = bytes.slice(bytes.position(), Math.min(bytes.remaining(), size - place));
                int written = file.write(piece, HEADER + place);
                bytes.position(bytes.position() + written);
                offset += written;
            }
            file.write(ByteBuffer.allocate(HEADER).putLong(0, offset), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot keep a terminal's output", failure);
        }
        end = offset;
    }

    /** Reads at most {@code most} bytes that lie in one piece. @param offset within what is kept */
    ByteBuffer read(long offset, int most) {
        int place = (int) (offset % size);
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(Math.min(most, size - place), end - offset));
        try {
            while (bytes.hasRemaining() && file.read(bytes, HEADER + place + bytes.position()) > 0) {
                continue;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read a terminal's output", failure);
        }
        return bytes.flip();
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot close a terminal's output", failure);
        }
    }
}
