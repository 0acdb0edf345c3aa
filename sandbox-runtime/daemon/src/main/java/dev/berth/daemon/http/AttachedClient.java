package dev.berth.daemon.http;

import dev.berth.engine.stream.Session;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A hijacked connection joined to a session: what the client sends is the process's input until it ends, detaches or goes away. */
public final class AttachedClient implements ClientConnection.Receiver {
    private final ClientConnection connection;
    private final Session session;
    private final PacedOutput output;
    private final boolean input;
    private final Optional<DetachKeys> keys;
    private final Runnable detached;
    private volatile boolean refused;

    private AttachedClient(
            ClientConnection connection, Session session, PacedOutput output, boolean input, Optional<DetachKeys> keys, Runnable detached) {
        this.connection = connection;
        this.session = session;
        this.output = output;
        this.input = input;
        this.keys = keys;
        this.detached = detached;
    }

    /**
     * Takes the connection out of HTTP and lets both directions flow. When the client has gone meanwhile, the session is closed. May be called from any thread.
     *
     * @param input false: what the client sends is dropped
     * @param keys empty: nothing that is typed ends the session
     * @param detached run once, when the client ends the session and the process goes on
     */
    public static void join(Exchange exchange, Session session, PacedOutput output, boolean input, Optional<DetachKeys> keys, Runnable detached) {
        join(exchange, exchange::hijack, session, output, input, keys, detached);
    }

    /** @param taking takes the connection out of HTTP */
    public static void join(
            Exchange exchange, Supplier<? extends ClientConnection> taking, Session session, PacedOutput output, boolean input, Optional<DetachKeys> keys, Runnable detached) {
        exchange.onLoop(() -> {
            if (!exchange.open()) {
                session.close();
                return;
            }
            ClientConnection connection = taking.get();
            output.connect(session, connection);
            connection.receive(new AttachedClient(connection, session, output, input, keys, detached));
        });
    }

    @Override
    public CompletionStage<Void> received(ByteBuffer bytes) {
        if (!input || refused) {
            return CompletableFuture.completedFuture(null);
        }
        if (keys.isEmpty()) {
            return pass(bytes);
        }
        DetachKeys.Scan scan = keys.get().scan(bytes);
        CompletionStage<Void> passed = scan.passed().hasRemaining() ? pass(scan.passed()) : CompletableFuture.completedFuture(null);
        if (scan.detached()) {
            session.close();
            connection.end();
        }
        return passed;
    }

    /** A process that has closed its input gets no more of it; the client's bytes are read on, so that its end is seen. */
    private CompletionStage<Void> pass(ByteBuffer bytes) {
        return session.input(bytes).exceptionally(closed -> {
            refused = true;
            return null;
        });
    }

    @Override
    public void inputEnded() {
        if (input) {
            session.endInput();
        }
    }

    @Override
    public void closed() {
        session.close();
        if (!output.hasEnded()) {
            detached.run();
        }
    }
}
