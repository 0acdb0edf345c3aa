package dev.berth.engine.work;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** An archive as a stream to be read, a piece of it in memory. Closing it closes the output. */
public final class PiecewiseInput extends BlockInput {
    private final PiecewiseOutput output;
    private final Piece piece = new Piece();
    private int position;
    private boolean more = true;

    public PiecewiseInput(PiecewiseOutput output) {
        this.output = output;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (position == piece.size()) {
            if (!more) {
                return -1;
            }
            piece.reset();
            position = 0;
            more = output.writeNext(piece);
        }
        int count = Math.min(length, piece.size() - position);
        piece.copy(position, bytes, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() {
        output.close();
    }

    /** Gives its bytes without a copy of all. */
    private static final class Piece extends ByteArrayOutputStream {
        void copy(int from, byte[] target, int offset, int length) {
            System.arraycopy(buf, from, target, offset, length);
        }
    }
}
