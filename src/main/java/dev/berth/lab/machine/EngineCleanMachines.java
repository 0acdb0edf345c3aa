package dev.berth.lab.machine;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Clean machines of our engine: containers of its runtime {@code machine}, as students' are, with a label of their own. */
public final class EngineCleanMachines implements CleanMachines {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LABEL = "berth.grading";

    private final HttpClient http;
    private final Path run;
    private final MachineSize size;
    private final DockerSocket socket;
    private final DockerClient engine;

    /** @param run folder of the engine's sockets */
    public EngineCleanMachines(HttpClient http, Path run, MachineSize size) {
        this.http = http;
        this.run = run;
        this.size = size;
        this.socket = new DockerSocket(http, run.resolve("engine.sock"));
        this.engine = new DockerClient(socket);
    }

    @Override
    public Future<CleanMachine> make() {
        return make(newName(), "vm1", Map.of(LABEL, "true"));
    }

    @Override
    public Future<List<CleanMachine>> makeJoined(List<String> names) {
        String group = newName();
        Map<String, String> labels = Map.of(LABEL, "true", EngineMachines.STUDENT_LABEL, group + ".clean");
        List<Future<CleanMachine>> made = names.stream().map(name -> make(group + "-" + name, name, labels)).toList();
        return Future.join(made).map(all -> made.stream().map(Future::result).toList())
                .recover(failure -> Future.join(made.stream().filter(Future::succeeded).map(each -> each.result().remove()).toList())
                        .transform(removed -> Future.failedFuture(failure)));
    }

    private static String newName() {
        return "grade-" + Long.toString(RANDOM.nextLong() >>> 1, Character.MAX_RADIX);
    }

    private Future<CleanMachine> make(String name, String hostname, Map<String, String> labels) {
        EngineCleanMachine machine = new EngineCleanMachine(name);
        return engine.create(name, size.machine(hostname, labels))
                .compose(created -> engine.start(name))
                .recover(failure -> machine.remove().transform(removed -> Future.failedFuture(failure)))
                .map(machine);
    }

    @Override
    public Future<Void> removeAll() {
        return socket.get("/containers/json?all=1&filters=%7B%22label%22%3A%5B%22" + LABEL + "%22%5D%7D").compose(answer -> {
            JsonArray left = answer.toJsonArray();
            List<Future<Void>> removed = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                removed.add(engine.remove(left.getJsonObject(i).getString("Id")));
            }
            return Future.join(removed).mapEmpty();
        });
    }

    @Override
    public Future<Void> saveImage(String image, Path file, long limit) {
        return engine.save(image, file, limit);
    }

    @Override
    public Future<JsonObject> inspectImage(String image) {
        return engine.image(image);
    }

    /** One machine. */
    private final class EngineCleanMachine implements CleanMachine {

        private final String name;

        EngineCleanMachine(String name) {
            this.name = name;
        }

        @Override
        public DockerClient docker() {
            return new DockerClient(new DockerSocket(http, run.resolve("machines").resolve(name).resolve("docker.sock")));
        }

        @Override
        public Future<DockerClient.Exec> shell(String script, Map<String, String> environment, int outputLimit, int seconds) {
            return engine.exec(name, TimeLimit.bash(script, seconds), environment, outputLimit, TimeLimit.millis(seconds));
        }

        @Override
        public Future<Void> putFiles(String folder, Path tar) {
            return engine.putFiles(name, folder, tar);
        }

        @Override
        public Future<Void> remove() {
            return engine.removeIfThere(name);
        }
    }
}
