package dev.berth.engine.image.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.RegistryOutlet;
import dev.berth.runtime.kernel.InternetSocket;
import dev.berth.runtime.kernel.InternetSocket.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small registry on the loopback, which may be told to misbehave. */
final class RegistryOfTest implements AutoCloseable {
    static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    private final Map<String, String> types = new ConcurrentHashMap<>();
    private final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
    private final Map<String, HttpHandler> instead = new ConcurrentHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    RegistryOfTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** As in a machine whose network is the test's. */
    static RegistryOutlet outlet() {
        return (host, port) -> InternetSocket.connecting(Kind.TCP, (Inet4Address) InetAddress.getByName(host), port);
    }

    String domain() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String name(String path) {
        return domain() + "/" + path;
    }

    /** What was asked, as {@code GET /v2/}. */
    List<String> asked() {
        return asked;
    }

    Map<Digest, byte[]> blobs() {
        return blobs;
    }

    /** @param request as {@code GET /v2/}; @param answer to it from now on */
    void instead(String request, HttpHandler answer) {
        instead.put(request, answer);
    }

    void put(String repository, String name, String type, byte[] manifest) {
        manifests.put(repository + "/manifests/" + name, manifest);
        manifests.put(repository + "/manifests/" + Digest.of(manifest), manifest);
        types.put(repository + "/manifests/" + name, type);
        types.put(repository + "/manifests/" + Digest.of(manifest), type);
    }

    byte[] manifest(String repository, String name) {
        return manifests.get(repository + "/manifests/" + name);
    }

    /** An image whose layers are compressed. @return the manifest's digest */
    Digest putImage(String repository, String tag, SavedImage image, byte[]... layers) {
        List<String> descriptors = new ArrayList<>();
        for (byte[] layer : layers) {
            byte[] packed = OciLayout.gzip(layer);
            blobs.put(Digest.of(packed), packed);
            descriptors.add(OciLayout.descriptor(packed));
        }
        blobs.put(image.id(), image.configuration());
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":" + OciLayout.descriptor(image.configuration()) + ",\"layers\":[" + String.join(",", descriptors)
                + "]}").getBytes(StandardCharsets.UTF_8);
        put(repository, tag, MANIFEST, manifest);
        return Digest.of(manifest);
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    static String error(String code, String message) {
        return "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}";
    }

    private void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        asked.add(method + " " + path);
        HttpHandler other = instead.get(method + " " + path);
        try {
            if (other != null) {
                other.handle(exchange);
            } else if (path.equals("/v2/")) {
                answer(exchange, 200, "{}");
            } else if (path.contains("/blobs/uploads/")) {
                upload(exchange, path);
            } else if (path.contains("/blobs/")) {
                blob(exchange, Digest.parse(path.substring(path.lastIndexOf('/') + 1)));
            } else if (path.endsWith("/tags/list")) {
                tags(exchange, path.substring("/v2/".length(), path.length() - "/tags/list".length()));
            } else {
                manifest(exchange, path.substring("/v2/".length()));
            }
        } finally {
            exchange.close();
        }
    }

    private void tags(HttpExchange exchange, String repository) throws IOException {
        List<String> tags = new TreeMap<>(manifests).keySet().stream().filter(key -> key.startsWith(repository + "/manifests/") && !key.contains("sha256:"))
                .map(key -> '"' + key.substring(key.lastIndexOf('/') + 1) + '"').toList();
        answer(exchange, 200, "{\"name\":\"" + repository + "\",\"tags\":[" + String.join(",", tags) + "]}");
    }

    private void manifest(HttpExchange exchange, String key) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            put(key.substring(0, key.indexOf("/manifests/")), key.substring(key.lastIndexOf('/') + 1), exchange.getRequestHeaders().getFirst("Content-Type"), exchange.getRequestBody().readAllBytes());
            answer(exchange, 201, "");
        } else if (manifests.containsKey(key)) {
            exchange.getResponseHeaders().set("Content-Type", types.get(key));
            answer(exchange, 200, new String(manifests.get(key), StandardCharsets.UTF_8));
        } else {
            answer(exchange, 404, error("MANIFEST_UNKNOWN", "manifest unknown"));
        }
    }

    private void blob(HttpExchange exchange, Digest digest) throws IOException {
        byte[] blob = blobs.get(digest);
        if (blob == null) {
            answer(exchange, 404, exchange.getRequestMethod().equals("HEAD") ? "" : error("BLOB_UNKNOWN", "blob unknown to registry"));
        } else if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(blob.length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(200, blob.length);
            exchange.getResponseBody().write(blob);
        }
    }

    private void upload(HttpExchange exchange, String path) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                String id = Integer.toString(uploads.size());
                uploads.put(id, new ByteArrayOutputStream());
                exchange.getResponseHeaders().set("Location", "/v2/a/blobs/uploads/" + id + "?state=x");
                boolean mounted = query != null && query.contains("mount=") && blobs.containsKey(Digest.parse(query.substring(query.indexOf("mount=") + 6).split("&")[0]));
                answer(exchange, mounted ? 201 : 202, "");
            }
            case "PATCH" -> {
                uploads.get(path.substring(path.lastIndexOf('/') + 1)).write(exchange.getRequestBody().readAllBytes());
                exchange.getResponseHeaders().set("Location", path + "?state=y");
                answer(exchange, 202, "");
            }
            case "PUT" -> {
                byte[] blob = uploads.get(path.substring(path.lastIndexOf('/') + 1)).toByteArray();
                blobs.put(Digest.of(blob), blob);
                answer(exchange, query.endsWith("digest=" + Digest.of(blob)) ? 201 : 400, "");
            }
            default -> answer(exchange, 204, "");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
