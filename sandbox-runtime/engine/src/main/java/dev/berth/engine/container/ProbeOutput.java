package dev.berth.engine.container;

import dev.berth.engine.stream.SessionListener;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps the beginning of what a probe prints, and throws the rest away. */
final class ProbeOutput implements SessionListener {
    private static final int MOST_BYTES = 4096;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private boolean truncated;

    @Override
    public synchronized void output(boolean error, ByteBuffer bytes) {
        int length = Math.min(bytes.remaining(), MOST_BYTES - kept.size());
        truncated |= length < bytes.remaining();
        byte[] beginning = new byte[length];
        bytes.get(beginning);
        kept.writeBytes(beginning);
    }

    @Override
    public void ended() {
        ended.complete(null);
    }

    /** Completes when nothing follows. */
    CompletionStage<Void> end() {
        return ended.copy();
    }

    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8) + (truncated ? "..." : "");
    }
}
