package dev.berth.engine.fake;

import dev.berth.engine.stream.SessionListener;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client that remembers what it was told. */
public final class Recording implements SessionListener {
    private static final int LIMIT_SECONDS = 60;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    @Override
    public synchronized void output(boolean isError, ByteBuffer bytes) {
        if (ended.isDone()) {
            throw new IllegalStateException("output after the end");
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        (isError ? error : output).writeBytes(copy);
        notifyAll();
    }

    @Override
    public synchronized void ended() {
        ended.complete(null);
        notifyAll();
    }

    public synchronized String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    public synchronized String error() {
        return error.toString(StandardCharsets.UTF_8);
    }

    public boolean hasEnded() {
        return ended.isDone();
    }

    public synchronized int size() {
        return output.size();
    }

    /** Waits until so many bytes of output came. */
    public synchronized Recording awaitOutput(int bytes) throws InterruptedException, TimeoutException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (output.size() < bytes) {
            long left = TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime());
            if (left <= 0) {
                throw new TimeoutException("only " + output.size() + " bytes came");
            }
            wait(left);
        }
        return this;
    }

    public Recording awaitEnd() throws Exception {
        ended.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        return this;
    }
}
