package dev.berth.engine.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A session with something that has no streams: it ended before it began. */
final class CompletedSession implements Session {
    @Override
    public CompletionStage<Void> input(ByteBuffer bytes) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void endInput() {}

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void close() {}
}
