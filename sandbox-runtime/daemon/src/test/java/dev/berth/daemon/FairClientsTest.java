package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.daemon.http.ApiServer;
import dev.berth.daemon.http.ConnectionLimits;
import dev.berth.daemon.http.EventLoop;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.LoopTurns;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.SocketFile;
import dev.berth.engine.work.WorkOwner;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two machines on one event loop, of which one asks for all that it can. */
@Timeout(30)
class FairClientsTest {
    private static final int MOST = 64;

    @TempDir
    Path folder;

    private final Vertx vertx = EventLoop.start();
    private final LoopTurns turns = new LoopTurns(vertx);
    private final List<ApiServer> servers = new ArrayList<>();
    private final List<RawClient> clients = new ArrayList<>();
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void serve() throws ExecutionException, InterruptedException {
        for (String machine : List.of("attacker", "neighbour")) {
            Router router = new Router()
                    .add("GET", "/ping", exchange -> answer(exchange, machine))
                    .add("POST", "/echo", exchange -> exchange.json().thenAccept(json -> exchange.answer(200, json)))
                    .add("GET", "/held", exchange -> hold(exchange, machine))
                    .add("GET", "/order", exchange -> {
                        handled.add(machine);
                        return answer(exchange, machine);
                    });
            servers.add(ApiServer.open(vertx, new SocketFile(socket(machine), 0, 0), router, ConnectionLimits.of(MOST), turns.of(new WorkOwner(machine)))
                    .toCompletionStage().toCompletableFuture().get());
        }
    }

    private Path socket(String machine) {
        return folder.resolve(machine).resolve("docker.sock");
    }

    @AfterEach
    void end() throws ExecutionException, InterruptedException, IOException {
        release.countDown();
        for (RawClient client : clients) {
            client.close();
        }
        for (ApiServer server : servers) {
            server.close().toCompletionStage().toCompletableFuture().get();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private static CompletionStage<?> answer(Exchange exchange, String text) {
        exchange.answerText(text + ".");
        return CompletableFuture.completedFuture(null);
    }

    /** Keeps the event loop. */
    private CompletionStage<?> hold(Exchange exchange, String text) {
        held.countDown();
        try {
            release.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return answer(exchange, text);
    }

    /** One that has been served already. */
    private RawClient client(String machine) throws IOException {
        RawClient client = new RawClient(socket(machine));
        clients.add(client);
        assertThat(client.get("/ping").readUntil(machine + ".")).contains("200 OK");
        return client;
    }

    @Test
    void aMachineThatAsksDuringAFloodIsServedNext() throws IOException, InterruptedException {
        RawClient holding = client("attacker");
        List<RawClient> flood = new ArrayList<>();
        for (int number = 1; number < MOST; number++) {
            flood.add(client("attacker"));
        }
        RawClient neighbour = client("neighbour");
        holding.get("/held");
        held.await();
        for (RawClient each : flood) {
            each.get("/order");
        }
        neighbour.get("/order");

        release.countDown();

        neighbour.readUntil("neighbour.");
        for (RawClient each : flood) {
            each.readUntil("attacker.");
        }
        assertThat(handled).hasSize(MOST).startsWith("neighbour");
    }

    @Test
    void eachRequestOfAFloodIsAnsweredToo() throws IOException {
        List<RawClient> flood = new ArrayList<>();
        for (int number = 0; number < MOST / 2; number++) {
            flood.add(client("attacker"));
        }

        for (int round = 0; round < 50; round++) {
            for (RawClient each : flood) {
                each.get("/ping").get("/ping").post("/echo", "{\"round\":" + round + "}");
            }
            assertThat(client("neighbour").post("/echo", "{\"its\":\"own\"}").readUntil("\n")).contains("200 OK");
            clients.remove(clients.size() - 1).close();
            for (RawClient each : flood) {
                assertThat(each.readUntil("{\"round\":" + round + "}")).containsPattern("(?s)attacker\\..*attacker\\.");
            }
        }
    }

    @Test
    void connectionsThatComeAndGoWithoutEndLeaveTheSocketOpenForOthers() throws IOException {
        for (int number = 0; number < 1000; number++) {
            RawClient passing = new RawClient(socket("attacker"));
            if (number % 2 == 0) {
                passing.get("/ping");
            }
            passing.close();
        }

        assertThat(client("neighbour").get("/ping").readUntil("neighbour.")).contains("200 OK");
        assertThat(client("attacker").get("/ping").readUntil("attacker.")).contains("200 OK");
    }
}
