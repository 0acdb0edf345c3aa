package dev.berth.engine.work;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;

/**
 * A stream that another thread reads, a few pieces ahead, so that two processors share the work: making the bytes, and doing something with them. Read and closed by one
 * thread. Closing it stops the other one and returns when that has let go of the source, which stays the caller's.
 */
public final class ReadAhead extends BlockInput {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final int PIECES = 4;

    /** @param length less than there is room for: the last one */
    private record Piece(byte[] bytes, int length) {
        boolean isLast() {
            return length < bytes.length;
        }
    }

    private final InputStream source;
    private final BlockingQueue<Piece> free = new ArrayBlockingQueue<>(PIECES);
    private final BlockingQueue<Piece> filled = new ArrayBlockingQueue<>(PIECES);
    private Piece piece = new Piece(new byte[PIECE_BYTES], PIECE_BYTES);
    private int position = PIECE_BYTES;
    private volatile Exception failure;
    private Thread reader;
    private boolean closed;

    /** @param threads begins at once, or later; one that takes no more work must say so */
    public ReadAhead(InputStream source, Executor threads) {
        this.source = source;
        for (int i = 0; i < PIECES; i++) {
            free.add(new Piece(new byte[PIECE_BYTES], 0));
        }
        threads.execute(this::readAll);
    }

    private void readAll() {
        if (!begin()) {
            return;
        }
        try {
            boolean more = true;
            while (more) {
                byte[] bytes = free.take().bytes();
                Piece next = new Piece(bytes, source.readNBytes(bytes, 0, bytes.length));
                more = !next.isLast();
                filled.put(next);
            }
        } catch (InterruptedException closedMeanwhile) {
            // nobody waits for more
        } catch (IOException | RuntimeException broken) {
            failure = broken;
            filled.offer(new Piece(new byte[1], 0)); // there is room: whoever reads has the piece that this would have been
        } finally {
            end();
        }
    }

    private synchronized boolean begin() {
        reader = closed ? null : Thread.currentThread();
        return !closed;
    }

    private synchronized void end() {
        reader = null;
        notifyAll();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == piece.length()) {
            if (piece.isLast()) {
                rethrow();
                return -1;
            }
            next();
            return read(bytes, offset, length);
        }
        int count = Math.min(length, piece.length() - position);
        System.arraycopy(piece.bytes(), position, bytes, offset, count);
        position += count;
        return count;
    }

    private void next() throws IOException {
        try {
            Piece done = piece;
            piece = filled.take();
            position = 0;
            free.offer(done);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("reading was interrupted", stopped);
        }
    }

    private void rethrow() throws IOException {
        if (failure instanceof IOException broken) {
            throw broken;
        }
        if (failure instanceof RuntimeException broken) {
            throw broken;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        boolean interrupted = false;
        while (reader != null) {
            reader.interrupt();
            try {
                wait();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
