package dev.berth.lab.machine;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** Bytes in both directions, with back pressure. Used on the Vert.x context that opened it. */
public final class RawStream {

    private final NetSocket socket;
    private final Buffer early;

    /** @param early what came together with the answer to the request */
    RawStream(NetSocket socket, Buffer early) {
        this.socket = socket;
        this.early = early;
    }

    /**
     * Begins to read; {@link #resume()} lets it flow. Called once.
     *
     * @param ended called once, after the last bytes
     */
    public void read(Handler<Buffer> bytes, Runnable ended) {
        boolean[] over = new boolean[1];
        Handler<Void> end = nothing -> {
            if (!over[0]) {
                over[0] = true;
                socket.close();
                ended.run();
            }
        };
        socket.handler(bytes);
        socket.exceptionHandler(failure -> socket.close());
        socket.endHandler(end);
        socket.closeHandler(end);
        if (early.length() > 0) {
            bytes.handle(early);
        }
    }

    public Future<Void> write(Buffer bytes) {
        return socket.write(bytes);
    }

    public void pause() {
        socket.pause();
    }

    public void resume() {
        socket.resume();
    }

    public void close() {
        socket.close();
    }
}
