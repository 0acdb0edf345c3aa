package dev.berth.daemon.http;

/** Where a stream to a client goes. All methods are called on the connection's event loop. */
public interface OutputSink {

    /** @param bytes the sink's own from now on; @param written run when the kernel has the bytes, or when they can never be written */
    void write(byte[] bytes, Runnable written);

    /** Nothing follows; what was written before still goes out. */
    void end();
}
