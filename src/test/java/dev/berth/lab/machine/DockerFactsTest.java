package dev.berth.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.berth.lab.check.CheckEngine;
import dev.berth.lab.check.CheckInput;
import dev.berth.lab.check.CheckResult;
import dev.berth.lab.check.MachineSnapshot;
import dev.berth.lab.check.MachineSnapshot.Facts;
import dev.berth.lab.check.Task;
import dev.berth.lab.check.TasksFile;
import dev.berth.lab.value.StudentValues;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts as they come over a socket, and what they make of a task. */
class DockerFactsTest {

    private static final String NAME = "vm1";

    @TempDir
    private Path folder;
    private final Vertx vertx = FakeEngine.newVertx();
    private final Context loop = vertx.getOrCreateContext();
    private FakeEngine engine;
    private DockerFacts facts;
    private DockerFacts stock;

    @BeforeEach
    void open() throws Exception {
        engine = new FakeEngine(folder.resolve("docker.sock")).start();
        engine.answer("/containers/json", new JsonArray().toBuffer());
        HttpClient http = DockerSocket.newHttpClient(vertx);
        DockerSocket socket = new DockerSocket(http, folder.resolve("docker.sock"));
        facts = new DockerFacts(new DockerClient(socket), http, new DockerFacts.Admin(socket, "ada-vm1",
                new CheckScripts(vertx, new EngineCleanMachines(http, folder, new MachineSize(1 << 26, 100)))));
        stock = new DockerFacts(new DockerClient(socket), http);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        engine.close();
    }

    @Test
    void readsAFileOfTheMachine() throws Exception {
        engine.answer("/containers/ada-vm1/archive", tar("notes", '0', 0640, 33, 34, "", "hello\n"));

        assertThat(said("{ file: { path: ~/notes, type: file, mode: 640, owner: \"33:34\", size: 6, content: {is: hello},"
                + " sha256: 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03 } }", facts)).isEqualTo("passed: done");
        assertThat(engine.calls).anyMatch(call -> call.contains("path=%2Froot%2Fnotes"));
    }

    @Test
    void readsALinkWhosePathIsTooLongForItsHeader() throws Exception {
        Buffer extended = tar("pax", 'x', 0644, 0, 0, "", "30 linkpath=/a/very/long/path\n");
        engine.answer("/containers/ada-vm1/archive", extended.getBuffer(0, 1024).appendBuffer(tar("link", '2', 0777, 0, 0, "/a/very", "")));

        assertThat(said("{ file: { path: /link, type: link, target: /a/very/long/path } }", facts)).isEqualTo("passed: done");
    }

    @Test
    void readsOnlyTheBeginningOfAFile() throws Exception {
        engine.answer("/containers/ada-vm1/archive", tar("notes", '0', 0644, 0, 0, "", "x".repeat(200_000) + "hello"));

        assertThat(said("{ file: { path: /notes, size: 200005, content: hello } }", facts)).startsWith("not-yet: `/notes` begins with `xxx");
    }

    @Test
    void seesThatNothingIsThere() throws Exception {
        assertThat(said("{ file: { path: /notes, exists: false } }", facts)).isEqualTo("passed: done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstat /notes/today: not a directory", "lstat /notes/today: too many levels of symbolic links", "lstat /notes/today: too many links"})
    void seesThatNothingIsWhereNoPathLeads(String refusal) throws Exception {
        engine.refuse("/containers/ada-vm1/archive", refusal);

        assertThat(said("{ file: { path: /notes/today, exists: false } }", facts)).isEqualTo("passed: done");
    }

    @Test
    void readsProcesses() throws Exception {
        engine.answer("/berth/machines/ada-vm1/processes", new JsonArray()
                .add(process(1, "init", "1"))
                .add(process(7, "sleep", "2")).toBuffer());

        assertThat(said("{ process: { program: sleep, pid: 7, namespaces: {uts: own} } }", facts)).isEqualTo("passed: done");
    }

    /** A learner's own computer is nobody else's. */
    @Test
    void looksAtNoFilesAndProcessesOfAnotherDocker() throws Exception {
        assertThat(said("{ file: { path: /etc/passwd } }", stock)).startsWith("our-fault: this task asks for files or processes of a machine of Berth");
        assertThat(said("{ process: { program: bash } }", stock)).startsWith("our-fault: this task asks for files or processes of a machine of Berth");
        assertThat(engine.calls).noneMatch(call -> call.contains("archive") || call.contains("processes"));
    }

    @Test
    void readsWhatAnImageIsMadeOf() throws Exception {
        engine.answer("/images/json", image("mine:v1"));
        engine.answer("/images/sha256%3Aa/json", new JsonObject()
                .put("Config", new JsonObject().put("Env", new JsonArray().add("A=b")).put("ExposedPorts", new JsonObject().put("80/tcp", new JsonObject())))
                .put("RootFS", new JsonObject().put("Layers", new JsonArray().add("l1").add("l2"))).toBuffer());
        engine.answer("/images/sha256%3Aa/history", new JsonArray().add(new JsonObject().put("CreatedBy", "RUN touch /a")).toBuffer());

        assertThat(said("{ image: { name: mine, tag: v1, env: A=b, exposes: 80, layers: 2, history: {startsWith: RUN}, sizeMiB: 5 } }", facts)).isEqualTo("passed: done");
    }

    @Test
    void readsTheLayersOfAnImageByItsHistory() throws Exception {
        engine.answer("/images/json", image("mine:v1"));
        engine.answer("/images/sha256%3Aa/json", new JsonObject().put("RootFS", new JsonObject().put("Layers", new JsonArray().add("l1").add("l2"))).toBuffer());
        engine.answer("/images/sha256%3Aa/history", new JsonArray()
                .add(new JsonObject().put("CreatedBy", "CMD [\"sh\"]").put("Size", 0))
                .add(new JsonObject().put("CreatedBy", "COPY a /").put("Size", 7))
                .add(new JsonObject().put("CreatedBy", "ADD b /").put("Size", 500)).toBuffer());

        assertThat(said("{ layer: { image: \"mine:v1\", position: 2, digest: l2, size: 7, createdBy: COPY a / } }", facts)).isEqualTo("passed: done");
    }

    /** What is in an image does not change. */
    @Test
    void readsAFileOfAnImageOnce() throws Exception {
        engine.answer("/images/json", image("mine:v1"));
        engine.answer("/berth/machines/ada-vm1/images/archive", tar("notes", '0', 0640, 33, 34, "", "hello\n"));
        String condition = "{ image: { name: mine, file: { path: /etc/notes, owner: \"33:34\", sha256: 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03 } } }";

        assertThat(said(condition, facts)).isEqualTo("passed: done");
        assertThat(said(condition, facts)).isEqualTo("passed: done");

        assertThat(engine.calls).filteredOn(call -> call.contains("archive")).singleElement().asString().contains("image=sha256%3Aa&path=%2Fetc%2Fnotes");
        assertThat(said(condition, stock)).startsWith("our-fault: this task asks for files or processes of a machine of Berth");
    }

    @Test
    void seesThatAFileIsInNoImage() throws Exception {
        engine.answer("/images/json", image("mine:v1"));

        assertThat(said("{ file: { path: /etc/notes, in: {image: \"mine:v1\"}, exists: false } }", facts)).isEqualTo("passed: done");
    }

    private static Buffer image(String name) {
        return new JsonArray().add(new JsonObject().put("Id", "sha256:a").put("RepoTags", new JsonArray().add(name)).put("Size", 5 << 20)).toBuffer();
    }

    @Test
    void takesTheBlameForAnEngineThatDoesNotAnswerInTime() throws Exception {
        engine.keepWaiting("/volumes");

        assertThat(said("{ volume: { name: a } }", facts)).isEqualTo("our-fault: " + MachineSnapshot.NO_ANSWER);
    }

    private static JsonObject process(int pid, String name, String uts) {
        return new JsonObject().put("Pid", pid).put("Name", name).put("Container", "").put("Command", new JsonArray().add(name)).put("Namespaces", new JsonObject().put("uts", uts));
    }

    @Test
    void readsPages() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("X-Bird", "heron");
            byte[] body = (exchange.getRequestURI() + "\n" + "x".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("beginning".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush(); // and no end
        });
        server.createContext("/silent", exchange -> { });
        server.start();
        try {
            String port = ":" + server.getAddress().getPort();
            assertThat(said("{ http: { url: '" + port + "/a?b=c', status: 404, header: x-bird=heron, line: '/a?b=c' } }", stock)).isEqualTo("passed: done");
            assertThat(said("{ http: { url: '" + port + "/endless', status: 200, content: {is: beginning} } }", stock)).isEqualTo("passed: done");
            assertThat(said("{ http: { url: '" + port + "/silent', answers: false } }", stock)).isEqualTo("passed: done");
            engine.answer("/containers/ada-vm1/json", new JsonObject().put("NetworkSettings", new JsonObject().put("IPAddress", "127.0.0.1")).toBuffer());
            assertThat(said("{ http: { url: '" + port + "/a', status: 404 } }", facts)).isEqualTo("passed: done");
            engine.answer("/containers/ada-vm1/json", new JsonObject().put("NetworkSettings", new JsonObject().put("IPAddress", "")).toBuffer());
            assertThat(said("{ http: { url: '" + port + "/a', answers: false } }", facts)).as("of a machine that does not run").isEqualTo("passed: done");
        } finally {
            server.stop(0);
        }
        assertThat(said("{ http: { url: ':1/', answers: false } }", stock)).as("nobody is there").isEqualTo("passed: done");
    }

    /** A port of a stock Docker's container on which nobody listens inside: its proxy takes the connection, and breaks it off. */
    @Test
    void whatBreaksOffBeforeItAnswersIsNoAnswer() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket connection = server.accept()) {
                        connection.getInputStream().read();
                    } catch (IOException ended) {
                        return;
                    }
                }
            }).start();
            String port = ":" + server.getLocalPort();

            assertThat(said("{ http: { url: '" + port + "', answers: false } }", stock)).isEqualTo("passed: done");
            assertThat(said("{ http: { url: '" + port + "', status: 200 } }", stock)).isEqualTo("not-yet: nothing answers on `" + port + "` of your machine yet");
        }
    }

    /** One file, or an extended header, as an archive begins. */
    private static Buffer tar(String name, char kind, int mode, int user, int group, String target, String content) {
        Buffer archive = Buffer.buffer(new byte[512]);
        archive.setString(0, name);
        archive.setString(100, String.format("%07o", mode));
        archive.setString(108, String.format("%07o", user));
        archive.setString(116, String.format("%07o", group));
        archive.setString(124, String.format("%011o", content.length()));
        archive.setByte(156, (byte) kind);
        archive.setString(157, target);
        archive.setString(148, " ".repeat(8));
        int sum = 0;
        for (byte each : archive.getBytes()) {
            sum += each & 0xff;
        }
        archive.setString(148, String.format("%06o", sum) + "\0 ");
        archive.appendBytes(content.getBytes(StandardCharsets.UTF_8));
        return archive.appendBytes(new byte[(512 - content.length() % 512) % 512]);
    }

    private String said(String condition, DockerFacts source) throws Exception {
        List<Task> tasks = TasksFile.read("tasks.yaml", "tasks: { probe: { points: 1, open: a, done: done, ever: [ " + condition + " ] } }", Set.of(), Map.of(), List.of("vm1"));
        CheckInput input = new CheckInput(Map.of(NAME, new MachineSnapshot(Optional.of(Instant.EPOCH), List.of(), Map.of(), Facts.NONE)), Map.of(),
                new StudentValues("Ada", Map.of()), Set.of());
        assertThat(new CheckEngine().evaluate(tasks, input).isFinal()).as("whether it needs to ask").isFalse();
        CompletableFuture<CheckResult> result = new CompletableFuture<>();
        loop.runOnContext(now -> new MachineChecks(loop, Map.of(NAME, source)).evaluate(tasks, input).onComplete(done -> result.complete(done.result())));
        var verdict = result.get(20, TimeUnit.SECONDS).evaluations().get("probe").verdict();
        return verdict.word() + ": " + verdict.text();
    }
}
