package dev.berth.daemon.http;

import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * What is written to a connection in one turn of the event loop is one system call, and wakes the client once: the head of an answer, its parts and its end. Not of a connection that was
 * taken out of HTTP: there a client may lose what comes with the head.
 */
final class GatheredWrites {
    private static final int MOST_WRITES = 64;

    private GatheredWrites() {}

    static void begin(HttpConnection connection) {
        ((ConnectionBase) connection).channelHandlerContext().pipeline().addFirst(new FlushConsolidationHandler(MOST_WRITES, true));
    }

    static void end(Channel channel) {
        channel.pipeline().remove(FlushConsolidationHandler.class);
    }
}
