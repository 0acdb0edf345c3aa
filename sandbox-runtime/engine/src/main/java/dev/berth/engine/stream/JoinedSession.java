package dev.berth.engine.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** A client that reads the kept log first and is attached then; its input goes to the process from the beginning. */
record JoinedSession(LogSession log, ClientSession attached) implements Session {
    @Override
    public CompletionStage<Void> input(ByteBuffer bytes) {
        return attached.input(bytes);
    }

    @Override
    public void endInput() {
        attached.endInput();
    }

    @Override
    public void pause() {
        log.pause();
        attached.pause();
    }

    @Override
    public void resume() {
        log.resume();
        attached.resume();
    }

    @Override
    public void close() {
        log.close();
        attached.close();
    }
}
