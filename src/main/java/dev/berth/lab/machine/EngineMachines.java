package dev.berth.lab.machine;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Machines as containers of our engine, in its runtime {@code machine}. */
public final class EngineMachines implements Machines {

    private final DockerClient engine;
    private final HttpClient http;
    private final Path run;
    private final MachineSize size;
    private final Map<MachineName, Future<Void>> underWay = new HashMap<>();

    /** @param run folder of the engine's sockets */
    public EngineMachines(HttpClient http, Path run, MachineSize size) {
        this.http = http;
        this.run = run;
        this.size = size;
        this.engine = new DockerClient(new DockerSocket(http, run.resolve("engine.sock")));
    }

    @Override
    public Future<Void> ready(MachineName name) {
        return oneAtATime(name, () -> started(name));
    }

    @Override
    public Future<Void> reset(MachineName name) {
        Future<Void> before = underWay.getOrDefault(name, Future.succeededFuture());
        underWay.remove(name);
        return oneAtATime(name, () -> before
                .transform(whatever -> engine.remove(name.toString()))
                .recover(failure -> isNotFound(failure) ? Future.succeededFuture() : Future.failedFuture(failure))
                .compose(removed -> started(name)));
    }

    @Override
    public DockerClient docker(MachineName name) {
        return new DockerClient(new DockerSocket(http, run.resolve("machines").resolve(name.toString()).resolve("docker.sock")));
    }

    private Future<Void> oneAtATime(MachineName name, Supplier<Future<Void>> work) {
        Future<Void> running = underWay.get(name);
        if (running != null) {
            return running;
        }
        Future<Void> begun = work.get();
        if (!begun.isComplete()) {
            underWay.put(name, begun);
            begun.onComplete(done -> underWay.remove(name, begun));
        }
        return begun;
    }

    /** Most often the machine is there: so starting is tried first. */
    private Future<Void> started(MachineName name) {
        return engine.start(name.toString()).recover(failure -> isNotFound(failure)
                ? created(name).compose(there -> engine.start(name.toString()))
                : Future.failedFuture(failure));
    }

    private Future<Void> created(MachineName name) {
        JsonObject config = new JsonObject()
                .put("Image", "berth/workstation")
                .put("Hostname", name.machine())
                .put("Labels", new JsonObject().put("berth.student", name.student()))
                .put("HostConfig", new JsonObject()
                        .put("Runtime", "machine")
                        .put("Memory", size.memoryBytes())
                        .put("PidsLimit", size.pids()));
        return engine.create(name.toString(), config).<Void>mapEmpty().recover(failure ->
                failure instanceof DockerException refused && refused.isConflict()
                        ? Future.succeededFuture() : Future.failedFuture(failure));
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof DockerException refused && refused.isNotFound();
    }
}
