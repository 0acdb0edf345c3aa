package dev.berth.lab.machine;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Machines as containers of our engine, in its runtime {@code machine}. */
public final class EngineMachines implements Machines, IdleMachines.Sleepers {

    private static final String HOME = "/root";
    private static final int SCRIPT_OUTPUT_LIMIT = 16 << 10;
    static final String STUDENT_LABEL = "berth.student";
    private static final Set<String> ASLEEP = Set.of("hibernating", "hibernated");

    private final DockerSocket socket;
    private final DockerClient engine;
    private final HttpClient http;
    private final Path run;
    private final MachineSize size;
    private final CheckScripts scripts;
    private final Map<MachineName, Future<Void>> underWay = new HashMap<>();
    private final Map<MachineName, Future<Void>> fallingAsleep = new HashMap<>();

    /**
     * @param run     folder of the engine's sockets
     * @param scripts that check tasks on them
     */
    public EngineMachines(HttpClient http, Path run, MachineSize size, CheckScripts scripts) {
        this.http = http;
        this.run = run;
        this.size = size;
        this.scripts = scripts;
        this.socket = new DockerSocket(http, run.resolve("engine.sock"));
        this.engine = new DockerClient(socket);
    }

    @Override
    public Future<Void> ready(MachineName name) {
        return oneAtATime(name, () -> fallingAsleep.getOrDefault(name, Future.succeededFuture()).transform(whatever -> started(name)));
    }

    @Override
    public Future<Boolean> sleeps(MachineName name) {
        return socket.get("/berth/machines/" + name)
                .map(machine -> ASLEEP.contains(machine.toJsonObject().getString("State")))
                .recover(failure -> isNotFound(failure) ? Future.succeededFuture(false) : Future.failedFuture(failure));
    }

    @Override
    public Future<Void> reset(MachineName name) {
        Future<Void> before = notUnderWay(name);
        return oneAtATime(name, () -> before.transform(whatever -> removed(name)).compose(removed -> started(name)));
    }

    @Override
    public Future<Void> remove(MachineName name) {
        Future<Void> before = notUnderWay(name);
        return oneAtATime(name, () -> before.transform(whatever -> removed(name)));
    }

    /** Who comes next begins something else. @return what was under way */
    private Future<Void> notUnderWay(MachineName name) {
        Future<Void> before = underWay.remove(name);
        return before == null ? Future.succeededFuture() : before;
    }

    private Future<Void> removed(MachineName name) {
        return engine.removeIfThere(name.toString());
    }

    @Override
    public Future<Optional<Incarnation>> incarnation(MachineName name) {
        return engine.inspect(name.toString())
                .map(machine -> Optional.of(new Incarnation(machine.getString("Id"), Instant.parse(machine.getString("Created")).toEpochMilli())));
    }

    @Override
    public Future<Void> layFiles(MachineName name, Buffer tar) {
        return engine.putFiles(name.toString(), HOME, tar);
    }

    @Override
    public Future<Optional<DockerClient.Exec>> runScript(MachineName name, String script, Map<String, String> environment, int seconds) {
        return engine.exec(name.toString(), TimeLimit.bash("cd " + HOME + "; " + script, seconds), environment, SCRIPT_OUTPUT_LIMIT, TimeLimit.millis(seconds)).map(Optional::of);
    }

    @Override
    public Future<Optional<String>> address(MachineName name) {
        return engine.address(name.toString())
                .recover(failure -> isNotFound(failure) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure));
    }

    @Override
    public DockerClient docker(MachineName name) {
        return new DockerClient(new DockerSocket(http, run.resolve("machines").resolve(name.toString()).resolve("docker.sock")));
    }

    @Override
    public DockerFacts facts(MachineName name) {
        return new DockerFacts(docker(name), http, new DockerFacts.Admin(socket, name.toString(), scripts));
    }

    @Override
    public Future<Set<MachineName>> running() {
        return engine.containers().map(all -> all.stream()
                .map(JsonObject.class::cast)
                .filter(machine -> machine.getString("State").equals("running"))
                .flatMap(machine -> ours(machine).stream())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** An administrator's own machines are none of the students'. */
    private static Optional<MachineName> ours(JsonObject machine) {
        String student = machine.getJsonObject("Labels").getString(STUDENT_LABEL);
        String name = machine.getJsonArray("Names").getString(0).substring(1);
        if (student == null || !name.startsWith(student + "-")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MachineName(student, name.substring(student.length() + 1)));
        } catch (IllegalArgumentException notOfTheLab) {
            return Optional.empty();
        }
    }

    @Override
    public Future<Void> hibernate(MachineName name) {
        Future<Void> begun = socket.post("/berth/machines/" + name + "/hibernate").mapEmpty();
        fallingAsleep.put(name, begun);
        return begun.onComplete(done -> fallingAsleep.remove(name, begun));
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
        return engine.create(name.toString(), size.machine(name.machine(), Map.of(STUDENT_LABEL, name.student()))).<Void>mapEmpty().recover(failure ->
                failure instanceof DockerException refused && refused.isConflict()
                        ? Future.succeededFuture() : Future.failedFuture(failure));
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof DockerException refused && refused.isNotFound();
    }
}
