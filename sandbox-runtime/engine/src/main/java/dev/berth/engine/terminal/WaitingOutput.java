package dev.berth.engine.terminal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Output that has come and is not in the ring yet. Used under its own monitor. */
final class WaitingOutput {
    /** Much less than is kept, so that a client which has everything is never in the way. */
    static final int LARGEST_PIECE = 32 * 1024;

    private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
    private int size;

    /** Takes a copy. */
    void add(ByteBuffer bytes) {
        size += bytes.remaining();
        while (bytes.hasRemaining()) {
            byte[] piece = new byte[Math.min(bytes.remaining(), LARGEST_PIECE)];
            bytes.get(piece);
            pieces.add(ByteBuffer.wrap(piece));
        }
    }

    /** What comes first. What came in small pieces is joined, so that it is kept and sent as one. */
    Optional<ByteBuffer> first() {
        if (pieces.size() > 1) {
            ByteBuffer joined = ByteBuffer.allocate(Math.max(LARGEST_PIECE, pieces.peek().remaining()));
            while (!pieces.isEmpty() && pieces.peek().remaining() <= joined.remaining()) {
                joined.put(pieces.remove());
            }
            pieces.addFirst(joined.flip());
        }
        return Optional.ofNullable(pieces.peek());
    }

    /** @param count bytes that the first piece had */
    void removeFirst(int count) {
        pieces.remove();
        size -= count;
    }

    /** Bytes. */
    int size() {
        return size;
    }
}
