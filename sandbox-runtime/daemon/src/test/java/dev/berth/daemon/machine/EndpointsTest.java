package dev.berth.daemon.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.daemon.Endpoint;
import dev.berth.daemon.docker.system.MissingRoutes;
import dev.berth.daemon.http.EventLoop;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.Workers;
import dev.berth.engine.fake.EngineOnFake;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointsTest {
    @TempDir
    Path folder;

    /** Who adds an endpoint writes it into the table: then it gets what hostile clients send, on ours and on a stock Docker. */
    @Test
    void everyOneIsInTheTableOfBadRequests() throws Exception {
        Vertx vertx = EventLoop.start();
        EngineOnFake host = new EngineOnFake(folder);
        host.startMachine("alice");
        List<String> served = LevelApi.machine(host.machine("alice"), new Workers(vertx)).endpoints();
        Router missing = new Router();
        MissingRoutes.add(missing);

        List<String> expected = served.stream().filter(each -> !missing.endpoints().contains(each)).toList();

        assertThat(Endpoint.ALL.stream().map(Endpoint::toString)).containsExactlyInAnyOrderElementsOf(expected);
        host.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }
}
