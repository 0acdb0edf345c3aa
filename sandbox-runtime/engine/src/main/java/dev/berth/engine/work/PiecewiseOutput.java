package dev.berth.engine.work;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Something long that is made as it is asked for, so that no thread waits for a slow reader and no more than a piece of it is in memory. Methods block on files. Not
 * thread safe: one thread at a time.
 */
public interface PiecewiseOutput extends AutoCloseable {

    /** Writes the next piece, some 100 KiB. @return false when that was the last */
    boolean writeNext(OutputStream target) throws IOException;

    /** Can be called at any time, and twice. */
    @Override
    void close();
}
