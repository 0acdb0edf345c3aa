package dev.berth.lab.page;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Hears what a terminal's WebSocket sends, and why it was closed. */
final class SocketEar implements WebSocket.Listener {

    final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final StringBuilder output = new StringBuilder();
    private long read;

    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket socket, ByteBuffer frame, boolean last) {
        if (frame.get() == 0x11) {
            frame.getLong();
            read += frame.remaining();
            output.append(StandardCharsets.UTF_8.decode(frame));
            notifyAll();
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        code.complete(status);
        return null;
    }

    /** Waits for that text in what was printed so far. */
    synchronized void awaitOutput(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (output.indexOf(text) < 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("\"" + text + "\" was not printed, but \"" + output + "\"");
            }
            wait(left);
        }
    }

    synchronized long read() {
        return read;
    }
}
