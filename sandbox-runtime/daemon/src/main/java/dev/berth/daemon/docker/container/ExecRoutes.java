package dev.berth.daemon.docker.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.AttachedClient;
import dev.berth.daemon.http.DetachKeys;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.HijackedConnection;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.JsonFields;
import dev.berth.daemon.http.PacedOutput;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.StreamFraming;
import dev.berth.engine.EngineException;
import dev.berth.engine.container.Containers;
import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.container.Containers.ExecView;
import dev.berth.engine.machine.MachineView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code docker exec}: one more program in a container. */
public final class ExecRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ExecRoutes.class);

    private final Containers containers;
    private final ContainerEvents events;

    private ExecRoutes(MachineView machine) {
        containers = machine.containers();
        events = new ContainerEvents(machine);
    }

    public static void add(Router router, MachineView machine) {
        ExecRoutes routes = new ExecRoutes(machine);
        router.add("POST", "/containers/{id}/exec", routes::create);
        router.add("POST", "/exec/{id}/start", routes::start);
        router.add("POST", "/exec/{id}/resize", routes::resize);
        router.addLarge("GET", "/exec/{id}/json", routes::inspect);
    }

    private CompletionStage<?> create(Exchange exchange) {
        return exchange.json()
                .thenCompose(body -> containers.createExec(exchange.place("id"), parse(body)))
                .thenAccept(id -> exchange.answer(201, Json.object().put("Id", id)));
    }

    private static ExecConfig parse(JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        fields.flag("Detach");
        List<String> command = fields.texts("Cmd");
        if (command.isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "No exec command specified");
        }
        refuseUnlessKeys(fields.text("DetachKeys"));
        return new ExecConfig(
                command,
                fields.texts("Env"),
                fields.text("WorkingDir"),
                fields.text("User"),
                fields.flag("Tty"),
                fields.flag("AttachStdin"),
                fields.flag("AttachStdout"),
                fields.flag("AttachStderr"),
                fields.flag("Privileged"),
                fields.text("DetachKeys"));
    }

    /** Docker takes wrong ones for a mistake of its own. */
    private static void refuseUnlessKeys(String keys) {
        if (DetachKeys.find(keys).isEmpty()) {
            throw new EngineException(SYSTEM, "Invalid escape keys (" + keys + ") provided");
        }
    }

    private CompletionStage<?> start(Exchange exchange) {
        String id = exchange.place("id");
        return exchange.json().thenCompose(body -> {
            boolean detach = JsonFields.of(body).flag("Detach");
            StreamFraming framing = StreamFraming.of(JsonFields.of(body).flag("Tty"));
            return containers.inspectExec(id).thenCompose(exec -> detach
                    ? containers.startExec(id, 0, 0, Optional.empty(), () -> {}, exchange.gone()).thenRun(() -> exchange.answer(200))
                    : startAttached(exchange, exec, framing));
        });
    }

    /** @param framing as the client asks for it when it starts: whether the program has a terminal it has said before */
    private CompletionStage<Void> startAttached(Exchange exchange, ExecView exec, StreamFraming framing) {
        ExecConfig config = exec.config();
        PacedOutput output = new PacedOutput(exchange::onLoop, framing);
        Optional<DetachKeys> keys = config.terminal() ? Optional.of(DetachKeys.parse(config.detachKeys())) : Optional.empty();
        AtomicBoolean accepted = new AtomicBoolean();
        // The answer begins before the program does, as Docker's does: why a program cannot be run is told on the stream.
        Runnable begin = () -> {
            accepted.set(true);
            exchange.onLoop(() -> {
                if (exchange.open()) {
                    exchange.hijack();
                }
            });
        };
        return containers.startExec(exec.id(), 0, 0, Optional.of(output), begin, exchange.gone()).handle((session, failure) -> {
            if (failure == null) {
                AttachedClient.join(exchange, session.orElseThrow(), output, config.attachInput(), keys, () -> detached(exec));
                return CompletableFuture.<Void>completedFuture(null);
            }
            return accepted.get() ? explain(exchange, framing, failure) : CompletableFuture.<Void>failedFuture(failure);
        }).thenCompose(stage -> stage);
    }

    /** The answer has begun: why the program does not run is told in its place. The docker command takes its exit code from the inspection that follows. */
    private static CompletableFuture<Void> explain(Exchange exchange, StreamFraming framing, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof EngineException)) {
            LOG.error("an exec could not be started", cause);
        }
        String text = cause instanceof EngineException ? cause.getMessage() : "internal error, the engine's log has more: " + cause;
        exchange.onLoop(() -> {
            if (exchange.open()) {
                HijackedConnection connection = exchange.hijack();
                connection.write(framing.frame(false, ByteBuffer.wrap((text + "\r\n").getBytes(StandardCharsets.UTF_8))), () -> {});
                connection.end();
            }
        });
        return CompletableFuture.completedFuture(null);
    }

    private void detached(ExecView exec) {
        if (exec.config().terminal()) {
            containers.inspect(exec.container().value()).thenAccept(container -> events.detachedFromExec(container, exec.id()));
        }
    }

    private CompletionStage<?> resize(Exchange exchange) {
        return containers.resizeExec(exchange.place("id"), exchange.requiredNumber("h"), exchange.requiredNumber("w")).thenRun(() -> exchange.answer(200));
    }

    private CompletionStage<?> inspect(Exchange exchange) {
        return containers.inspectExec(exchange.place("id")).thenAccept(exec -> exchange.answer(200, json(exec)));
    }

    private static ObjectNode json(ExecView exec) {
        ExecConfig config = exec.config();
        ObjectNode json = Json.object();
        json.put("ID", exec.id());
        json.put("Running", exec.running());
        if (exec.exitCode().isPresent()) {
            json.put("ExitCode", exec.exitCode().getAsInt());
        } else {
            json.putNull("ExitCode");
        }
        ObjectNode process = json.putObject("ProcessConfig");
        process.put("tty", config.terminal());
        process.put("entrypoint", config.command().get(0));
        process.set("arguments", Json.strings(config.command().subList(1, config.command().size())));
        process.put("privileged", config.privileged());
        if (!config.user().isEmpty()) {
            process.put("user", config.user());
        }
        json.put("OpenStdin", config.attachInput());
        json.put("OpenStderr", config.attachError());
        json.put("OpenStdout", config.attachOutput());
        json.put("CanRemove", false);
        json.put("ContainerID", exec.container().value());
        json.put("DetachKeys", config.detachKeys().isEmpty() ? new byte[0] : DetachKeys.parse(config.detachKeys()).bytes());
        json.put("Pid", exec.pid());
        return json;
    }
}
