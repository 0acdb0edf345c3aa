package dev.berth.daemon.grpc;

import dev.berth.daemon.http.ClientConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls what a client serves on a connection of its own by HTTP/2, whose client is the engine. Frames, compressed headers and flow control are Netty's, in a channel that has no transport:
 * bytes go in and out on the event loop. What the client sends is bounded by HTTP/2's window for the whole connection, 64 KiB, until somebody has taken it.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP/2</a>
 */
public final class GrpcClient implements ClientConnection.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcClient.class);
    private static final int LONGEST_HEADERS = 16 * 1024;
    private static final int MOST_CALLS = 16;
    /** Of answers to what the client sends, such as pings: while it does not read them, nothing of it is read. */
    private static final int MOST_UNREAD = 64 * 1024;
    /** What a write takes beside its bytes. */
    private static final int WRITE_BYTES = 1024;
    private static final int PREFIX = 5;
    private static final int MOST_RESETS = 100;
    private static final int SECONDS = 30;

    private final ClientConnection connection;
    private final Executor loop;
    private final Http2FrameCodec codec = Http2FrameCodecBuilder.forClient()
            .initialSettings(Http2Settings.defaultSettings().pushEnabled(false).maxHeaderListSize(LONGEST_HEADERS))
            .decoderEnforceMaxRstFramesPerWindow(MOST_RESETS, SECONDS)
            .gracefulShutdownTimeoutMillis(0)
            .build();
    private final Frames frames = new Frames();
    private final EmbeddedChannel channel = new EmbeddedChannel(codec, frames);
    private final Map<Http2FrameStream, Call> calls = new IdentityHashMap<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
    private int unread;
    /** What follows is not read: Netty itself would wait for calls that are under way. */
    private boolean broken;
    private boolean ended;

    private GrpcClient(ClientConnection connection, Executor loop) {
        this.connection = connection;
        this.loop = loop;
    }

    /** Called on the event loop. @param loop runs what it gets there, in order */
    public static GrpcClient over(ClientConnection connection, Executor loop) {
        GrpcClient client = new GrpcClient(connection, loop);
        client.drive(() -> { });
        connection.receive(client);
        return client;
    }

    /** What is heard of a call, on the event loop. */
    interface Listener {

        /** Before anything else. */
        void begun(Call call);

        /** @param window bytes that are given back by {@link Call#taken} once these are not kept any more */
        void received(byte[] bytes, int window);

        /** The last. @param failure null: it has ended well */
        void ended(IOException failure);
    }

    /** Completes when the connection is gone. */
    public CompletionStage<Void> gone() {
        return gone;
    }

    /** May be called from any thread. */
    public void close() {
        loop.execute(this::end);
    }

    /** Begins a call in which messages go both ways. @param headers name and value, one after the other. @param most bytes of one message that comes */
    public GrpcStream stream(String method, List<String> headers, int most) {
        GrpcStream stream = new GrpcStream(most);
        call(method, headers, stream);
        return stream;
    }

    /** One message there, one back. @param most bytes of that. @return fails with {@link GrpcException} */
    public CompletionStage<byte[]> unary(String method, byte[] message, int most) {
        SingleAnswer answer = new SingleAnswer(most);
        Call call = call(method, List.of(), answer);
        call.send(message);
        call.finish();
        return answer.message();
    }

    private Call call(String method, List<String> headers, Listener listener) {
        Call call = new Call(listener);
        listener.begun(call);
        loop.execute(() -> call.open(method, headers));
        return call;
    }

    /** One call. May be used from any thread. */
    final class Call {
        private final Listener listener;
        private Http2FrameStream stream;
        private boolean over;

        Call(Listener listener) {
            this.listener = listener;
        }

        private void open(String method, List<String> headers) {
            if (ended || calls.size() == MOST_CALLS) {
                over(new IOException(ended ? "the client went away" : "more than " + MOST_CALLS + " calls at a time"));
                return;
            }
            stream = frames.newStream();
            calls.put(stream, this);
            Http2Headers head = new DefaultHttp2Headers().method("POST").scheme("http").path(method).authority("localhost");
            head.add("content-type", "application/grpc").add("te", "trailers").add("user-agent", "berth");
            for (int at = 0; at < headers.size(); at += 2) {
                head.add(headers.get(at), headers.get(at + 1));
            }
            write(new DefaultHttp2HeadersFrame(head, false));
        }

        private void write(Http2StreamFrame frame) {
            if (stream != null && !over) {
                drive(() -> channel.writeOneOutbound(frame.stream(stream)));
            } else {
                ReferenceCountUtil.release(frame);
            }
        }

        void send(byte[] message) {
            ByteBuffer framed = ByteBuffer.allocate(PREFIX + message.length).put((byte) 0).putInt(message.length).put(message).flip();
            loop.execute(() -> write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(framed))));
        }

        /** Nothing more is sent. */
        void finish() {
            loop.execute(() -> write(new DefaultHttp2DataFrame(true)));
        }

        /** The client may send as much again. */
        void taken(int bytes) {
            loop.execute(() -> write(new DefaultHttp2WindowUpdateFrame(bytes)));
        }

        void cancel() {
            loop.execute(() -> {
                write(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
                over(new IOException("the call was ended"));
            });
        }

        private void over(IOException failure) {
            if (!over) {
                over = true;
                calls.remove(stream);
                listener.ended(failure);
            }
        }

        private void headers(Http2Headers headers, boolean last) {
            CharSequence status = headers.status();
            if (status != null && !status.toString().equals("200")) {
                write(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
                over(new IOException("the client answers " + status));
            } else if (last) {
                CharSequence code = headers.get("grpc-status");
                CharSequence message = headers.get("grpc-message");
                over(code != null && code.toString().equals("0") ? null : new GrpcException(code, message));
            }
        }

        private void data(Http2DataFrame data) {
            listener.received(ByteBufUtil.getBytes(data.content()), data.initialFlowControlledBytes());
            if (data.isEndStream()) {
                over(new IOException("the client's answer has no end"));
            }
        }
    }

    /** Everything that Netty's channel does happens in here. What it sends is written in one: of small answers, each would take more memory than it has bytes. */
    private void drive(Runnable work) {
        if (ended) {
            return;
        }
        try {
            work.run();
            channel.runPendingTasks();
            channel.flushOutbound();
            channel.checkException();
        } catch (Exception failure) { // Netty's channel throws checked ones too, without a word about it
            LOG.debug("a session of a client breaks", failure);
            broken = true;
        }
        drain();
        if (broken || !channel.isOpen()) {
            end();
        }
    }

    private void drain() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.writeBytes(ByteBufUtil.getBytes(out));
            out.release();
        }
        if (all.size() > 0) {
            int taken = all.size() + WRITE_BYTES;
            unread += taken;
            connection.write(all.toByteArray(), () -> written(taken));
        }
    }

    private void written(int bytes) {
        unread -= bytes;
        if (unread <= MOST_UNREAD) {
            reading.complete(null);
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            channel.finishAndReleaseAll();
        } catch (Exception alreadyBroken) {
            LOG.debug("a session of a client ends with a mistake", alreadyBroken);
        }
        connection.end();
        reading.complete(null);
        new ArrayList<>(calls.values()).forEach(call -> call.over(new IOException("the client went away")));
        gone.complete(null);
    }

    @Override
    public CompletionStage<Void> received(ByteBuffer bytes) {
        drive(() -> channel.writeInbound(Unpooled.wrappedBuffer(bytes)));
        if (!ended && unread > MOST_UNREAD) {
            reading = new CompletableFuture<>();
        }
        return reading;
    }

    @Override
    public void inputEnded() {
        end();
    }

    @Override
    public void closed() {
        end();
    }

    /** What Netty has read. */
    private final class Frames extends Http2ChannelDuplexHandler {

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            try {
                if (frame instanceof Http2GoAwayFrame) {
                    broken = true;
                } else if (frame instanceof Http2StreamFrame part && calls.containsKey(part.stream())) {
                    heard(calls.get(part.stream()), part);
                }
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }

        private void heard(Call call, Http2StreamFrame frame) {
            if (frame instanceof Http2HeadersFrame headers) {
                call.headers(headers.headers(), headers.isEndStream());
            } else if (frame instanceof Http2DataFrame data) {
                call.data(data);
            } else if (frame instanceof Http2ResetFrame) {
                call.over(new IOException("the client has ended the call"));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            if (failure instanceof Http2FrameStreamException ofStream && calls.containsKey(ofStream.stream())) {
                calls.get(ofStream.stream()).over(new IOException("a call to the client failed: " + failure.getMessage(), failure));
            } else {
                broken = true;
            }
        }
    }
}
