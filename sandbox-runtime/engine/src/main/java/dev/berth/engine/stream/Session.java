package dev.berth.engine.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** A client's connection to streams of a container or exec: what the client sends goes in here. Thread safe. */
public interface Session extends AutoCloseable {

    /** One that ended before it began. */
    static Session ended() {
        return new CompletedSession();
    }

    /** Takes a copy. Completes when the process's end of it has room for more: send the next only then. */
    CompletionStage<Void> input(ByteBuffer bytes);

    /** The client's end of input. */
    void endInput();

    /** The client reads slowly: the process waits (other clients of it too); {@code resume} goes on. */
    void pause();

    void resume();

    /** The client is gone. The process goes on. Can be called twice. */
    @Override
    void close();
}
