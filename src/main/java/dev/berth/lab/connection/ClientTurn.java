package dev.berth.lab.connection;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;

/** What a handler tells a client's connection about the client's messages, so that no more of them is read and kept in memory than is needed. */
public interface ClientTurn {

    /** A binary message of a WebSocket was handled: the next one is read. Called once for each, from any thread. */
    void handled();

    /**
     * A piece of a request's body is in memory no more: only the rest counts against its client, and a client that sends on does not keep the lab waiting. Called on the connection's event
     * loop.
     *
     * @param bytes size of the piece
     */
    void taken(int bytes);

    /** The body of the request that is being read is passed on to another server as it comes: that server is its limit. Called on the connection's event loop. */
    void passOn();

    /** Bytes in both directions follow, no more HTTP. Called on the connection's event loop, right before Vert.x removes the codec. */
    void tunnel();

    /** @param connection one that a browser has opened */
    static ClientTurn of(HttpConnection connection) {
        return Optional.ofNullable(((ConnectionBase) connection).channel().pipeline().get(Turns.class))
                .orElseThrow(() -> new IllegalStateException("a connection that no browser has opened"));
    }
}
