package dev.berth.runtime;

import java.nio.ByteBuffer;

/** Gets what a process prints. Called on the input/output thread: must not block. */
public interface OutputListener {

    /** Where bytes came from. A terminal has output only. */
    enum Source {
        OUTPUT,
        ERROR
    }

    /** @param bytes valid during the call only */
    void output(Source source, ByteBuffer bytes);

    /** All writers of this source have closed it; nothing follows. */
    void ended(Source source);
}
