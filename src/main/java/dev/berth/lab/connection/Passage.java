package dev.berth.lab.connection;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The way in which whoever passes a request on to another server says so. Nothing of it is kept here: the other server, and the time in which nothing moves, are the limits. Called on the
 * connection's event loop.
 */
public interface Passage {

    /** The body of the request that is being read is passed on as it comes. */
    void passOn();

    /** What follows is no HTTP any more, but bytes in both directions. Called right before Vert.x takes the codec away. */
    void tunnel();

    /** @param connection one that a browser has opened */
    static Passage of(HttpConnection connection) {
        return ((ConnectionBase) connection).channel().pipeline().get(Turns.class);
    }
}
