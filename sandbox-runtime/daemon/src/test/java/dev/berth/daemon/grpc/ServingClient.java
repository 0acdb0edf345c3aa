package dev.berth.daemon.grpc;

import dev.berth.daemon.http.ClientConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A client that serves calls, on a connection without a socket: what it is told to answer, it sends, as far as HTTP/2 lets it. */
public final class ServingClient implements ClientConnection, AutoCloseable {
    private static final int PREFIX = 5;

    /** What comes after the close is dropped. */
    private final ExecutorService loop = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new ThreadPoolExecutor.DiscardPolicy());
    private final EmbeddedChannel peer;
    private final GrpcClient client;
    private Receiver receiver;
    private volatile long sent;

    /** What it does; on the loop. */
    public interface Service {

        /** A call begins. */
        void begun(Http2Headers headers, Answer answer);

        /** A message of the call has come. */
        default void received(byte[] message, Answer answer) {}
    }

    /** What can be answered to a call. */
    public final class Answer {
        private final Http2FrameStream stream;

        private Answer(Http2FrameStream stream) {
            this.stream = stream;
            peer.writeOneOutbound(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200").add("content-type", "application/grpc")).stream(stream));
        }

        public void message(byte[] message) {
            bytes(ByteBuffer.allocate(PREFIX + message.length).put((byte) 0).putInt(message.length).put(message).array());
        }

        /** Whatever they are. */
        public void bytes(byte[] bytes) {
            peer.writeOneOutbound(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes)).stream(stream));
        }

        public void end(int status, String message) {
            peer.writeOneOutbound(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().add("grpc-status", String.valueOf(status)).add("grpc-message", message), true).stream(stream));
        }
    }

    public ServingClient(Service service) {
        peer = new EmbeddedChannel(Http2FrameCodecBuilder.forServer().build(), new ChannelInboundHandlerAdapter() {
            private Answer answer;

            @Override
            public void channelRead(ChannelHandlerContext context, Object frame) {
                if (frame instanceof Http2HeadersFrame headers) {
                    answer = new Answer(headers.stream());
                    service.begun(headers.headers(), answer);
                } else if (frame instanceof Http2DataFrame data && data.content().readableBytes() > PREFIX) {
                    byte[] framed = ByteBufUtil.getBytes(data.content());
                    service.received(Arrays.copyOfRange(framed, PREFIX, framed.length), answer);
                }
                ReferenceCountUtil.release(frame);
            }
        });
        client = CompletableFuture.supplyAsync(() -> GrpcClient.over(this, loop), loop).join();
    }

    public GrpcClient client() {
        return client;
    }

    /** Bytes that it has sent so far. */
    long sent() {
        return sent;
    }

    /** Sends bytes that are no frames of HTTP/2. */
    void sendRaw(byte[] bytes) {
        loop.execute(() -> receiver.received(ByteBuffer.wrap(bytes)));
    }

    void goAway() {
        loop.execute(() -> receiver.closed());
    }

    /** Waits until all that was begun on the loop is done. */
    void settle() {
        for (int turn = 0; turn < 10; turn++) {
            CompletableFuture.runAsync(() -> { }, loop).join();
        }
    }

    @Override
    public void receive(Receiver by) {
        receiver = by;
        loop.execute(this::pump);
    }

    @Override
    public void write(byte[] bytes, Runnable written) {
        loop.execute(() -> {
            peer.writeInbound(Unpooled.wrappedBuffer(bytes));
            written.run();
            pump();
        });
    }

    private void pump() {
        peer.flushOutbound();
        for (ByteBuf out = peer.readOutbound(); out != null; out = peer.readOutbound()) {
            byte[] bytes = ByteBufUtil.getBytes(out);
            out.release();
            sent += bytes.length;
            receiver.received(ByteBuffer.wrap(bytes));
        }
    }

    @Override
    public void end() {}

    @Override
    public void close() {
        loop.shutdown();
    }
}
