package dev.berth.daemon.docker.system;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.GoTime;
import dev.berth.daemon.http.ChunkedAnswer;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.Router;
import dev.berth.engine.EngineException;
import dev.berth.engine.event.Event;
import dev.berth.engine.event.Events;
import dev.berth.engine.event.Events.Subscription;
import dev.berth.engine.machine.MachineView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code GET /events}: a JSON object a line, for as long as the client listens. */
public final class EventRoutes {
    private static final int MOST_PENDING_BYTES = 1 << 20;

    /** Of all clients of a socket. */
    private static final int MOST_PENDING_BYTES_TOGETHER = 4 << 20;

    private static final long NANOSECONDS = 1_000_000_000L;

    private final Events events;
    private int pendingTogether;

    private EventRoutes(MachineView machine) {
        events = machine.events();
    }

    public static void add(Router router, MachineView machine) {
        router.add("GET", "/events", new EventRoutes(machine)::stream);
    }

    private CompletionStage<?> stream(Exchange exchange) {
        EventFilter filter = EventFilter.parse(exchange.query("filters"));
        Optional<Instant> since = exchange.query("since").equals("0") ? Optional.of(Instant.EPOCH) : GoTime.parse("since", exchange.query("since"));
        Optional<Instant> until = GoTime.parse("until", exchange.query("until"));
        if (since.isPresent() && until.isPresent() && since.get().isAfter(until.get())) {
            throw new EngineException(INVALID_PARAMETER, "`since` time (" + exchange.query("since") + ") cannot be after `until` time (" + exchange.query("until") + ")");
        }
        Listener listener = new Listener(exchange.chunked("application/json"));
        // As Docker: who names an end and no beginning wants what was before it, too.
        Subscription subscription = events.subscribe(since.or(() -> until.map(end -> Instant.EPOCH)), event -> {
            if (filter.shows(event) && (until.isEmpty() || !event.at().isAfter(until.get()))) {
                byte[] line = Json.writeLine(json(event));
                exchange.onLoop(() -> listener.tell(line));
            }
        });
        exchange.whenGone(subscription::close);
        until.ifPresent(end -> endAt(end, exchange, listener, subscription));
        return CompletableFuture.completedFuture(null);
    }

    private static void endAt(Instant end, Exchange exchange, Listener listener, Subscription subscription) {
        Runnable finish = () -> {
            subscription.close();
            exchange.onLoop(listener.answer::end);
        };
        long left = Duration.between(Instant.now(), end).toMillis();
        if (left > 0) {
            long timer = exchange.vertx().setTimer(left, due -> finish.run());
            exchange.whenGone(() -> {
                exchange.vertx().cancelTimer(timer);
                subscription.close();
            });
        } else {
            finish.run();
        }
    }

    /** One client: who does not read while a mebibyte of events comes is let go. */
    private final class Listener {
        private final ChunkedAnswer answer;
        private int pending;

        Listener(ChunkedAnswer answer) {
            this.answer = answer;
        }

        void tell(byte[] line) {
            if (pending > MOST_PENDING_BYTES || (pending > 0 && pendingTogether > MOST_PENDING_BYTES_TOGETHER)) {
                answer.abort();
                return;
            }
            pending += line.length;
            pendingTogether += line.length;
            answer.write(line, () -> {
                pending -= line.length;
                pendingTogether -= line.length;
            });
        }
    }

    /** Docker tells what an event is about twice: the older fields are for containers and images alone. */
    public static ObjectNode json(Event event) {
        ObjectNode json = Json.object();
        if (event.type().equals("container") || event.type().equals("image")) {
            json.put("status", event.action());
            json.put("id", event.actor());
            if (event.type().equals("container") && event.attributes().containsKey("image")) {
                json.put("from", event.attributes().get("image"));
            }
        }
        json.put("Type", event.type());
        json.put("Action", event.action());
        json.putObject("Actor").put("ID", event.actor()).set("Attributes", Json.strings(event.attributes()));
        json.put("scope", "local");
        json.put("time", event.at().getEpochSecond());
        json.put("timeNano", event.at().getEpochSecond() * NANOSECONDS + event.at().getNano());
        return json;
    }
}
