package dev.berth.lab.machine;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The terminals that our engine keeps, a part of its API that Docker has no word for.
 *
 * @see <a href="file:docs/machine-api.md">docs/machine-api.md</a>
 */
public final class EngineTerminals {

    private final DockerSocket socket;
    private final RawStreams streams;

    /** @param streams of the same socket */
    public EngineTerminals(DockerSocket socket, RawStreams streams) {
        this.socket = socket;
        this.streams = streams;
    }

    /**
     * A terminal as the engine tells of it.
     *
     * @param name     by which its opener finds it
     * @param exitCode of its shell, -1 while it runs
     * @param start    offset of the oldest output that is kept
     * @param end      offset of the next output
     */
    public record Record(String id, String name, boolean running, int exitCode, long start, long end, int columns, int rows) {

        static Record of(JsonObject json) {
            Integer exitCode = json.getInteger("ExitCode");
            return new Record(json.getString("Id"), json.getString("Name", ""), json.getBoolean("Running", false), exitCode == null ? -1 : exitCode,
                    json.getLong("Start", 0L), json.getLong("End", 0L), json.getInteger("Columns", 80), json.getInteger("Rows", 24));
        }
    }

    public Future<List<Record>> of(String machine) {
        return socket.get("/berth/machines/" + machine + "/terminals")
                .map(Buffer::toJsonArray)
                .map(EngineTerminals::records);
    }

    /** @return the id of a new terminal with a login shell */
    public Future<String> open(String machine, String name, int columns, int rows) {
        JsonObject wanted = new JsonObject()
                .put("Name", name)
                .put("Env", new JsonArray().add("TERM=xterm-256color"))
                .put("Columns", columns)
                .put("Rows", rows);
        return socket.post("/berth/machines/" + machine + "/terminals", wanted)
                .map(answer -> answer.toJsonObject().getString("Id"));
    }

    public Future<Record> inspect(String terminal) {
        return socket.get("/berth/terminals/" + terminal).map(answer -> Record.of(answer.toJsonObject()));
    }

    /** Eight bytes with the offset of the first byte, big endian, then the output; what is written is typed. Paused at first. */
    public Future<RawStream> attach(String terminal, long offset) {
        return streams.open("/berth/terminals/" + terminal + "/attach?offset=" + offset);
    }

    public Future<Void> resize(String terminal, int columns, int rows) {
        return socket.post("/berth/terminals/" + terminal + "/resize?h=" + rows + "&w=" + columns).mapEmpty();
    }

    /** Hangs up and forgets the terminal. */
    public Future<Void> remove(String terminal) {
        return socket.delete("/berth/terminals/" + terminal).mapEmpty();
    }

    private static List<Record> records(JsonArray terminals) {
        return terminals.stream().map(each -> Record.of((JsonObject) each)).collect(Collectors.toUnmodifiableList());
    }
}
