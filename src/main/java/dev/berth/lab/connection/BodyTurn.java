package dev.berth.lab.connection;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The way in which whoever takes the body of a request piece by piece says that a piece is in memory no more: only the rest counts against its client, and a client that sends on is
 * not one that lets us wait.
 */
public interface BodyTurn {

    /** Called on the connection's event loop, after each piece. */
    void taken(int bytes);

    /** @param connection of the request */
    static BodyTurn of(HttpConnection connection) {
        return ((ConnectionBase) connection).channel().pipeline().get(Turns.class);
    }
}
