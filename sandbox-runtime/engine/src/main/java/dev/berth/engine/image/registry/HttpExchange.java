package dev.berth.engine.image.registry;

import dev.berth.engine.work.BlockInput;
import dev.berth.runtime.kernel.InternetSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;

/**
 * One request and its answer, on a connection of its own. Calls block, each for a bounded time and all together for one that grows with what is moved, and read no more than they were asked for. Used by one thread, but closed by any.
 */
final class HttpExchange implements AutoCloseable {
    /** In which something of an answer has to come, or of a request to go. */
    private static final long PATIENCE_SECONDS = 30;

    /** Bytes a second, of both directions together and on average, that whoever answers has to keep up with, so that no thread is its for ever. */
    private static final int LEAST_PACE = 1024;

    private static final int LONGEST_LINE = 8 * 1024;
    private static final int LONGEST_HEADERS = 32 * 1024;
    private static final int PIECE_BYTES = 64 * 1024;
    private static final int INFORMATIONAL = 199;

    /** Nothing follows. */
    private static final Object END = new Object();

    private final Channel channel;
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private Optional<ByteBuf> current = Optional.empty();
    private boolean over;
    private final long end;
    private long moved;

    private HttpExchange(Channel channel, Duration leeway) {
        this.channel = channel;
        this.end = System.nanoTime() + leeway.toNanos();
    }

    /** @param socket taken over. @param leeway time beyond what the bytes take at the slowest pace. @param tls absent: plain. @throws ConnectException when nobody listens there */
    static HttpExchange open(EventLoopGroup loop, InternetSocket socket, Duration leeway, Optional<SslContext> tls, boolean verified, String host, int port) throws ConnectException {
        EpollSocketChannel channel = new EpollSocketChannel(socket.release());
        if (!channel.isActive()) { // it has failed between the call and this
            channel.unsafe().closeForcibly();
            throw new ConnectException("Connection refused");
        }
        channel.config().setAllocator(UnpooledByteBufAllocator.DEFAULT).setAutoRead(false).setRecvByteBufAllocator(new FixedRecvByteBufAllocator(PIECE_BYTES));
        channel.config().setOption(ChannelOption.MAX_MESSAGES_PER_WRITE, 1);
        HttpExchange exchange = new HttpExchange(channel, leeway);
        tls.ifPresent(context -> channel.pipeline().addLast(encrypting(context.newHandler(channel.alloc(), host, port), verified)));
        channel.pipeline().addLast(new HttpClientCodec(LONGEST_LINE, LONGEST_HEADERS, PIECE_BYTES), exchange.new Arrivals());
        loop.register(channel);
        return exchange;
    }

    private static SslHandler encrypting(SslHandler handler, boolean verified) {
        if (verified) {
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            handler.engine().setSSLParameters(parameters);
        }
        return handler;
    }

    private final class Arrivals extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            arrived.add(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            arrived.add(END);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            arrived.add(cause);
            context.close();
        }
    }

    /** Sends the head of a request, or all of one without a body. */
    void send(HttpRequest request) throws IOException {
        await(channel.writeAndFlush(request));
    }

    /** What follows the head, in pieces, until {@link #endBody}. */
    OutputStream body() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int done = 0; done < length; done += PIECE_BYTES) {
                    int piece = Math.min(PIECE_BYTES, length - done);
                    await(channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes, offset + done, piece))));
                    moved += piece;
                }
            }
        };
    }

    /** A server that knows how much comes may have answered, and closed the connection. */
    void endBody() {
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private long patience() {
        return Math.min(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS), end + TimeUnit.SECONDS.toNanos(moved / LEAST_PACE) - System.nanoTime());
    }

    private void await(ChannelFuture sent) throws IOException {
        try {
            if (!sent.await(patience(), TimeUnit.NANOSECONDS)) {
                throw new InterruptedIOException("i/o timeout");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        if (!sent.isSuccess()) {
            throw sent.cause() instanceof IOException failure ? failure : new IOException(sent.cause().getMessage(), sent.cause());
        }
    }

    /** The head of the answer. */
    HttpResponse response() throws IOException {
        while (true) {
            Object next = take();
            if (next instanceof HttpResponse response) {
                if (response.decoderResult().isFailure()) {
                    throw new IOException("malformed HTTP response: " + response.decoderResult().cause().getMessage());
                }
                if (response.status().code() > INFORMATIONAL) {
                    keep(response);
                    return response;
                }
            }
            ReferenceCountUtil.release(next);
        }
    }

    /** The rest of the answer. */
    InputStream content() {
        return new BlockInput() {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                while (current.isEmpty() || !current.get().isReadable()) {
                    release();
                    if (over) {
                        return -1;
                    }
                    keep(take());
                }
                int count = Math.min(length, current.get().readableBytes());
                current.get().readBytes(bytes, offset, count);
                return count;
            }
        };
    }

    private void keep(Object message) throws IOException {
        if (message instanceof HttpContent content) {
            current = Optional.of(content.content());
            moved += content.content().readableBytes();
            if (content.decoderResult().isFailure()) {
                throw new IOException("malformed HTTP response: " + content.decoderResult().cause().getMessage());
            }
        }
        over |= message instanceof LastHttpContent;
    }

    private void release() {
        current.ifPresent(ByteBuf::release);
        current = Optional.empty();
    }

    private Object take() throws IOException {
        Object next = arrived.poll();
        if (next == null) {
            channel.read();
            next = await();
        }
        if (next == END) {
            arrived.add(END); // also for who asks again
            throw new EOFException("unexpected EOF");
        }
        if (next instanceof Throwable failure) {
            throw failure instanceof IOException broken ? broken : new IOException(failure.getMessage(), failure);
        }
        return next;
    }

    private Object await() throws IOException {
        try {
            return Optional.ofNullable(arrived.poll(patience(), TimeUnit.NANOSECONDS)).orElseThrow(() -> new InterruptedIOException("i/o timeout"));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Breaks the connection; whoever waits for it hears so. */
    void abort() {
        channel.close();
    }

    /** By the thread that uses it. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
        release();
        for (Object left = arrived.poll(); left != null; left = arrived.poll()) {
            ReferenceCountUtil.release(left);
        }
    }
}
