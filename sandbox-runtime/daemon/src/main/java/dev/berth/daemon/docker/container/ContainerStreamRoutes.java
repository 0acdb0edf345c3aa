package dev.berth.daemon.docker.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.daemon.docker.GoTime;
import dev.berth.daemon.http.AttachedClient;
import dev.berth.daemon.http.ChunkedAnswer;
import dev.berth.daemon.http.ClientConnection;
import dev.berth.daemon.http.DetachKeys;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.PacedOutput;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.StreamFraming;
import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.Containers;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.stream.AttachRequest;
import dev.berth.engine.stream.LogsRequest;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The parts of {@code /containers/…} that last: attach, logs and wait, and the terminal's size. */
public final class ContainerStreamRoutes {
    private final Containers containers;
    private final ContainerEvents events;

    private ContainerStreamRoutes(MachineView machine) {
        containers = machine.containers();
        events = new ContainerEvents(machine);
    }

    public static void add(Router router, MachineView machine) {
        ContainerStreamRoutes routes = new ContainerStreamRoutes(machine);
        router.add("POST", "/containers/{id}/attach", routes::attach);
        router.add("GET", "/containers/{id}/attach/ws", routes::attachWebSocket);
        router.add("GET", "/containers/{id}/logs", routes::logs);
        router.add("POST", "/containers/{id}/wait", routes::waitFor);
        router.add("POST", "/containers/{id}/resize", routes::resize);
    }

    private CompletionStage<?> attach(Exchange exchange) {
        DetachKeys keys = DetachKeys.parse(exchange.query("detachKeys"));
        AttachRequest request = new AttachRequest(
                exchange.flag("logs"), exchange.flag("stream"), exchange.flag("stdin"), exchange.flag("stdout"), exchange.flag("stderr"));
        return containers.inspect(exchange.place("id"))
                .thenCompose(container -> attach(exchange, exchange::hijack, container, request, StreamFraming.of(container.config().terminal()), keys));
    }

    /** As Docker does, both outputs in one stream, and whether or not the client asks for them. */
    private CompletionStage<?> attachWebSocket(Exchange exchange) {
        DetachKeys keys = DetachKeys.parse(exchange.query("detachKeys"));
        AttachRequest request = new AttachRequest(exchange.flag("logs"), exchange.flag("stream"), true, true, true);
        return containers.inspect(exchange.place("id"))
                .thenCompose(container -> attach(exchange, exchange.webSocket(), container, request, StreamFraming.RAW, keys));
    }

    private CompletionStage<Void> attach(
            Exchange exchange, Supplier<? extends ClientConnection> taking, ContainerView container, AttachRequest request, StreamFraming framing, DetachKeys keys) {
        boolean terminal = container.config().terminal();
        PacedOutput output = new PacedOutput(exchange::onLoop, framing);
        Runnable detached = () -> {
            if (terminal) {
                events.detached(container);
            }
        };
        return containers.attach(container.id().value(), request, output).thenAccept(session -> AttachedClient.join(
                exchange, taking, session, output, request.input() && request.stream(), terminal ? Optional.of(keys) : Optional.empty(), detached));
    }

    private CompletionStage<?> logs(Exchange exchange) {
        if (!exchange.flag("stdout") && !exchange.flag("stderr")) {
            throw new EngineException(INVALID_PARAMETER, "Bad parameters: you must choose at least one stream");
        }
        LogsRequest request = new LogsRequest(
                exchange.flag("stdout"),
                exchange.flag("stderr"),
                exchange.flag("follow"),
                GoTime.parse("since", exchange.query("since")),
                GoTime.parse("until", exchange.query("until")),
                tail(exchange.query("tail")),
                exchange.flag("timestamps"),
                exchange.flag("details"));
        return containers.inspect(exchange.place("id")).thenCompose(container -> {
            PacedOutput output = new PacedOutput(exchange::onLoop, StreamFraming.of(container.config().terminal()));
            return containers.logs(container.id().value(), request, output).thenAccept(session -> exchange.onLoop(() -> {
                if (!exchange.open()) {
                    session.close();
                    return;
                }
                exchange.whenGone(session::close);
                output.connect(session, exchange.chunked("application/vnd.docker.raw-stream"));
            }));
        });
    }

    /** Docker takes what is no number for all. */
    private static OptionalLong tail(String text) {
        return text.matches("[0-9]{1,15}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** The headers go out as soon as the wait has begun: the CLI starts the container only then. */
    private CompletionStage<?> waitFor(Exchange exchange) {
        WaitCondition condition = condition(exchange.query("condition"));
        return containers.waitFor(exchange.place("id"), condition).thenAccept(wait -> exchange.onLoop(() -> {
            if (!exchange.open()) {
                wait.code().cancel(false);
                return;
            }
            exchange.whenGone(() -> wait.code().cancel(false));
            ChunkedAnswer answer = exchange.chunked("application/json");
            wait.code().whenComplete((code, failure) -> exchange.onLoop(() -> {
                if (failure == null) {
                    answer.write(Json.writeLine(Json.object().put("StatusCode", code)), () -> {});
                    answer.end();
                } else {
                    answer.abort();
                }
            }));
        }));
    }

    private static WaitCondition condition(String text) {
        return switch (text) {
            case "", "not-running" -> WaitCondition.NOT_RUNNING;
            case "next-exit" -> WaitCondition.NEXT_EXIT;
            case "removed" -> WaitCondition.REMOVED;
            default -> throw new EngineException(INVALID_PARAMETER, "invalid condition: \"" + text + "\"");
        };
    }

    private CompletionStage<?> resize(Exchange exchange) {
        return containers.resize(exchange.place("id"), exchange.requiredNumber("h"), exchange.requiredNumber("w")).thenRun(() -> exchange.answer(200));
    }
}
