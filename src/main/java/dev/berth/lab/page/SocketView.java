package dev.berth.lab.page;

import dev.berth.lab.terminal.CloseCode;
import dev.berth.lab.terminal.View;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/** A browser's WebSocket as a view of a terminal. */
final class SocketView implements View {

    private final WebSocketConnection connection;

    SocketView(WebSocketConnection connection) {
        this.connection = connection;
    }

    @Override
    public Future<Void> send(Buffer frame) {
        Promise<Void> sent = Promise.promise();
        connection.sendBinary(frame).subscribe().with(done -> sent.complete(), sent::fail);
        return sent.future();
    }

    @Override
    public void close(CloseCode code, String reason) {
        if (connection.isClosed()) {
            return;
        }
        connection.close(new CloseReason(code.code(), shortened(reason))).subscribe().with(done -> { }, alreadyGone -> { });
    }

    /** RFC 6455 leaves 123 bytes for it. */
    private static String shortened(String reason) {
        return reason.length() <= 40 ? reason : reason.substring(0, 40);
    }
}
