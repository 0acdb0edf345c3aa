package dev.berth.lab.machine;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The part of the Docker Engine API that the lab needs, on any daemon. Answers are Docker's JSON, unchanged. Names and ids come from
 * students: they are encoded.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/">Docker Engine API</a>
 */
public final class DockerClient {

    /** Of a machine's past. */
    private static final int EVENTS_LIMIT = 1 << 20;

    private final DockerSocket socket;

    public DockerClient(DockerSocket socket) {
        this.socket = socket;
    }

    public Future<Void> ping() {
        return socket.get("/_ping").mapEmpty();
    }

    /** What time it is by the daemon's clock, which stamps containers and events. */
    public Future<Instant> time() {
        return socket.get("/info").map(info -> OffsetDateTime.parse(info.toJsonObject().getString("SystemTime")).toInstant());
    }

    /** The name of the daemon's platform: of the engine's own {@code Berth}, of most others something else or nothing. */
    public Future<String> platform() {
        return socket.get("/version").map(version -> version.toJsonObject().getJsonObject("Platform", new JsonObject()).getString("Name", ""));
    }

    /** All containers, ended ones too, newest first; as {@code docker ps -a}. */
    public Future<JsonArray> containers() {
        return socket.get("/containers/json?all=1").map(Buffer::toJsonArray);
    }

    /** The containers that run, as {@code docker ps}. */
    public Future<JsonArray> running() {
        return socket.get("/containers/json").map(Buffer::toJsonArray);
    }

    /** @return a failure that {@link DockerException#isNotFound()} if there is none */
    public Future<JsonObject> inspect(String container) {
        return socket.get("/containers/" + encode(container) + "/json").map(Buffer::toJsonObject);
    }

    /**
     * What a container printed on both streams, at most the first {@code limit} bytes.
     *
     * @param tty whether the container has a terminal ({@code Config.Tty}): then Docker sends the bytes as they are
     */
    public Future<String> logs(String container, boolean tty, int limit) {
        return socket.getFirst("/containers/" + encode(container) + "/logs?stdout=1&stderr=1", limit)
                .map(bytes -> tty ? bytes.toString() : LogFrames.text(bytes));
    }

    public Future<JsonArray> images() {
        return socket.get("/images/json").map(Buffer::toJsonArray);
    }

    /** @return a failure that {@link DockerException#isNotFound()} if there is none */
    public Future<JsonObject> image(String id) {
        return socket.get("/images/" + encode(id) + "/json").map(Buffer::toJsonObject);
    }

    /** The steps of an image's making, the last first. */
    public Future<JsonArray> history(String image) {
        return socket.get("/images/" + encode(image) + "/history").map(Buffer::toJsonArray);
    }

    public Future<JsonArray> volumes() {
        return socket.get("/volumes").map(answer -> Optional.ofNullable(answer.toJsonObject().getJsonArray("Volumes")).orElseGet(JsonArray::new));
    }

    /** In the default network; empty while it does not run. */
    Future<Optional<String>> address(String container) {
        return inspect(container).map(found -> Optional.of(found.getJsonObject("NetworkSettings").getString("IPAddress")).filter(address -> !address.isEmpty()));
    }

    public Future<JsonArray> networks() {
        return socket.get("/networks").map(Buffer::toJsonArray);
    }

    /** What differs in a container from its image. */
    public Future<JsonArray> changes(String container) {
        return socket.get("/containers/" + encode(container) + "/changes")
                .map(answer -> answer.toString().strip().equals("null") ? new JsonArray() : answer.toJsonArray());
    }

    /**
     * The beginning of an archive of what is at a path in a container.
     *
     * @return a failure that {@link DockerException#isNotFound()} if there is nothing
     */
    public Future<Buffer> archive(String container, String path, int limit) {
        return socket.getFirst("/containers/" + encode(container) + "/archive?path=" + encode(path), limit);
    }

    /** Whether there is an image of that name. */
    public Future<Boolean> hasImage(String name) {
        return image(name).map(true)
                .recover(failure -> failure instanceof DockerException refused && refused.isNotFound() ? Future.succeededFuture(false) : Future.failedFuture(failure));
    }

    /** Loads images, as {@code docker load} does. @param archive a tar file as {@code docker save} writes it */
    public Future<Void> load(Path archive) {
        return socket.send(HttpMethod.POST, "/images/load?quiet=1", archive).compose(answer -> {
            // A failure after the answer has begun is a line of it.
            String said = answer.toString();
            return said.contains("\"error\"") ? Future.failedFuture(DockerException.refused(400, said.strip())) : Future.succeededFuture();
        });
    }

    /** Writes an image into a file, as {@code docker save} does. */
    public Future<Void> save(String image, Path file, long limit) {
        return socket.getInto("/images/" + encode(image) + "/get", file, limit);
    }

    /** Lays files into a container. @param tar a tar file; whole paths below {@code folder} */
    public Future<Void> putFiles(String container, String folder, Path tar) {
        return socket.send(HttpMethod.PUT, "/containers/" + encode(container) + "/archive?path=" + encode(folder), tar).mapEmpty();
    }

    /** Lays a few small files into a container. @param tar whole paths below {@code folder} */
    public Future<Void> putFiles(String container, String folder, Buffer tar) {
        return socket.put("/containers/" + encode(container) + "/archive?path=" + encode(folder), tar).mapEmpty();
    }

    /** Writes a folder or file of a container into a tar file. */
    public Future<Void> getFiles(String container, String path, Path file, long limit) {
        return socket.getInto("/containers/" + encode(container) + "/archive?path=" + encode(path), file, limit);
    }

    /** What happened until now, Docker's JSON. */
    public Future<List<JsonObject>> pastEvents() {
        return time().compose(now -> socket.getFirst("/events?since=1&until=" + (now.getEpochSecond() + 1), EVENTS_LIMIT))
                .map(lines -> lines.toString().lines().filter(line -> line.endsWith("}")).map(JsonObject::new).toList());
    }

    /** As {@link #exec(String, List, Map, int, long)}, with the container's own variables alone. */
    public Future<Exec> exec(String container, List<String> command, int limit, long millis) {
        return exec(container, command, Map.of(), limit, millis);
    }

    /**
     * Runs a program in a container.
     *
     * @param environment variables beside the container's own
     * @param limit  so many bytes of its output are read, of both streams together
     * @param millis so long it may take
     * @return what it printed, and how it ended
     */
    public Future<Exec> exec(String container, List<String> command, Map<String, String> environment, int limit, long millis) {
        JsonObject wanted = new JsonObject().put("AttachStdout", true).put("AttachStderr", true).put("Cmd", new JsonArray(command))
                .put("Env", new JsonArray(environment.entrySet().stream().map(variable -> variable.getKey() + "=" + variable.getValue()).toList()));
        return socket.post("/containers/" + encode(container) + "/exec", wanted)
                .map(answer -> answer.toJsonObject().getString("Id"))
                .compose(id -> socket.postFirst("/exec/" + id + "/start", new JsonObject().put("Detach", false).put("Tty", false), limit, millis)
                        .compose(output -> socket.get("/exec/" + id + "/json").map(exec -> {
                            Integer code = exec.toJsonObject().getInteger("ExitCode");
                            return new Exec(LogFrames.text(output), Optional.ofNullable(code).filter(ended -> !exec.toJsonObject().getBoolean("Running")),
                                    output.length() >= limit);
                        })));
    }

    /** Whether a program that {@code docker exec} has started has a terminal. @return a failure that {@link DockerException#isNotFound()} if it is forgotten */
    public Future<Boolean> hasTerminal(String exec) {
        return socket.get("/exec/" + encode(exec) + "/json").map(answer -> answer.toJsonObject().getJsonObject("ProcessConfig", new JsonObject()).getBoolean("tty", false));
    }

    /**
     * A program that was run in a container.
     *
     * @param output   both streams, in the order in which they were written
     * @param exitCode empty if it has not ended
     * @param cut      whether it printed more
     */
    public record Exec(String output, Optional<Integer> exitCode, boolean cut) {
    }

    /** Stops a container, as {@code docker stop} does; one that has ended already stays so. */
    public Future<Void> stop(String container) {
        return socket.post("/containers/" + encode(container) + "/stop").mapEmpty();
    }

    /** @return the container's exit code */
    public Future<Integer> wait(String container, long millis) {
        return socket.postFirst("/containers/" + encode(container) + "/wait", new JsonObject(), 4096, millis)
                .map(answer -> answer.toJsonObject().getInteger("StatusCode"));
    }

    /**
     * The daemon's events, first the ones it remembers, then new ones as they come.
     *
     * @param onEvent called for each event, Docker's JSON
     * @param onEnd   called once when the stream has ended, however that came, but not after {@link EventStream#close()}
     */
    public Future<EventStream> events(Consumer<JsonObject> onEvent, Runnable onEnd) {
        return socket.stream("/events?since=1").map(response -> new EventStream(response, onEvent, onEnd));
    }

    /** @return the new container's id; a failure that {@link DockerException#isConflict()} if the name is taken */
    public Future<String> create(String name, JsonObject config) {
        return socket.post("/containers/create?name=" + encode(name), config)
                .map(answer -> answer.toJsonObject().getString("Id"));
    }

    /** Starting what runs already is no error. */
    public Future<Void> start(String container) {
        return socket.post("/containers/" + encode(container) + "/start").mapEmpty();
    }

    /** Removes a container with its anonymous volumes, killing it if it runs. */
    public Future<Void> remove(String container) {
        return socket.delete("/containers/" + encode(container) + "?force=1&v=1").mapEmpty();
    }

    /** As {@link #remove}; that there is none is no failure. */
    public Future<Void> removeIfThere(String container) {
        return remove(container).recover(failure -> failure instanceof DockerException refused && refused.isNotFound()
                ? Future.succeededFuture() : Future.failedFuture(failure));
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
