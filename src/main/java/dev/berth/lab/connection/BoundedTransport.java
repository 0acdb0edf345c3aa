package dev.berth.lab.connection;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;

/** Vert.x' own transport, whose servers take each connection to {@link Connections} first, and whose clients read a little at a time. */
final class BoundedTransport implements Transport {

    /** How much is read at once: what is under way to us waits in the socket, which is the kernel's memory and its client's share of it. */
    private static final int MOST_READ_BYTES = 4 << 10;

    /** A file is read on when less than this waits for its client. */
    private static final WriteBufferWaterMark UNREAD_BYTES = new WriteBufferWaterMark(8 << 10, 16 << 10);

    private final Transport own;
    private final Connections connections;

    BoundedTransport(Transport own, Connections connections) {
        this.own = own;
        this.connections = connections;
    }

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        own.configure(options, domainSocket, bootstrap);
        if (domainSocket) { // what listens there is no browser's
            return;
        }
        bootstrap.handler(new Accepting(connections))
                .childOption(ChannelOption.RCVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(512, 1024, MOST_READ_BYTES))
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD_BYTES);
    }

    /** Stands at the socket that listens. */
    private static final class Accepting extends ChannelInboundHandlerAdapter {

        private final Connections connections;

        Accepting(Connections connections) {
            this.connections = connections;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            Channel accepted = (Channel) message;
            Connection connection = new Connection(connections, accepted);
            if (connections.accept(connection)) {
                accepted.closeFuture().addListener(closed -> connections.closed(connection));
                accepted.pipeline().addFirst(connection);
                context.fireChannelRead(accepted);
            } else {
                accepted.unsafe().closeForcibly();
            }
        }
    }

    @Override
    public boolean supportsDomainSockets() {
        return own.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
        return own.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
        return own.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
        return own.unavailabilityCause();
    }

    @Override
    public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
        return own.convert(address);
    }

    @Override
    public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
        return own.convert(address);
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory threadFactory, int ioRatio) {
        return own.eventLoopGroup(type, threads, threadFactory, ioRatio);
    }

    @Override
    public DatagramChannel datagramChannel() {
        return own.datagramChannel();
    }

    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return own.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return own.channelFactory(domainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return own.serverChannelFactory(domainSocket);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
        own.configure(channel, options);
    }

    @Override
    public void configure(ClientOptionsBase options, boolean domainSocket, Bootstrap bootstrap) {
        own.configure(options, domainSocket, bootstrap);
        if (!domainSocket) { // a student's server, which may send without end
            bootstrap.option(ChannelOption.RCVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(512, 1024, MOST_READ_BYTES))
                    .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD_BYTES);
        }
    }
}
