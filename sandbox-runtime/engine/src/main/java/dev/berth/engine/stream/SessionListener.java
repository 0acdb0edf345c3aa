package dev.berth.engine.stream;

import java.nio.ByteBuffer;

/** A client's connection to streams: what it shall see comes in here. Calls come one at a time and must not block. */
public interface SessionListener {

    /** The session begins: called first, and never for one that had ended before. A listener that is not ready yet pauses it. */
    default void opened(Session session) {
        // Most are ready at once.
    }

    /** @param error true: standard error; never with a terminal. @param bytes valid during the call only */
    void output(boolean error, ByteBuffer bytes);

    /** Nothing follows: the process has ended and all its output was told, or the log is at its end. */
    void ended();
}
