package dev.berth.lab.terminal;

import io.vertx.core.buffer.Buffer;

/**
 * The newest output of a shell, at most {@link #CAPACITY} bytes. Bytes are named by their offset from the shell's first one, so that a
 * reader who comes back says where to go on. Grows with what it holds: an idle shell costs next to nothing.
 */
final class OutputRing {

    static final int CAPACITY = 256 << 10;
    private static final int FIRST_SIZE = 4 << 10;

    private byte[] kept = new byte[FIRST_SIZE];
    private long start;
    private long end;

    /** @param offset of the first byte that will be appended */
    OutputRing(long offset) {
        start = offset;
        end = offset;
    }

    /** Offset of the oldest byte that is kept. */
    long start() {
        return start;
    }

    /** Offset of the byte that comes next. */
    long end() {
        return end;
    }

    void append(Buffer output) {
        int skipped = Math.max(0, output.length() - CAPACITY);
        grow(output.length() - skipped);
        end += skipped;
        for (int from = skipped; from < output.length(); ) {
            int at = (int) (end % kept.length);
            int count = Math.min(kept.length - at, output.length() - from);
            output.getBytes(from, from + count, kept, at);
            from += count;
            end += count;
        }
        start = Math.max(start, end - kept.length);
    }

    /** At most {@code limit} bytes that begin at {@code from}, which must be in {@code start .. end}. */
    Buffer read(long from, int limit) {
        if (from < start || from > end) {
            throw new IllegalArgumentException("offset " + from + " is not kept: only " + start + " to " + end);
        }
        int count = (int) Math.min(limit, end - from);
        int at = (int) (from % kept.length);
        int untilWrap = Math.min(count, kept.length - at);
        return Buffer.buffer(count).appendBytes(kept, at, untilWrap).appendBytes(kept, 0, count - untilWrap);
    }

    private void grow(int more) {
        long wanted = Math.min(CAPACITY, end - start + more);
        if (wanted <= kept.length) {
            return;
        }
        byte[] old = kept;
        int size = old.length;
        while (size < wanted) {
            size *= 2;
        }
        kept = new byte[size];
        for (long offset = start; offset < end; offset++) {
            kept[(int) (offset % kept.length)] = old[(int) (offset % old.length)];
        }
    }
}
