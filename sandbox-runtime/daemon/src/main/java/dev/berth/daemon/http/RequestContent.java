package dev.berth.daemon.http;

import dev.berth.engine.work.BlockInput;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A request's body, read by a worker thread. At most {@value #AHEAD} parts wait in memory, and none before somebody reads: the event loop asks the client for more when half
 * of them were taken, so that neither waits for each part of the other.
 * A client that does not send is given up, so that it cannot hold the worker: see {@link Patience}.
 */
final class RequestContent extends BlockInput {
    private static final int AHEAD = 8;
    private static final Buffer END = Buffer.buffer();

    private final HttpServerRequest request;
    private final Context context;
    private final BlockingQueue<Buffer> parts = new ArrayBlockingQueue<>(AHEAD + 2);
    private final Patience patience = new Patience();
    private volatile Throwable broken;
    private Buffer part = Buffer.buffer();
    /** That the event loop may still pass on, or has passed on and nobody has taken. */
    private int asked;
    private int position;
    private boolean ended;
    private volatile boolean closed;

    RequestContent(HttpServerRequest request, Context context) {
        this.request = request;
        this.context = context;
        request.pause();
        request.handler(parts::offer);
        request.endHandler(end -> parts.offer(END));
        request.exceptionHandler(failure -> {
            broken = failure;
            parts.offer(END);
        });
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == part.length()) {
            if (ended || !next()) {
                return -1;
            }
        }
        int count = Math.min(length, part.length() - position);
        part.getBytes(position, position + count, bytes, offset);
        position += count;
        return count;
    }

    private boolean next() throws IOException {
        askForMore();
        Buffer taken;
        long since = System.nanoTime();
        try {
            taken = parts.poll(patience.left(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("reading the request was interrupted", stopped);
        }
        patience.waited(System.nanoTime() - since);
        if (closed) {
            throw new IOException("the rest of the request is not wanted any more");
        }
        if (taken == null) {
            throw new IOException("the client sent nothing, or next to nothing, for " + Patience.SECONDS + " seconds");
        }
        if (taken == END) {
            ended = true;
            if (broken != null) {
                throw new IOException("the client went away before it had sent all", broken);
            }
            return false;
        }
        patience.received(taken.length());
        part = taken;
        position = 0;
        asked--;
        return true;
    }

    private void askForMore() {
        int more = AHEAD - asked;
        if (more < AHEAD / 2) {
            return;
        }
        asked = AHEAD;
        context.runOnContext(now -> {
            if (!request.isEnded()) {
                request.fetch(more);
            }
        });
    }

    /** What the client still sends is read and dropped, so that it sees the answer. From another thread: who reads gets an error at once. */
    @Override
    public void close() {
        closed = true;
        parts.offer(END); // when there is no room for it, nobody waits
        context.runOnContext(now -> {
            if (!request.isEnded()) {
                request.handler(dropped -> {});
                request.resume();
            }
        });
    }
}
