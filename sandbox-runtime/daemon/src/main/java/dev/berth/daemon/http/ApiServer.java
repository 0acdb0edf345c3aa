package dev.berth.daemon.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one unix socket. Closing it ends its connections and removes the socket's file. */
public final class ApiServer {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int LONGEST_HEADERS = 16 * 1024;
    /** As much as Netty reads at a time: each part of a content costs a way from the event loop to a worker and back. */
    private static final int LARGEST_PART = 64 * 1024;

    private final Vertx vertx;
    private final SocketFile file;
    private final Router router;
    private final Executor turns;
    private final Connections connections;
    private final HttpServer server;
    private final long look;

    private ApiServer(Vertx vertx, SocketFile file, Router router, ConnectionLimits limits, Executor turns) {
        this.vertx = vertx;
        this.file = file;
        this.router = router;
        this.turns = turns;
        connections = new Connections(limits, turns);
        server = vertx.createHttpServer(new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LONGEST_HEADERS)
                .setMaxChunkSize(LARGEST_PART)
                .setHandle100ContinueAutomatically(true));
        server.connectionHandler(connections::opened);
        server.requestHandler(this::handle);
        server.invalidRequestHandler(request -> MalformedRequest.unread(request).answer(request));
        server.exceptionHandler(failure -> LOG.debug("a connection of {} broke", file.path(), failure));
        look = vertx.setPeriodic(limits.look().toMillis(), tick -> connections.closeOverdue(Instant.now()));
    }

    /** @param turns when the event loop has time for the clients of this socket; @return completes when they can connect */
    public static Future<ApiServer> open(Vertx vertx, SocketFile file, Router router, ConnectionLimits limits, Executor turns) {
        try {
            file.clear();
        } catch (IOException failed) {
            return Future.failedFuture(new UncheckedIOException("cannot make way for socket \"" + file.path() + "\"", failed));
        }
        ApiServer api = new ApiServer(vertx, file, router, limits, turns);
        return api.server.listen(SocketAddress.domainSocketAddress(file.unfinished().toString())).map(listening -> {
            try {
                file.publish();
            } catch (IOException failed) {
                api.close();
                throw new UncheckedIOException("cannot give socket \"" + file.path() + "\" to its users", failed);
            }
            return api;
        });
    }

    /** Its connection reads the next request when this one is answered: so who asks without end is held up by its turns. */
    private void handle(HttpServerRequest request) {
        Context context = vertx.getOrCreateContext();
        Executor inTurn = LoopTurns.within(context, turns);
        request.pause();
        inTurn.execute(() -> {
            if (!request.response().closed()) {
                router.handle(request, context, inTurn, connections);
            }
        });
    }

    public Future<Void> close() {
        vertx.cancelTimer(look);
        try {
            file.remove();
        } catch (IOException failed) {
            LOG.warn("socket \"{}\" could not be removed", file.path(), failed);
        }
        // On the thread that accepts, so that nobody is accepted whom this server does not serve any more.
        return Future.future(closed -> vertx.runOnContext(now -> server.close().onComplete(closed)));
    }
}
