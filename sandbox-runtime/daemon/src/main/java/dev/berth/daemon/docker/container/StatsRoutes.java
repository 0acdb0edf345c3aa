package dev.berth.daemon.docker.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.Host;
import dev.berth.daemon.docker.container.StatsJson.Moment;
import dev.berth.daemon.http.ChunkedAnswer;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.Router;
import dev.berth.engine.container.Containers;
import dev.berth.engine.machine.MachineView;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code GET /containers/{id}/stats}: what a container uses, once or every second for as long as the client listens and the container is there. */
public final class StatsRoutes {
    private static final long PERIOD_MILLISECONDS = 1000;

    private final Containers containers;

    private StatsRoutes(MachineView machine) {
        containers = machine.containers();
    }

    public static void add(Router router, MachineView machine) {
        router.add("GET", "/containers/{id}/stats", new StatsRoutes(machine)::stats);
    }

    private CompletionStage<?> stats(Exchange exchange) {
        String container = exchange.place("id");
        boolean stream = exchange.query("stream").isEmpty() || exchange.flag("stream");
        return read(container).thenCompose(first -> {
            if (stream) {
                exchange.onLoop(() -> new Stream(exchange, first).begin());
                return CompletableFuture.completedFuture(null);
            }
            return once(exchange, first);
        });
    }

    private CompletionStage<Moment> read(String container) {
        return containers.usage(container).thenApply(reading -> new Moment(Instant.now(), reading, Host.processorNanoseconds()));
    }

    private static boolean runs(Moment moment) {
        return moment.reading().usage().isPresent();
    }

    /** Of one moment a client can make no rates, so there are two unless it says that it does not want any. */
    private CompletionStage<?> once(Exchange exchange, Moment first) {
        if (exchange.flag("one-shot") || !runs(first)) {
            exchange.answer(200, StatsJson.of(first, Optional.empty()));
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        exchange.vertx().setTimer(PERIOD_MILLISECONDS, due -> read(first.reading().container().id().value())
                .thenApply(second -> StatsJson.of(second, Optional.of(first)))
                .whenComplete((json, failure) -> {
                    if (failure == null) {
                        answer.complete(json);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                }));
        return answer.thenAccept(json -> exchange.answer(200, json));
    }

    /** One client that listens. The next moment is read only when it has been sent the last. */
    private final class Stream {
        private final Exchange exchange;
        private final String id;
        private final ChunkedAnswer answer;
        private Moment last;

        Stream(Exchange exchange, Moment first) {
            this.exchange = exchange;
            this.id = first.reading().container().id().value();
            this.answer = exchange.chunked("application/json");
            this.last = first;
        }

        void begin() {
            send(StatsJson.of(last, Optional.empty()));
        }

        private void send(ObjectNode json) {
            answer.write(Json.writeLine(json), () -> {
                if (exchange.open()) {
                    exchange.vertx().setTimer(PERIOD_MILLISECONDS, due -> next());
                }
            });
        }

        private void next() {
            read(id).whenComplete((moment, gone) -> exchange.onLoop(() -> {
                if (gone != null || !exchange.open()) {
                    answer.end();
                    return;
                }
                Optional<Moment> before = Optional.of(last).filter(StatsRoutes::runs);
                last = moment;
                send(StatsJson.of(moment, before));
            }));
        }
    }
}
