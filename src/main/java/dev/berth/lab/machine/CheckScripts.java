package dev.berth.lab.machine;

import dev.berth.lab.check.CheckScript;
import dev.berth.lab.machine.CleanMachines.CleanMachine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs scripts that check tasks: each in a container of its own, without a network, in a machine that is none of the students'. That machine is made when the first script is run, and goes
 * when none has been run for a while, or when something went wrong in it. Used on the lab's loop alone.
 */
public final class CheckScripts {

    private static final System.Logger LOGGER = System.getLogger(CheckScripts.class.getName());

    private static final int AT_ONCE = 2;
    private static final int MOST_WAITING = 200;
    private static final long PATIENCE_MILLIS = 2_000;
    private static final long IDLE_MILLIS = 300_000;
    private static final long MEMORY = 64L << 20;
    private static final int PIDS = 32;
    private static final int OUTPUT_LIMIT = 4 << 10;
    private static final String PROGRAM = "/check/run";

    private final Vertx vertx;
    private final CleanMachines machines;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private Future<CleanMachine> machine;
    private int running;
    private long runs;

    public CheckScripts(Vertx vertx, CleanMachines machines) {
        this.vertx = vertx;
        this.machines = machines;
    }

    /**
     * Runs a script, as soon as it is its turn.
     *
     * @param tar the script as {@code check/run}, and what it is to see; whole paths below the root
     * @return a failure if it did not end by itself with 0 or 1, in time
     */
    Future<CheckScript.Outcome> run(CheckScript script, Map<String, String> environment, Buffer tar) {
        return inTurn(() -> machine().compose(there -> run(there, script, environment, tar))).onFailure(failure ->
                LOGGER.log(System.Logger.Level.WARNING, "script \"" + script.file() + "\" cannot check a task: " + failure.getMessage()));
    }

    private Future<CheckScript.Outcome> run(CleanMachine there, CheckScript script, Map<String, String> environment, Buffer tar) {
        DockerClient docker = there.docker();
        String name = "check-" + ++runs;
        JsonArray variables = new JsonArray();
        environment.forEach((variable, value) -> variables.add(variable + "=" + value));
        JsonObject config = new JsonObject().put("Image", script.image()).put("Entrypoint", new JsonArray().add(PROGRAM)).put("Cmd", new JsonArray()).put("Env", variables)
                .put("NetworkDisabled", true)
                .put("HostConfig", new JsonObject().put("Memory", MEMORY).put("PidsLimit", PIDS).put("NetworkMode", "none"));
        return docker.create(name, config)
                .compose(id -> docker.putFiles(id, "/", tar)
                        .compose(laid -> docker.start(id))
                        .compose(started -> docker.wait(id, PATIENCE_MILLIS).timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                        .compose(code -> docker.logs(id, false, OUTPUT_LIMIT).compose(output -> outcome(code, output))))
                .onComplete(done -> docker.removeIfThere(name).onFailure(failure -> discard(there)))
                .onFailure(failure -> {
                    if (!(failure instanceof MistakeInScript)) {
                        discard(there); // whatever it is that the machine suffers from
                    }
                });
    }

    private static Future<CheckScript.Outcome> outcome(int code, String output) {
        String said = output.strip();
        String last = said.substring(said.lastIndexOf('\n') + 1);
        return code == 0 || code == 1 ? Future.succeededFuture(new CheckScript.Outcome(code == 0, last)) : Future.failedFuture(new MistakeInScript("it ended with " + code + ": " + last));
    }

    private static final class MistakeInScript extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MistakeInScript(String message) {
            super(message);
        }
    }

    private Future<CleanMachine> machine() {
        if (machine == null) {
            Future<CleanMachine> made = machines.make();
            machine = made;
            made.onFailure(failure -> forget(made));
        }
        return machine;
    }

    /** Removes the machine, if there is one. */
    public Future<Void> close() {
        Future<CleanMachine> made = machine;
        machine = null;
        return made == null ? Future.succeededFuture() : made.transform(there -> there.succeeded() ? there.result().remove() : Future.succeededFuture());
    }

    private void forget(Future<CleanMachine> made) {
        if (machine == made) {
            machine = null;
        }
    }

    private void discard(CleanMachine there) {
        if (machine != null && machine.succeeded() && machine.result() == there) {
            machine = null;
            there.remove().onFailure(failure -> LOGGER.log(System.Logger.Level.WARNING, "a machine for checks is left: " + failure.getMessage()));
        }
    }

    private <T> Future<T> inTurn(Supplier<Future<T>> work) {
        if (waiting.size() >= MOST_WAITING) {
            return Future.failedFuture(new IllegalStateException("more than " + MOST_WAITING + " scripts wait already"));
        }
        Promise<T> done = Promise.promise();
        waiting.add(() -> work.get().onComplete(ended -> {
            running--;
            next();
            done.handle(ended);
        }));
        next();
        return done.future();
    }

    private void next() {
        while (running < AT_ONCE && !waiting.isEmpty()) {
            running++;
            waiting.remove().run();
        }
        if (running == 0) {
            long last = runs;
            vertx.setTimer(IDLE_MILLIS, idle -> {
                if (running == 0 && runs == last && machine != null && machine.succeeded()) {
                    discard(machine.result());
                }
            });
        }
    }
}
