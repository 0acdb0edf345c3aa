package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.daemon.http.ApiServer;
import dev.berth.daemon.http.ConnectionLimits;
import dev.berth.daemon.http.EventLoop;
import dev.berth.daemon.http.LoopTurns;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.SocketFile;
import dev.berth.engine.work.WorkOwner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come the moment a socket is there, as whoever waits for an engine does. */
@Timeout(60)
class EarlyClientsTest {
    private static final int ROUNDS = 200;
    private static final int LIMIT_SECONDS = 20;

    @TempDir
    Path folder;

    @Test
    void whoFindsTheSocketIsAnswered() {
        Vertx vertx = EventLoop.start();
        Router router = new Router().add("GET", "/_ping", exchange -> {
            exchange.answerText("OK");
            return CompletableFuture.completedFuture(null);
        });
        try {
            for (int i = 0; i < ROUNDS; i++) {
                CompletableFuture<String> answer = CompletableFuture.supplyAsync(this::askAtOnce);

                ApiServer server = done(ApiServer.open(vertx, new SocketFile(socket(), 0, 0), router, ConnectionLimits.of(16), new LoopTurns(vertx).of(WorkOwner.ADMINISTRATOR)));

                assertThat(answer.join()).startsWith("HTTP/1.1 200").endsWith("OK");
                done(server.close());
                assertThat(folder).isEmptyDirectory();
            }
        } finally {
            done(vertx.close());
        }
    }

    private String askAtOnce() {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!Files.exists(socket())) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("there is no socket");
            }
            Thread.onSpinWait();
        }
        try {
            return new RawClient(socket()).send("GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n").readAll();
        } catch (IOException refused) {
            return refused.toString();
        }
    }

    private Path socket() {
        return folder.resolve("docker.sock");
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
