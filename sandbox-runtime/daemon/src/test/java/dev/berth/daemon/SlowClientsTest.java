package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.daemon.http.ApiServer;
import dev.berth.daemon.http.ConnectionLimits;
import dev.berth.daemon.http.EventLoop;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.LoopTurns;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.SocketFile;
import dev.berth.engine.fake.Said;
import dev.berth.engine.fake.Waiting;
import dev.berth.engine.work.WorkOwner;
import io.netty.bootstrap.ServerBootstrap;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that keep a connection and let the server wait, or ask and do not read: with limits that are short, so that nobody waits for long. */
@Timeout(30)
class SlowClientsTest {
    /** A client that does something at once has done it before, also on a busy computer. */
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final int LARGE = 700_000;
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    Path folder;

    private final Queue<Exchange> making = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> unblock = new CompletableFuture<>();
    private final CompletableFuture<Void> release = new CompletableFuture<>();
    private Vertx vertx;
    private ApiServer server;

    @BeforeEach
    void begin() {
        vertx = EventLoop.start();
    }

    @AfterEach
    void end() throws ExecutionException, InterruptedException {
        server.close().toCompletionStage().toCompletableFuture().get();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private RawClient client() throws IOException {
        return new RawClient(folder.resolve("socket"));
    }

    private void serve(Duration firstRequest, Duration body, Duration idle) throws ExecutionException, InterruptedException {
        Router router = new Router()
                .add("POST", "/echo", exchange -> exchange.json().thenAccept(json -> exchange.answer(200, json)))
                .add("POST", "/never", exchange -> exchange.json().thenCompose(json -> new CompletableFuture<>()))
                .add("POST", "/thread", exchange -> exchange.json().thenAccept(json -> exchange.answerText(Thread.currentThread().getName() + "\n")))
                .addLarge("GET", "/much", exchange -> {
                    making.add(exchange);
                    return unblock.thenRun(() -> exchange.answer(204));
                })
                .add("GET", "/blocked", exchange -> block(exchange, unblock))
                .add("GET", "/held", exchange -> block(exchange, release))
                .add("GET", "/large", exchange -> {
                    exchange.answer(200, Json.object().put("x", "x".repeat(LARGE)));
                    return CompletableFuture.completedFuture(null);
                });
        SocketFile file = new SocketFile(folder.resolve("socket"), 0, 0);
        server = ApiServer.open(vertx, file, router, new ConnectionLimits(16, firstRequest, body, idle, Duration.ofMillis(20)), new LoopTurns(vertx).of(WorkOwner.ADMINISTRATOR)).toCompletionStage().toCompletableFuture().get();
    }

    /** On the event loop, where nothing else is done meanwhile. */
    private CompletionStage<?> block(Exchange exchange, CompletableFuture<Void> until) {
        making.add(exchange);
        until.join();
        exchange.answer(204);
        return CompletableFuture.completedFuture(null);
    }

    @Test
    void whoAsksNothingIsLetGo() throws Exception {
        serve(SOON, NEVER, NEVER);

        assertThat(client().readAll()).isEmpty();
        assertThat(client().send("POST /echo HTTP/1.1\r\nHo").readAll()).isEmpty();
    }

    @Test
    void whoAsksNothingMoreIsLetGo() throws Exception {
        serve(NEVER, NEVER, SOON);

        assertThat(client().post("/echo", "{}").readAll()).endsWith("{}\n");
    }

    @Test
    void whoSendsHalfABodyIsLetGo() throws Exception {
        serve(NEVER, SOON, NEVER);

        assertThat(client().send("POST /echo HTTP/1.1\r\nHost: docker\r\nContent-Length: 10\r\n\r\n{").readAll()).isEmpty();
        assertThat(client().send("POST /echo HTTP/1.1\r\nHost: docker\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n").readAll()).isEmpty();
    }

    @Test
    void whoWaitsForAnAnswerIsNot() throws Exception {
        serve(SOON, SOON, SOON);
        try (RawClient waiting = client()) {
            waiting.post("/never", "{}");

            assertThat(client().readAll()).isEmpty();
            assertThat(client().post("/echo", "{}").readAll()).endsWith("{}\n");
            assertThat(waiting.isOpen()).isTrue();
        }
    }

    @Test
    void someRequestsMayComeTogether() throws Exception {
        serve(NEVER, NEVER, NEVER);
        String one = "POST /echo HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

        try (RawClient client = client()) {
            client.send(one.repeat(3));

            assertThat(client.readUntil("{}\n") + client.readUntil("{}\n") + client.readUntil("{}\n")).contains("200 OK");
        }
    }

    /** An engine that answered them all had no memory left after three seconds. */
    @Test
    void whoAsksOnAndOnIsLetGo() throws Exception {
        serve(NEVER, NEVER, NEVER);
        String one = "POST /never HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

        assertThat(client().send(one.repeat(9)).readAll()).isEmpty();
    }

    @Test
    void whoAsksAndDoesNotReadIsLetGo() throws Exception {
        serve(NEVER, NEVER, NEVER);
        RawClient first = client().get("/large");
        assertThat(first.readUntil("\r\n\r\n")).contains("200 OK");
        RawClient second = client().get("/large");
        assertThat(second.readUntil("\r\n\r\n")).contains("200 OK");

        assertThat(client().get("/large").readAll()).hasSizeLessThan(LARGE);
        assertThat(first.readUntil("}\n")).hasSizeGreaterThan(LARGE);
        assertThat(second.readUntil("}\n")).hasSizeGreaterThan(LARGE);
        assertThat(client().get("/large").readUntil("}\n")).hasSizeGreaterThan(LARGE);
    }

    @Test
    void largeBodiesAreReadBesideTheLoopThatServesAll() throws Exception {
        serve(NEVER, NEVER, NEVER);

        assertThat(client().post("/thread", "{}").readUntil("thread-0\n")).contains("eventloop");
        assertThat(client().post("/thread", "{\"x\": \"" + "x".repeat(20_000) + "\"}").readUntil("thread-0\n")).contains("worker");
    }

    @Test
    void largeAnswersAreMadeOneAfterTheOther() throws Exception {
        serve(NEVER, NEVER, NEVER);
        RawClient first = client().get("/much");
        RawClient second = client().get("/much");
        RawClient gone = client().get("/much");
        assertThat(client().post("/echo", "{}").readUntil("{}\n")).contains("200 OK");
        Waiting.until("the first answer is made", () -> !making.isEmpty());
        assertThat(making).hasSize(1);
        gone.close();

        unblock.complete(null);

        assertThat(first.readUntil("\r\n\r\n")).contains("204 ");
        assertThat(second.readUntil("\r\n\r\n")).contains("204 ");
    }

    /** A thread that did nothing but accept was faster than the one that serves: connections that came and went took all descriptors and all memory. */
    @Test
    void noMoreConnectionsAreAcceptedThanAreServed() throws Exception {
        serve(NEVER, NEVER, NEVER);
        int most = 200;
        List<RawClient> clients = new ArrayList<>(List.of(client().get("/blocked")));
        long before = descriptors();

        for (int number = 0; number < most; number++) {
            clients.add(client());
        }

        assertThat(descriptors() - before).isLessThan(2 * most);
        unblock.complete(null);
        for (RawClient each : clients) {
            each.close();
        }
    }

    /** Those who came just then were accepted, found nobody to serve them, and each filled a page of the engine's log. */
    @Test
    void nobodyIsAcceptedWhileTheSocketCloses() throws Exception {
        serve(NEVER, NEVER, NEVER);
        RawClient known = client();
        known.post("/echo", "{}").readUntil("{}\n");
        List<RawClient> clients = new ArrayList<>(List.of(known, client().get("/blocked")));
        Waiting.until("the first answer is made", () -> !making.isEmpty());
        // What the loop finds when it goes on: a request that blocks it again, and then connections to accept.
        known.get("/held");
        for (int number = 0; number < 20; number++) {
            clients.add(client());
        }
        unblock.complete(null);
        Waiting.until("the loop is blocked again", () -> making.size() == 2);
        try (Said said = Said.by(ServerBootstrap.class)) {
            Future<Void> closed = server.close();
            release.complete(null);
            closed.toCompletionStage().toCompletableFuture().get();

            assertThat(said.lines()).isEmpty();
        }
        for (RawClient each : clients) {
            each.close();
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
