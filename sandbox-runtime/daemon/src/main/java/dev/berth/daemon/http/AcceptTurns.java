package dev.berth.daemon.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Accepts one client of a socket, and the next when it is that machine's turn again: to begin a connection takes as long as to answer a request. Clients wait in the kernel meanwhile, which
 * bounds how many.
 */
final class AcceptTurns extends ChannelInboundHandlerAdapter {
    private static final int SECONDS_AFTER_FAILURE = 1;

    private final Executor turns;
    private boolean failed;

    private AcceptTurns(Executor turns) {
        this.turns = turns;
    }

    /** @param accepted the first of its socket, which Vert.x shows in no other way; later ones change nothing */
    static void begin(HttpConnection accepted, Executor turns) {
        Channel socket = ((ConnectionBase) accepted).channelHandlerContext().channel().parent();
        if (socket.pipeline().get(AcceptTurns.class) == null) {
            AcceptTurns accepting = new AcceptTurns(turns);
            socket.config().setOption(ChannelOption.MAX_MESSAGES_PER_READ, 1);
            socket.config().setAutoRead(false);
            socket.pipeline().addFirst(AcceptTurns.class.getSimpleName(), accepting);
            turns.execute(() -> accepting.accept(socket));
        }
    }

    private void accept(Channel socket) {
        if (failed) {
            failed = false;
            socket.eventLoop().schedule(socket::read, SECONDS_AFTER_FAILURE, TimeUnit.SECONDS);
        } else {
            socket.read();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        turns.execute(() -> accept(context.channel()));
    }

    /** There are no descriptors left, say: comes after the end of the reading. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        failed = true;
        context.fireExceptionCaught(failure);
    }
}
