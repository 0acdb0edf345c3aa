package dev.berth.daemon.grpc;

import dev.berth.daemon.http.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** A call in which messages go both ways, for one worker thread that waits for them. Of what comes, as much is kept as HTTP/2's window lets in. */
public final class GrpcStream implements GrpcClient.Listener, AutoCloseable {
    private static final int PREFIX = 5;
    /** Each takes memory beside its bytes, however few it has. */
    private static final int MOST_PIECES = 4096;

    /** @param window bytes that the client may send again once it is read */
    private record Piece(ByteBuffer bytes, int window) {}

    private final int most;
    private final Queue<Piece> pieces = new ArrayDeque<>();
    private final Patience patience = new Patience();
    private GrpcClient.Call call;
    private boolean ended;
    private IOException failure;

    GrpcStream(int most) {
        this.most = most;
    }

    @Override
    public void begun(GrpcClient.Call of) {
        call = of;
    }

    public void send(byte[] message) {
        call.send(message);
    }

    /** Nothing more is sent. */
    public void finish() {
        call.finish();
    }

    /** Waits for the next message. @return empty: the client has sent the last. @throws IOException when it failed, or lets us wait for too long */
    public Optional<byte[]> next() throws IOException {
        if (!await()) {
            return Optional.empty();
        }
        ByteBuffer prefix = ByteBuffer.wrap(take(PREFIX));
        byte compressed = prefix.get();
        int length = prefix.getInt();
        if (compressed != 0 || length < 0 || length > most) {
            throw new IOException(compressed != 0 ? "the client's message is compressed" : "the client's message is longer than " + most + " bytes");
        }
        return Optional.of(take(length));
    }

    private byte[] take(int count) throws IOException {
        byte[] taken = new byte[count];
        int at = 0;
        while (at < count) {
            if (!await()) {
                throw new IOException("the client's last message is not whole");
            }
            at += take(taken, at);
        }
        return taken;
    }

    private synchronized int take(byte[] target, int at) {
        Piece piece = pieces.element();
        int count = Math.min(target.length - at, piece.bytes().remaining());
        piece.bytes().get(target, at, count);
        if (!piece.bytes().hasRemaining()) {
            pieces.remove();
            call.taken(piece.window());
        }
        return count;
    }

    /** @return false at the end */
    private synchronized boolean await() throws IOException {
        patience.await(this, () -> !pieces.isEmpty() || ended);
        if (pieces.isEmpty() && failure != null) {
            throw failure;
        }
        return !pieces.isEmpty();
    }

    @Override
    public synchronized void received(byte[] bytes, int window) {
        if (bytes.length == 0) {
            call.taken(window);
            return;
        }
        if (pieces.size() == MOST_PIECES) {
            call.cancel();
            return;
        }
        pieces.add(new Piece(ByteBuffer.wrap(bytes), window));
        patience.received(bytes.length);
        notifyAll();
    }

    @Override
    public synchronized void ended(IOException reason) {
        ended = true;
        failure = reason;
        notifyAll();
    }

    /** Ends the call, if it has not ended; from another thread too: who waits gets an error. */
    @Override
    public void close() {
        call.cancel();
    }
}
