package dev.berth.daemon.http;

import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * What one client has asked for and not read yet. Vert.x answers as fast as it is asked, and keeps in memory what the client does not read: one that asked without reading would take all of
 * it. So a connection is closed that has more than {@value #MOST_REQUESTS} requests without a whole answer in the socket, or whose answer is too much beside those that wait for the
 * other clients. It stands between HTTP's codec and Vert.x, and goes when the connection is taken out of HTTP.
 */
final class UnreadAnswers extends ChannelDuplexHandler {
    private static final int MOST_REQUESTS = 8;
    private static final String VERTX = "handler";

    /** What waits for all clients of a socket together. */
    interface Together {

        /** @return false when it is too much */
        boolean add(int bytes);

        void take(int bytes);
    }

    private final Together together;
    private int requests;
    private boolean closing;

    private UnreadAnswers(Together together) {
        this.together = together;
    }

    static void watch(HttpConnection connection, Together together) {
        channel(connection).pipeline().addBefore(VERTX, UnreadAnswers.class.getSimpleName(), new UnreadAnswers(together));
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channelHandlerContext().channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest && ++requests > MOST_REQUESTS) {
            close(context);
        }
        if (closing) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        int bytes = message instanceof ByteBufHolder holder ? holder.content().readableBytes() : 0;
        boolean completes = message instanceof LastHttpContent && !isInterim(message);
        boolean tooMuch = !together.add(bytes);
        context.write(message, promise.unvoid().addListener(done -> {
            together.take(bytes);
            if (completes) {
                requests--;
            }
        }));
        if (tooMuch) {
            close(context);
        }
    }

    /** "100 Continue" answers nothing. */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response && response.status().equals(HttpResponseStatus.CONTINUE);
    }

    private void close(ChannelHandlerContext context) {
        closing = true;
        context.close();
    }
}
