package dev.berth.lab.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * One client's connection, next to the socket. It reads only while it is the client's turn ({@link Turns}) and decodes one message at a time, so that a client which sends on and on
 * fills its own socket and nothing of ours. A client that lets us wait too long for the rest of a request, or does not read, is let go. Used on its event loop.
 */
final class Connection extends ChannelDuplexHandler {

    /** More than any browser's request has with a proxy's additions. Each line costs many times its length in memory. */
    private static final int MOST_LINES = 200;

    /** What a line of a request's head takes in memory beside its bytes. */
    private static final int BYTES_OF_A_LINE = 200;

    /** What still comes from a client that has hung up is read at once, whoever's turn it is. */
    private static final int MOST_HELD_BYTES = 64 << 10;

    private static final long REQUEST_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long UNREAD_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(75);

    /** Between a browser and a student's server nothing may move for so long. */
    private static final long PASSING_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long CHECK_SECONDS = 5;

    private static final String VERTX = "handler";
    private static final ByteBuf TOO_LARGE = Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(
            "HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", StandardCharsets.US_ASCII));

    private final Connections all;
    private final Channel channel;
    private final InetAddress address;
    private final Turns turns = new Turns(this);
    private final Queue<ByteBuf> held = new ArrayDeque<>(1);
    private volatile boolean letGo;
    private volatile ChannelHandlerContext context;
    private boolean feeding;
    private boolean decoded;
    private boolean passing;
    private boolean tunnel;
    private int heldBytes;
    private int lines;
    private long intake;
    private long unread;
    private long written;
    private long seenProgress;
    private long since;
    private long weight;

    Connection(Connections all, Channel channel) {
        this.all = all;
        this.channel = channel;
        this.address = channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : InetAddress.getLoopbackAddress();
    }

    InetAddress address() {
        return address;
    }

    /** Of {@link Connections}, which guards it. */
    long weight() {
        return weight;
    }

    void addWeight(long change) {
        weight += change;
    }

    /** Ends it, from any thread. Vert.x is not asked: it would wait until all that it has written is read. */
    void letGo() {
        letGo = true;
        ChannelHandlerContext now = context;
        if (now != null) {
            now.executor().execute(now::close);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
        if (letGo || active.pipeline().get(VERTX) == null) { // the other case: the lab ends
            active.close();
            return;
        }
        active.pipeline().addBefore(VERTX, null, turns);
        decodeOneByOne();
        since = System.nanoTime();
        checkLater();
        active.fireChannelActive();
    }

    /** The decoder of HTTP, or of frames, hands on one message for what it is fed, and keeps the rest. */
    void decodeOneByOne() {
        context.pipeline().forEach(each -> {
            if (each.getValue() instanceof ByteToMessageDecoder decoder) {
                decoder.setSingleDecode(true);
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ours, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (tunnel) {
            since = System.nanoTime();
            ours.fireChannelRead(bytes);
        } else if (turns.hasEnded()) {
            bytes.release();
        } else if (!count(bytes)) {
            bytes.release();
            turns.end();
            ours.writeAndFlush(TOO_LARGE.duplicate()).addListener(sent -> ours.close());
        } else if (turns.isOpen() && !feeding && held.isEmpty()) {
            feed(bytes);
        } else {
            hold(bytes);
        }
    }

    /** @return whether a request's head may be as large */
    private boolean count(ByteBuf bytes) {
        if (passing && !turns.awaitsHead()) { // it is on its way to somebody else
            since = System.nanoTime();
            return true;
        }
        int size = bytes.readableBytes();
        int more = turns.awaitsHead() ? lines(bytes) : 0;
        lines += more;
        if (intake == 0 && unread == 0) {
            since = System.nanoTime();
        }
        intake += size + (long) more * BYTES_OF_A_LINE;
        weigh(size + (long) more * BYTES_OF_A_LINE);
        return lines <= MOST_LINES;
    }

    private static int lines(ByteBuf bytes) {
        int lines = 0;
        int from = bytes.readerIndex();
        for (int at = bytes.indexOf(from, bytes.writerIndex(), (byte) '\n'); at >= 0; at = bytes.indexOf(at + 1, bytes.writerIndex(), (byte) '\n')) {
            lines++;
        }
        return lines;
    }

    private void hold(ByteBuf bytes) {
        heldBytes += bytes.readableBytes();
        if (heldBytes > MOST_HELD_BYTES) {
            bytes.release();
            context.close();
        } else {
            held.add(bytes);
        }
    }

    private void feed(ByteBuf first) {
        feeding = true;
        for (ByteBuf next = first; next != null; next = next()) {
            decoded = false;
            context.fireChannelRead(next);
        }
        feeding = false;
        if (!turns.isOpen()) {
            channel.config().setAutoRead(false);
        }
    }

    /** What the decoder has left over after a message, or what came meanwhile. */
    private ByteBuf next() {
        if (!turns.isOpen()) {
            return null;
        }
        if (decoded) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf next = held.poll();
        heldBytes -= next == null ? 0 : next.readableBytes();
        return next;
    }

    /** The decoder has handed on a message. */
    void decoded() {
        decoded = true;
    }

    /** The rest of the request goes on to somebody else as it comes. */
    void passOn() {
        passing = true;
    }

    /** From now on all bytes go through, both ways. What came meanwhile follows once the codec is gone. */
    void tunnel() {
        passing = true;
        tunnel = true;
        all.changed(this, false);
        weigh(-forgetIntake());
        context.executor().execute(() -> {
            for (ByteBuf next = held.poll(); next != null; next = held.poll()) {
                context.fireChannelRead(next);
            }
            channel.config().setAutoRead(true);
        });
    }

    /** A request is here and waits for its answer. */
    void asked() {
        all.changed(this, false);
        weigh(0);
    }

    /** A WebSocket was told that it is over; one whose client does not end it makes room first. */
    void parted() {
        all.changed(this, true);
    }

    /** A request's head is here, and so its lines are counted no more. */
    void headCame() {
        lines = 0;
    }

    /** What was asked has been answered, or a frame been dealt with: the client's turn has come again. */
    void answered(boolean awaitsRequest) {
        long forgotten = forgetIntake();
        passing = false;
        since = System.nanoTime();
        all.changed(this, awaitsRequest);
        weigh(-forgotten);
        if (!feeding && channel.isActive()) {
            feed(Unpooled.EMPTY_BUFFER);
            context.fireChannelReadComplete();
            if (turns.isOpen()) {
                channel.config().setAutoRead(true);
            }
        }
    }

    /** @return how much it was */
    private long forgetIntake() {
        long forgotten = intake;
        intake = 0;
        return forgotten;
    }

    /** A piece of a body has been dealt with, and its client sends on. */
    void taken(int bytes) {
        long forgotten = Math.min(bytes, intake);
        intake -= forgotten;
        since = System.nanoTime();
        all.progressed(this, -forgotten);
    }

    /** Vert.x reads on whenever it has room; here it waits for the client's turn. */
    @Override
    public void read(ChannelHandlerContext ours) {
        if (turns.isOpen()) {
            ours.read();
        } else {
            channel.config().setAutoRead(false);
        }
    }

    @Override
    public void write(ChannelHandlerContext ours, Object message, ChannelPromise promise) {
        int size = message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        if (size == 0) {
            ours.write(message, promise);
            return;
        }
        if (unread == 0) {
            since = System.nanoTime();
        }
        unread += size;
        weigh(size);
        ours.write(message, promise.unvoid().addListener(done -> {
            unread -= size;
            written += size;
            weigh(-size);
        }));
    }

    private void weigh(long change) {
        all.weighs(this, change, unread > 0 || intake > 0 && turns.isOpen());
    }

    private void checkLater() {
        context.executor().schedule(this::check, CHECK_SECONDS, TimeUnit.SECONDS);
    }

    private void check() {
        if (!channel.isActive()) {
            return;
        }
        long now = System.nanoTime();
        if (unread > 0) {
            ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
            long progress = written + (waiting == null ? 0 : waiting.currentProgress());
            if (progress != seenProgress) {
                seenProgress = progress;
                since = now;
            }
        }
        if (now - since > patience()) {
            context.close();
        } else {
            checkLater();
        }
    }

    private long patience() {
        if (unread > 0) {
            return UNREAD_NANOS;
        }
        if (passing) {
            return PASSING_NANOS;
        }
        if (!turns.awaitsRequest()) {
            return Long.MAX_VALUE;
        }
        return intake > 0 ? REQUEST_NANOS : IDLE_NANOS;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ours) {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
        ours.fireChannelInactive();
    }
}
