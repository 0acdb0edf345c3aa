package dev.berth.daemon.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * A connection taken out of HTTP: bytes both ways, each direction ended on its own. Vert.x gives its connections away only after CONNECT or GET, and Docker's
 * clients POST; so this class reaches for the channel below Vert.x and puts a handler of its own in the place of HTTP's. Used on the event loop only.
 */
public final class HijackedConnection implements ClientConnection {
    private static final int PROBE_SECONDS = 2;

    /** How long a client may take to close its end after ours. */
    private static final int FAREWELL_SECONDS = 5;

    /** See socket(7) and the kernel's sock_diag.h: nine numbers about the memory of a socket, the third of which is what its other end has not read. */
    private static final RawUnixChannelOption MEMORY_USE = new RawUnixChannelOption("SO_MEMINFO", 1, 55, 9 * Integer.BYTES);
    private static final int WRITTEN_AND_UNREAD = 2;

    /** How long output waits for a client that does not read the head. */
    private static final int HEAD_PATIENCE_SECONDS = 10;

    private static final long FIRST_LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LONGEST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final String UPGRADED = "HTTP/1.1 101 UPGRADED\r\n"
            + "Content-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
    static final String TO_HTTP2 = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";
    private static final String PLAIN = "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n";

    private final Channel channel;
    private final Context context;
    private final Queue<ByteBuf> arrived = new ArrayDeque<>();
    /** Writes that wait until the client has read the head of the answer; empty once it has. */
    private Optional<Queue<Runnable>> afterHead = Optional.of(new ArrayDeque<>());
    private Receiver receiver;
    private boolean taking;
    private boolean inputEnded;
    private boolean endTold;
    private boolean ending;
    private boolean farewellSaid;

    private HijackedConnection(Channel channel, Context context) {
        this.channel = channel;
        this.context = context;
    }

    static HijackedConnection take(HttpServerRequest request, Context context, Runnable released) {
        return take(request, context, released, "tcp".equalsIgnoreCase(request.getHeader("Upgrade")) ? UPGRADED : PLAIN);
    }

    /** @param head of the answer */
    static HijackedConnection take(HttpServerRequest request, Context context, Runnable released, String head) {
        Channel channel = ((ConnectionBase) request.connection()).channelHandlerContext().channel();
        HijackedConnection connection = new HijackedConnection(channel, context);
        channel.config().setAutoRead(false);
        // Without it the first half-close, which the docker CLI sends at once when it has no input, closes the whole connection.
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.replace("handler", "handler", connection.new Inbound());
        pipeline.remove(UnreadAnswers.class);
        GatheredWrites.end(channel);
        pipeline.remove("httpDecoder");
        pipeline.remove("httpEncoder");
        channel.closeFuture().addListener(closed -> released.run());
        connection.writeHead(head);
        return connection;
    }

    /**
     * Nothing follows the head before the client has read it. docker-py reads the head through a buffer and the rest from the socket itself: what comes in one read with the head is lost to
     * it.
     */
    private void writeHead(String head) {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(HEAD_PATIENCE_SECONDS);
        channel.writeAndFlush(Unpooled.copiedBuffer(head, StandardCharsets.US_ASCII)).addListener(sent -> awaitHeadRead(FIRST_LOOK_NANOS, patience));
    }

    private void awaitHeadRead(long nanos, long until) {
        if (channel.isOpen() && unreadByClient() > 0 && System.nanoTime() < until) {
            channel.eventLoop().schedule(() -> awaitHeadRead(Math.min(2 * nanos, LONGEST_LOOK_NANOS), until), nanos, TimeUnit.NANOSECONDS);
            return;
        }
        Queue<Runnable> waiting = afterHead.orElseThrow();
        afterHead = Optional.empty();
        waiting.forEach(Runnable::run);
    }

    /** What the kernel holds of our bytes for the client, with what it takes to hold them. */
    private int unreadByClient() {
        return channel.config().getOption(MEMORY_USE).order(ByteOrder.nativeOrder()).getInt(WRITTEN_AND_UNREAD * Integer.BYTES);
    }

    private void onceHeadIsRead(Runnable write) {
        afterHead.ifPresentOrElse(waiting -> waiting.add(write), write);
    }

    @Override
    public void receive(Receiver by) {
        receiver = by;
        channel.closeFuture().addListener(closed -> {
            arrived.forEach(ReferenceCountUtil::release);
            arrived.clear();
            by.closed();
        });
        takeNext();
    }

    @Override
    public void write(byte[] bytes, Runnable written) {
        onceHeadIsRead(() -> channel.writeAndFlush(Unpooled.wrappedBuffer(bytes)).addListener(done -> written.run()));
    }

    /** Closing while something that the client has sent lies unread would be a reset, and take from the client what it has not read: so the rest is read first. */
    @Override
    public void end() {
        ending = true;
        arrived.forEach(ReferenceCountUtil::release);
        arrived.clear();
        onceHeadIsRead(() -> channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> sayFarewell()));
    }

    private void sayFarewell() {
        farewellSaid = true;
        if (inputEnded) {
            channel.close();
        } else {
            ((DuplexChannel) channel).shutdownOutput();
            channel.eventLoop().schedule(() -> channel.close(), FAREWELL_SECONDS, TimeUnit.SECONDS);
            channel.config().setAutoRead(true);
        }
    }

    private void takeNext() {
        if (taking || ending || receiver == null || !channel.isOpen()) {
            return;
        }
        ByteBuf next = arrived.poll();
        if (next == null) {
            if (!inputEnded) {
                channel.read();
            } else if (!endTold) {
                endTold = true;
                receiver.inputEnded();
                probe();
            }
            return;
        }
        byte[] bytes = new byte[next.readableBytes()];
        next.readBytes(bytes);
        next.release();
        taking = true;
        receiver.received(ByteBuffer.wrap(bytes)).whenComplete((done, failure) -> context.runOnContext(now -> {
            taking = false;
            takeNext();
        }));
    }

    /**
     * After the client's half-close epoll does not tell that it has gone for good; a write of nothing does: it fails with EPIPE. Without it, clients that were
     * killed would keep their sessions until the process says something.
     */
    private void probe() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            ((UnixChannel) channel).fd().write(ByteBuffer.allocateDirect(1), 0, 0);
        } catch (IOException gone) {
            channel.close();
            return;
        }
        channel.eventLoop().schedule(this::probe, PROBE_SECONDS, TimeUnit.SECONDS);
    }

    /** Netty's side. When the peer's half-close is seen, the rest is read whatever autoRead says; it is at most the kernel's buffer, and waits in {@code arrived}. */
    private final class Inbound extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext unused, Object message) {
            if (!ending && message instanceof ByteBuf bytes && bytes.isReadable()) {
                arrived.add(bytes);
                takeNext();
            } else {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext unused) {
            takeNext();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext unused, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                inputEnded = true;
                if (farewellSaid) {
                    channel.close();
                } else {
                    takeNext();
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext unused, Throwable failure) {
            channel.close();
        }
    }
}
