package dev.berth.lab.machine;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine with a memory and no machines: containers are names, a terminal is what was printed on it. It can be killed and started
 * again, and then it knows what it knew.
 */
public final class FakeEngine implements AutoCloseable {

    private static final Pattern HEAD = Pattern.compile("(?s)([A-Z]+) (\\S+) HTTP/1.1\r\n(.*?)\r\n\r\n");
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

    public final List<String> calls = new CopyOnWriteArrayList<>();
    public final Map<String, Boolean> machines = new LinkedHashMap<>();
    public final Map<String, FakeTerminal> terminals = new LinkedHashMap<>();
    private final Map<String, Buffer> answers = new LinkedHashMap<>();
    private final Map<String, String> refusals = new LinkedHashMap<>();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final List<NetSocket> connections = new CopyOnWriteArrayList<>();
    private final List<NetSocket> followers = new CopyOnWriteArrayList<>();
    private final Vertx vertx = newVertx();
    private final Path socket;
    private NetServer server;
    private int opened;

    /** What was printed and typed on a terminal, and who is attached. */
    public static final class FakeTerminal {

        public final Buffer printed = Buffer.buffer();
        public final Buffer typed = Buffer.buffer();
        public Integer exitCode;
        private String name = "";
        private final List<NetSocket> attached = new CopyOnWriteArrayList<>();

        public synchronized void print(String text) {
            printed.appendString(text);
            attached.forEach(each -> each.write(text));
        }

        public synchronized void end(int code) {
            exitCode = code;
            attached.forEach(NetSocket::close);
        }

        public synchronized String typed() {
            return typed.toString();
        }

        private synchronized void attach(NetSocket client, int offset) {
            client.write(Buffer.buffer("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n")
                    .appendLong(offset).appendBuffer(printed.slice(offset, printed.length())));
            client.handler(this::type);
            attached.add(client);
            client.closeHandler(closed -> attached.remove(client));
            if (exitCode != null) {
                client.close();
            }
        }

        private synchronized void type(Buffer bytes) {
            typed.appendBuffer(bytes);
        }
    }

    public FakeEngine(Path socket) {
        this.socket = socket;
    }

    public static Vertx newVertx() {
        return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1).setWorkerPoolSize(2));
    }

    public FakeEngine start() throws Exception {
        server = vertx.createNetServer().connectHandler(this::connected);
        server.listen(SocketAddress.domainSocketAddress(socket.toString())).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        return this;
    }

    /** As kill -9 does: every connection is cut, nothing is said. */
    public void kill() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        connections.forEach(NetSocket::close);
    }

    /** What it says to a GET of that path; overrides the rest. */
    public FakeEngine answer(String path, Buffer body) {
        answers.put(path, body);
        return this;
    }

    /** From now on it refuses a GET of that path, as Docker does what it has no status of its own for. */
    public void refuse(String path, String message) {
        refusals.put(path, message);
    }

    /** From now on it says nothing to a GET of that path. */
    public void keepWaiting(String path) {
        waiting.add(path);
    }

    /** A line to everybody who listens to events. */
    public void tell(JsonObject event) {
        Buffer line = event.toBuffer().appendString("\n");
        followers.forEach(each -> each.write(Integer.toHexString(line.length()) + "\r\n").onSuccess(sent ->
                each.write(line.copy().appendString("\r\n"))));
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private void connected(NetSocket client) {
        connections.add(client);
        client.closeHandler(closed -> {
            connections.remove(client);
            followers.remove(client);
        });
        Buffer received = Buffer.buffer();
        List<Buffer> left = new ArrayList<>(List.of(received));
        client.handler(bytes -> left.set(0, requests(client, left.get(0).appendBuffer(bytes))));
    }

    /** Answers the whole requests that are there. @return what follows them */
    private Buffer requests(NetSocket client, Buffer bytes) {
        Matcher head = HEAD.matcher(bytes.toString("ISO-8859-1"));
        if (!head.lookingAt()) {
            return bytes;
        }
        Matcher length = LENGTH.matcher(head.group(3));
        int end = head.end() + (length.find() ? Integer.parseInt(length.group(1)) : 0);
        if (bytes.length() < end) {
            return bytes;
        }
        calls.add(head.group(1) + " " + head.group(2));
        handle(client, head.group(1), head.group(2), bytes.getBuffer(head.end(), end));
        return requests(client, bytes.getBuffer(end, bytes.length()));
    }

    private synchronized void handle(NetSocket client, String method, String uri, Buffer body) {
        String path = uri.replaceAll("\\?.*", "");
        String[] parts = path.substring(1).split("/");
        if (waiting.contains(path)) {
            return;
        }
        if (refusals.containsKey(path)) {
            answer(client, 500, message(refusals.get(path)));
        } else if (answers.containsKey(path)) {
            answer(client, 200, answers.get(path));
        } else if (path.equals("/containers/create")) {
            String name = uri.replaceAll(".*name=", "");
            boolean isNew = machines.putIfAbsent(name, false) == null;
            answer(client, isNew ? 201 : 409, isNew ? new JsonObject().put("Id", name) : message("Conflict"));
        } else if (path.endsWith("/start")) {
            boolean known = machines.replace(parts[1], true) != null;
            answer(client, known ? 204 : 404, known ? new JsonObject() : message("No such container: " + parts[1]));
        } else if (method.equals("DELETE") && parts[0].equals("containers")) {
            boolean known = machines.remove(parts[1]) != null;
            answer(client, known ? 204 : 404, message("No such container: " + parts[1]));
        } else if (path.equals("/events")) {
            followers.add(client);
            client.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        } else if (path.equals("/info")) {
            answer(client, 200, new JsonObject().put("SystemTime", Instant.now().toString()));
        } else if (path.equals("/containers/json")) {
            answer(client, 200, running());
        } else if (path.endsWith("/hibernate")) {
            machines.put(parts[2], false);
            answer(client, 204, new JsonObject());
        } else if (path.startsWith("/berth/machines/") && method.equals("POST")) {
            String id = "terminal" + opened++;
            FakeTerminal terminal = new FakeTerminal();
            terminal.name = body.toJsonObject().getString("Name");
            terminals.put(id, terminal);
            answer(client, 201, new JsonObject().put("Id", id));
        } else if (path.startsWith("/berth/machines/")) {
            JsonArray all = new JsonArray();
            terminals.forEach((id, terminal) -> all.add(json(id, terminal)));
            answer(client, 200, all.toBuffer());
        } else if (path.startsWith("/berth/terminals/") && terminals.containsKey(parts[2])) {
            terminal(client, method, path, uri, parts[2]);
        } else {
            answer(client, 404, message("page not found"));
        }
    }

    private Buffer running() {
        JsonArray all = new JsonArray();
        machines.forEach((name, runs) -> all.add(new JsonObject()
                .put("Names", new JsonArray().add("/" + name))
                .put("State", runs ? "running" : "exited")
                .put("Labels", new JsonObject().put("berth.student", name.split("-")[0]))));
        return all.toBuffer();
    }

    private void terminal(NetSocket client, String method, String path, String uri, String id) {
        if (path.endsWith("/attach")) {
            terminals.get(id).attach(client, Integer.parseInt(uri.replaceAll(".*offset=", "")));
        } else if (method.equals("DELETE")) {
            terminals.remove(id);
            answer(client, 204, new JsonObject());
        } else {
            answer(client, 200, json(id, terminals.get(id)));
        }
    }

    private static JsonObject json(String id, FakeTerminal terminal) {
        return new JsonObject().put("Id", id).put("Name", terminal.name).put("Running", terminal.exitCode == null).put("ExitCode", terminal.exitCode)
                .put("Start", 0).put("End", terminal.printed.length());
    }

    private static JsonObject message(String text) {
        return new JsonObject().put("message", text);
    }

    private static void answer(NetSocket client, int status, JsonObject body) {
        answer(client, status, body.toBuffer());
    }

    private static void answer(NetSocket client, int status, Buffer body) {
        Buffer content = status == 204 ? Buffer.buffer() : body;
        String length = status == 204 ? "" : "Content-Length: " + content.length() + "\r\n";
        client.write(Buffer.buffer("HTTP/1.1 " + status + " It\r\n" + length + "\r\n").appendBuffer(content));
    }
}
