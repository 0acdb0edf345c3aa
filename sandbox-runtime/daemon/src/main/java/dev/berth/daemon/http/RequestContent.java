package dev.berth.daemon.http;

import dev.berth.engine.work.BlockInput;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A request's body, read by a worker thread. At most {@value #MOST_WAITING} bytes wait in memory and one part more, and none before somebody reads: the event loop asks the client
 * for more when half of them were taken, so that neither waits for each part of the other, however small a client makes them.
 * A client that does not send is given up, so that it cannot hold the worker: see {@link Patience}.
 */
final class RequestContent extends BlockInput {
    private static final int MOST_WAITING = 512 * 1024;
    /** What a part takes beside its bytes. */
    private static final int PART_BYTES = 256;

    private final HttpServerRequest request;
    private final Context context;
    private final Patience patience = new Patience();
    private final Queue<Buffer> parts = new ArrayDeque<>();
    private int waiting;
    private boolean asked;
    private boolean ended;
    private boolean closed;
    private Throwable broken;
    private Buffer part = Buffer.buffer();
    private int position;

    RequestContent(HttpServerRequest request, Context context) {
        this.request = request;
        this.context = context;
        request.pause();
        request.handler(this::received);
        request.endHandler(end -> ended(null));
        request.exceptionHandler(this::ended);
    }

    private synchronized void received(Buffer next) {
        parts.add(next);
        waiting += bytesOf(next);
        if (waiting >= MOST_WAITING) {
            asked = false;
            request.pause();
        }
        notifyAll();
    }

    private static int bytesOf(Buffer part) {
        return part.length() + PART_BYTES;
    }

    private synchronized void ended(Throwable failure) {
        broken = failure;
        ended = true;
        notifyAll();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == part.length()) {
            if (!next()) {
                return -1;
            }
        }
        int count = Math.min(length, part.length() - position);
        part.getBytes(position, position + count, bytes, offset);
        position += count;
        return count;
    }

    private synchronized boolean next() throws IOException {
        askForMore();
        awaitPart();
        if (closed) {
            throw new IOException("the rest of the request is not wanted any more");
        }
        if (!parts.isEmpty()) {
            part = parts.remove();
            position = 0;
            waiting -= bytesOf(part);
            patience.received(part.length());
            return true;
        }
        if (broken != null) {
            throw new IOException("the client went away before it had sent all", broken);
        }
        return false;
    }

    private void askForMore() {
        if (asked || ended || waiting > MOST_WAITING / 2) {
            return;
        }
        asked = true;
        context.runOnContext(now -> {
            if (!request.isEnded()) {
                request.resume();
            }
        });
    }

    private void awaitPart() throws IOException {
        patience.await(this, () -> !parts.isEmpty() || ended || closed);
    }

    /** What the client still sends is read and dropped, so that it sees the answer. From another thread: who reads gets an error at once. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        context.runOnContext(now -> {
            if (!request.isEnded()) {
                request.handler(dropped -> {});
                request.resume();
            }
        });
    }
}
