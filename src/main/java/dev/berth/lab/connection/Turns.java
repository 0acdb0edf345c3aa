package dev.berth.lab.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/**
 * Whose turn it is on a connection. It is the client's until a request is here as a whole, and again when its answer is in the socket; on a WebSocket until a frame is here, and again when
 * that was dealt with and its answer is in the socket. Stands between the codec and Vert.x, which takes whatever comes.
 */
final class Turns extends ChannelDuplexHandler implements ClientTurn {

    private final Connection connection;
    private ChannelHandlerContext context;
    private boolean open = true;
    private boolean ended;
    private boolean headCame;
    private boolean asked;
    private boolean answered;
    private boolean upgraded;
    private boolean binary;
    private boolean parted;
    private boolean tunnel;
    /** How much of what a frame has caused is still under way. */
    private int underWay;

    Turns(Connection connection) {
        this.connection = connection;
    }

    /** Whether it is the client's turn. */
    boolean isOpen() {
        return open;
    }

    boolean hasEnded() {
        return ended;
    }

    boolean awaitsHead() {
        return !upgraded && !headCame;
    }

    boolean awaitsRequest() {
        return open && !upgraded;
    }

    /** Nothing more is taken from the client. */
    void end() {
        ended = true;
        open = false;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ours, Object message) {
        if (tunnel) {
            ours.fireChannelRead(message);
            return;
        }
        if (!open) { // a decoder hands on what it has when the connection closes
            ReferenceCountUtil.release(message);
            return;
        }
        connection.decoded();
        if (message instanceof WebSocketFrame frame) {
            take(frame);
            return;
        }
        if (message instanceof HttpRequest) {
            headCame = true;
            answered = false;
            connection.headCame();
        }
        if (message instanceof LastHttpContent) {
            asked = true;
            if (answered) {
                nextTurn();
            } else {
                open = false;
                connection.asked();
            }
        }
        ours.fireChannelRead(message);
    }

    private void take(WebSocketFrame frame) {
        open = false;
        underWay = 1;
        if (frame instanceof BinaryWebSocketFrame) {
            binary = true;
        } else if (frame instanceof TextWebSocketFrame) {
            binary = false;
        }
        if (binary && frame.isFinalFragment() && (frame instanceof BinaryWebSocketFrame || frame instanceof ContinuationWebSocketFrame)) {
            underWay++; // until handled() is called
        }
        context.fireChannelRead(frame);
        context.executor().execute(this::frameDone);
    }

    @Override
    public void handled() {
        context.executor().execute(this::frameDone);
    }

    @Override
    public void passOn() {
        connection.passOn();
    }

    @Override
    public void tunnel() {
        tunnel = true;
        upgraded = true;
        open = true;
        connection.tunnel();
    }

    @Override
    public void taken(int bytes) {
        if (awaitsRequest()) { // what came before is forgotten when the whole request is there
            connection.taken(bytes);
        }
    }

    private void frameDone() {
        underWay--;
        if (underWay == 0 && !ended) {
            nextTurn();
        }
    }

    private void nextTurn() {
        asked = false;
        answered = false;
        headCame = false;
        open = !ended;
        connection.answered(!upgraded || parted);
    }

    @Override
    public void write(ChannelHandlerContext ours, Object message, ChannelPromise promise) {
        if (tunnel) {
            ours.write(message, promise);
        } else if (message instanceof PongWebSocketFrame) {
            underWay++;
            ours.write(message, promise.unvoid().addListener(done -> frameDone()));
        } else if (message instanceof CloseWebSocketFrame) {
            parted = true;
            connection.parted();
            ours.write(message, promise);
        } else if (message instanceof LastHttpContent && !isInterim(message)) {
            if (message instanceof HttpResponse response && response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                upgraded = true;
                connection.decodeOneByOne();
            }
            ours.write(message, promise.unvoid().addListener(done -> answered()));
        } else {
            ours.write(message, promise);
        }
    }

    /** "100 Continue" answers nothing. */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response && response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                && !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    }

    private void answered() {
        answered = true;
        if (asked && !ended) {
            nextTurn();
        }
    }

    /** A network that is gone, or a frame that is none, ends a connection; Vert.x would have it told as an error of ours. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ours, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException broken) {
            end();
            ours.writeAndFlush(new CloseWebSocketFrame(broken.closeStatus())).addListener(sent -> ours.close());
        } else if (upgraded || cause instanceof IOException) {
            ours.close();
        } else {
            ours.fireExceptionCaught(cause);
        }
    }
}
