package dev.berth.engine.stream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Cuts a stream into the lines of a log: after each newline, and, as Docker does, after 16 KiB without one. Holds no more than that. */
final class LineSplitter {
    static final int LONGEST = 16 * 1024;

    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

    /** Gets lines. */
    interface Lines {

        /** @param line what it is in, until the call returns */
        void line(byte[] line, int offset, int length);
    }

    /** @param bytes of an array; @param lines gets each line that is complete now, most of them where they are: a program can print millions in a second */
    void accept(ByteBuffer bytes, Lines lines) {
        byte[] array = bytes.array();
        while (bytes.hasRemaining()) {
            int start = bytes.arrayOffset() + bytes.position();
            int room = Math.min(bytes.remaining(), LONGEST - partial.size());
            int length = 0;
            boolean complete = false;
            while (length < room && !complete) {
                complete = array[start + length++] == '\n';
            }
            bytes.position(bytes.position() + length);
            if (partial.size() == 0 && (complete || length == LONGEST)) {
                lines.line(array, start, length);
                continue;
            }
            partial.write(array, start, length);
            if (complete || partial.size() == LONGEST) {
                flush(lines);
            }
        }
    }

    /** The beginning of a line that has no end yet. */
    ByteBuffer unfinished() {
        return ByteBuffer.wrap(partial.toByteArray());
    }

    /** The stream is at its end: what is left is a line as well. */
    void flush(Lines lines) {
        if (partial.size() > 0) {
            byte[] line = partial.toByteArray();
            partial.reset();
            lines.line(line, 0, line.length);
        }
    }
}
