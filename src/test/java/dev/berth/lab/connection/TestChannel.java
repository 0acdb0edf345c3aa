package dev.berth.lab.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client's connection in memory, with HTTP's codec and something in the place of Vert.x that remembers what it was given. */
final class TestChannel extends EmbeddedChannel {

    final List<String> given = new ArrayList<>();
    final StringBuilder passed = new StringBuilder();
    final Connection connection;
    private final InetSocketAddress address;

    /** @param address of the client */
    TestChannel(Connections connections, String address) {
        super(false, false);
        this.address = new InetSocketAddress(address, 40_000);
        connection = new Connection(connections, this);
    }

    /** @return whether it was accepted */
    boolean open(Connections connections) throws Exception {
        if (!connections.accept(connection)) {
            return false;
        }
        closeFuture().addListener(closed -> connections.closed(connection));
        pipeline().addLast(connection);
        pipeline().addLast("httpDecoder", new HttpRequestDecoder());
        pipeline().addLast("httpEncoder", new HttpResponseEncoder());
        pipeline().addLast("handler", new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof ByteBuf bytes) {
                    passed.append(bytes.toString(StandardCharsets.US_ASCII));
                } else if (message instanceof HttpRequest request) {
                    given.add(request.uri());
                } else if (message instanceof WebSocketFrame frame) {
                    given.add(frame.getClass().getSimpleName().replace("WebSocketFrame", ""));
                    if (frame instanceof PingWebSocketFrame) {
                        context.write(new PongWebSocketFrame()); // until it is flushed, its client has not read it
                    }
                }
                ReferenceCountUtil.release(message instanceof HttpMessage ? null : message);
            }
        });
        register();
        return true;
    }

    void send(String text) {
        writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    void send(byte[] bytes) {
        writeInbound(Unpooled.copiedBuffer(bytes));
    }

    /** Answers the request that was given last; the answer is in the socket when this returns. */
    void answer(HttpResponseStatus status) {
        pipeline().lastContext().writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
        runPendingTasks();
    }

    /** As Netty does it when a WebSocket is opened. */
    void upgrade() {
        pipeline().replace("httpDecoder", "wsdecoder", new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder().closeOnProtocolViolation(false).build()));
        pipeline().addBefore("httpEncoder", "wsencoder", new WebSocket13FrameEncoder(false));
        answer(HttpResponseStatus.SWITCHING_PROTOCOLS);
        pipeline().remove("httpEncoder");
    }

    void closeWebSocket() {
        pipeline().lastContext().writeAndFlush(new CloseWebSocketFrame());
        runPendingTasks();
    }

    ByteBuf sent() {
        return readOutbound();
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return address;
    }
}
