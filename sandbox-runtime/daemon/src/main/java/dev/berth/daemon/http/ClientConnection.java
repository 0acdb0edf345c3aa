package dev.berth.daemon.http;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** A connection that was taken out of HTTP: bytes both ways. Used on the event loop only. */
public interface ClientConnection extends OutputSink {

    /** What the client sends. */
    interface Receiver {

        /** @param bytes the receiver's own. @return completes when the next may come */
        CompletionStage<Void> received(ByteBuffer bytes);

        /** The client sends nothing more; it may still read. */
        void inputEnded();

        /** The connection is gone, whoever closed it. Called once, last. */
        void closed();
    }

    /** Starts reading. Called once. */
    void receive(Receiver by);
}
