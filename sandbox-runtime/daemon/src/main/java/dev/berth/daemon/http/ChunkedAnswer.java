package dev.berth.daemon.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** An answer that grows: {@code Transfer-Encoding: chunked}. Used on the event loop only. */
public final class ChunkedAnswer implements OutputSink {
    private final HttpServerResponse response;
    private final Context context;

    ChunkedAnswer(HttpServerResponse response, Context context) {
        this.response = response;
        this.context = context;
        if (!response.closed()) {
            response.setChunked(true);
            response.write(Buffer.buffer());
        }
    }

    @Override
    public void write(byte[] bytes, Runnable written) {
        write(Unpooled.wrappedBuffer(bytes), written);
    }

    /** @param bytes released when they are written, or never will be */
    void write(ByteBuf bytes, Runnable written) {
        if (response.closed() || response.ended()) {
            bytes.release();
            context.runOnContext(now -> written.run());
            return;
        }
        response.write(Buffer.buffer(bytes)).onComplete(done -> context.runOnContext(now -> written.run()));
    }

    @Override
    public void end() {
        if (!response.closed() && !response.ended()) {
            response.end();
        }
    }

    /** Breaks the connection: the client sees that the answer is not complete. */
    public void abort() {
        if (!response.closed()) {
            response.reset();
        }
    }
}
