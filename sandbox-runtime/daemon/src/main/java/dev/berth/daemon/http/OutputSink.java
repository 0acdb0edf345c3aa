package dev.berth.daemon.http;

import io.vertx.core.buffer.Buffer;

/** Where a stream to a client goes. All methods are called on the connection's event loop. */
public interface OutputSink {

    /** @param written run when the kernel has the bytes, or when they can never be written */
    void write(Buffer bytes, Runnable written);

    /** Nothing follows; what was written before still goes out. */
    void end();
}
