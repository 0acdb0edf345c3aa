package dev.berth.lab.page;

import io.netty.util.concurrent.EventExecutorGroup;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Event streams and WebSockets of pages. They have to end before the lab does: Quarkus ends what their handlers need before it ends connections, and prints a stack for each. Thread safe. */
@Singleton
public final class OpenPages implements HttpServerOptionsCustomizer {

    /** A browser that does not answer when its WebSocket is closed, since its computer sleeps or its network is gone, is not waited for. */
    private static final int CLOSING_SECONDS = 1;

    /** More than a page that does not answer is given. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** The close of a socket is a task of its loop that has its handler run by another one. */
    private static final int TASKS_OF_A_CLOSE = 3;

    private final EventExecutorGroup loops;
    private final Set<Runnable> pages = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    @Inject
    OpenPages(Vertx vertx) {
        this.loops = vertx.nettyEventLoopGroup();
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setWebSocketClosingTimeout(CLOSING_SECONDS);
    }

    /** @param end ends an event stream or a WebSocket; called at once when all have ended */
    void opened(Runnable end) {
        pages.add(end);
        if (ended) {
            end.run();
        }
    }

    void closed(Runnable end) {
        pages.remove(end);
    }

    /** Returns when all are closed, or after some seconds. */
    void end() {
        ended = true;
        pages.forEach(Runnable::run);
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (!pages.isEmpty() && System.nanoTime() < limit) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        for (int task = 0; task < TASKS_OF_A_CLOSE; task++) {
            loops.forEach(loop -> loop.submit(() -> { }).awaitUninterruptibly(LIMIT.toMillis()));
        }
    }
}
