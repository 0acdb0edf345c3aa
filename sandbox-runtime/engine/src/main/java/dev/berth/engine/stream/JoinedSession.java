package dev.berth.engine.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** Reads from one session and writes to another. */
record JoinedSession(Session writing, Session reading) implements Session {
    @Override
    public CompletionStage<Void> input(ByteBuffer bytes) {
        return writing.input(bytes);
    }

    @Override
    public void endInput() {
        writing.endInput();
    }

    @Override
    public void pause() {
        reading.pause();
    }

    @Override
    public void resume() {
        reading.resume();
    }

    @Override
    public void close() {
        writing.close();
        reading.close();
    }
}
