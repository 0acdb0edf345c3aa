package dev.berth.daemon.http;

import io.netty.channel.EventLoopGroup;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.EpollTransport;
import java.util.concurrent.ThreadFactory;

/** The one thread that accepts, reads and writes all connections; what blocks is done by {@link Workers}. */
public final class EventLoop {
    private EventLoop() {}

    /** @throws IllegalStateException when there is no epoll */
    public static Vertx start() {
        OneThread transport = new OneThread();
        if (!transport.isAvailable()) {
            throw new IllegalStateException("the native epoll transport, which unix sockets need, cannot be loaded", transport.unavailabilityCause());
        }
        VertxOptions options = new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1);
        return new VertxBuilder(options).findTransport(transport).init().vertx();
    }

    /**
     * Vert.x has a thread for accepting alone, which takes whatever comes: faster than connections can be served or closed, until there are no descriptors and no memory. One thread for
     * both accepts the next when it has done with the last.
     */
    private static final class OneThread extends EpollTransport {
        private EventLoopGroup group;

        @Override
        public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
            if (group == null) {
                group = super.eventLoopGroup(IO_EVENT_LOOP_GROUP, 1, factory, ioRatio);
            }
            return group;
        }
    }
}
