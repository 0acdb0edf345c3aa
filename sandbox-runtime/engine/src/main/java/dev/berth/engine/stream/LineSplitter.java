package dev.berth.engine.stream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Cuts a stream into the lines of a log: after each newline, and, as Docker does, after 16 KiB without one. Holds no more than that. */
final class LineSplitter {
    static final int LONGEST = 16 * 1024;

    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

    /** @param lines gets each line that is complete now */
    void accept(ByteBuffer bytes, Consumer<byte[]> lines) {
        while (bytes.hasRemaining()) {
            int room = Math.min(bytes.remaining(), LONGEST - partial.size());
            int length = 0;
            boolean complete = false;
            while (length < room && !complete) {
                complete = bytes.get(bytes.position() + length++) == '\n';
            }
            byte[] piece = new byte[length];
            bytes.get(piece);
            partial.writeBytes(piece);
            if (complete || partial.size() == LONGEST) {
                flush(lines);
            }
        }
    }

    /** The stream is at its end: what is left is a line as well. */
    void flush(Consumer<byte[]> lines) {
        if (partial.size() > 0) {
            lines.accept(partial.toByteArray());
            partial.reset();
        }
    }
}
