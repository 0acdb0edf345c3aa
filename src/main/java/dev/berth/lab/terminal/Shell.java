package dev.berth.lab.terminal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * A shell on a terminal of its own, wherever it runs. It outlives who looks at it. All methods are called, and all of a listener's
 * calls come, on the lab's loop.
 */
public interface Shell {

    /** Tells this shell from every other, also from a later one in the same machine. */
    String id();

    /** Offset of the oldest output that can still be had. */
    long start();

    /** Offset of the next output when this object was made. */
    long end();

    /** How wide its terminal was when this object was made. */
    int columns();

    /** How high its terminal was when this object was made. */
    int rows();

    /** Begins to listen, from {@link #start()} on. Called once. */
    void listen(Listener listener);

    /** @return completes when the shell's terminal has the bytes; typing goes on in the order of the calls */
    Future<Void> type(Buffer input);

    void resize(int columns, int rows);

    /** Stops the output, and after a while the shell that makes it. */
    void pause();

    void resume();

    /** Stops listening; the shell goes on if its kind can. */
    void release();

    /** Who gets the output. */
    interface Listener {

        /** @param offset of the first byte; beyond the one expected if output was lost */
        void output(long offset, Buffer bytes);

        /** The shell is gone, and all of its output was delivered. */
        void ended(int exitCode);

        /** Whether the shell can be reached now; until it can again, output waits where the shell is. */
        void reachable(boolean now);
    }
}
