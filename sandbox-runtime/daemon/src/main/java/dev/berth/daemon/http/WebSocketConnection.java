package dev.berth.daemon.http;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A WebSocket: output goes as binary frames, and the payload of whatever frame the client sends is its input. */
final class WebSocketConnection implements ClientConnection, ClientConnection.Receiver, WebSocketFrames.Told {
    private static final int NORMAL = 1000;
    private static final int PROTOCOL_ERROR = 1002;

    private final HijackedConnection connection;
    private final WebSocketFrames frames = new WebSocketFrames();
    private Receiver receiver;
    private boolean ponging;
    private boolean ended;

    WebSocketConnection(HijackedConnection connection) {
        this.connection = connection;
    }

    @Override
    public void receive(Receiver by) {
        receiver = by;
        connection.receive(this);
    }

    @Override
    public void write(byte[] bytes, Runnable written) {
        connection.write(WebSocketFrames.frame(WebSocketFrames.BINARY, bytes), written);
    }

    @Override
    public void end() {
        end(NORMAL);
    }

    private void end(int status) {
        if (!ended) {
            ended = true;
            byte[] payload = ByteBuffer.allocate(Short.BYTES).putShort((short) status).array();
            connection.write(WebSocketFrames.frame(WebSocketFrames.CLOSE, payload), () -> { });
            connection.end();
        }
    }

    @Override
    public CompletionStage<Void> received(ByteBuffer bytes) {
        ByteBuffer data;
        try {
            data = frames.read(bytes, this);
        } catch (WebSocketFrames.MalformedFrameException malformed) {
            end(PROTOCOL_ERROR);
            return CompletableFuture.completedFuture(null);
        }
        return data.hasRemaining() ? receiver.received(data) : CompletableFuture.completedFuture(null);
    }

    /** One that comes before the last was answered gets no answer: a client that asks and does not read takes no memory. */
    @Override
    public void ping(byte[] payload) {
        if (!ponging) {
            ponging = true;
            connection.write(WebSocketFrames.frame(WebSocketFrames.PONG, payload), () -> ponging = false);
        }
    }

    @Override
    public void close() {
        end(NORMAL);
    }

    @Override
    public void inputEnded() {
        receiver.inputEnded();
    }

    @Override
    public void closed() {
        receiver.closed();
    }
}
