package dev.berth.engine.terminal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Output that has come and is not in the ring yet. Thread safe. */
final class WaitingOutput {
    /** Much less than is kept, so that a client which has everything is never in the way. */
    static final int LARGEST_PIECE = 32 * 1024;

    private static final int MOST_BYTES = 64 * 1024;

    /** Of what comes at once: a program that writes as fast as it can, and not a person who types. */
    private static final int FLOOD_BYTES = 2 * 1024;

    private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
    private int size;
    private boolean held;
    private boolean ended;

    /**
     * What there is to do about output that came.
     *
     * @param flood more is likely to come at once, and there is room for it
     * @param tooMuch the shell has to wait, until {@link #removeFirst} says otherwise
     */
    record Arrival(boolean flood, boolean tooMuch) {}

    /** Takes a copy. */
    synchronized Arrival add(ByteBuffer bytes) {
        int count = bytes.remaining();
        size += count;
        while (bytes.hasRemaining()) {
            byte[] piece = new byte[Math.min(bytes.remaining(), LARGEST_PIECE)];
            bytes.get(piece);
            pieces.add(ByteBuffer.wrap(piece));
        }
        boolean tooMuch = !held && size > MOST_BYTES;
        held |= tooMuch;
        return new Arrival(count >= FLOOD_BYTES && size < LARGEST_PIECE, tooMuch);
    }

    /** What comes first. What came in small pieces is joined, so that it is kept and sent as one. */
    synchronized Optional<ByteBuffer> first() {
        if (pieces.size() > 1) {
            ByteBuffer joined = ByteBuffer.allocate(Math.max(LARGEST_PIECE, pieces.peek().remaining()));
            while (!pieces.isEmpty() && pieces.peek().remaining() <= joined.remaining()) {
                joined.put(pieces.remove());
            }
            pieces.addFirst(joined.flip());
        }
        return Optional.ofNullable(pieces.peek());
    }

    /** @param count bytes that the first piece had. @return whether the shell, which had to wait, can go on */
    synchronized boolean removeFirst(int count) {
        pieces.remove();
        size -= count;
        boolean goesOn = held && size == 0;
        held &= !goesOn;
        return goesOn;
    }

    /** Nothing more comes. */
    synchronized void end() {
        ended = true;
    }

    /** Nothing is here and nothing comes. */
    synchronized boolean isOver() {
        return ended && size == 0;
    }
}
