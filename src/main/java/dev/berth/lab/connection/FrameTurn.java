package dev.berth.lab.connection;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** The way in which whoever takes a WebSocket's binary messages says that one was dealt with: the next one is not read before. */
public interface FrameTurn {

    /** Called once for each binary message, from any thread. */
    void handled();

    /** @param connection one that a browser has opened */
    static FrameTurn of(HttpConnection connection) {
        return ((ConnectionBase) connection).channel().pipeline().get(Turns.class);
    }
}
