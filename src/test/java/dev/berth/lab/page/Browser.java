package dev.berth.lab.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** As much of a browser as the pages' tests need: cookies, an origin, no scripts. */
final class Browser {

    private final HttpClient http = HttpClient.newBuilder().followRedirects(Redirect.NEVER).build();
    private final URI lab;
    private final Map<String, String> cookies = new TreeMap<>();

    Browser(URI lab) {
        this.lab = lab;
    }

    /** @param address of the lab under test, as Quarkus tells it */
    static Browser of(URL address) {
        return new Browser(URI.create(address.toString().replaceAll("/$", "")));
    }

    /** A name that no other test has joined by. */
    static String newName() {
        return "Student " + UUID.randomUUID().toString().substring(0, 8);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
        return post(path, type, body, origin());
    }

    HttpResponse<String> post(String path, String type, String body, String origin) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", type).header("Origin", origin).POST(BodyPublishers.ofString(body)));
    }

    /** Says how long a body will be, and sends none of it. @return the first line of the answer */
    String announce(String path, String type, int length) throws IOException {
        try (Socket socket = new Socket(lab.getHost(), lab.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(("POST " + path + " HTTP/1.1\r\nHost: " + lab.getAuthority() + "\r\nOrigin: " + origin() + "\r\nCookie: " + cookies()
                    + "\r\nContent-Type: " + type + "\r\nContent-Length: " + length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
        }
    }

    HttpResponse<String> join(String classPath, String name) throws IOException, InterruptedException {
        return post(classPath, "application/x-www-form-urlencoded", "name=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
    }

    CompletableFuture<WebSocket> open(String path, String origin, WebSocket.Listener listener) {
        URI address = URI.create(lab.toString().replaceFirst("http", "ws") + path);
        return http.newWebSocketBuilder()
                .header("Cookie", cookies())
                .header("Origin", origin)
                .subprotocols("berth-terminal-1")
                .connectTimeout(Duration.ofSeconds(60))
                .buildAsync(address, listener);
    }

    String origin() {
        return lab.toString();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(lab.resolve(path)).timeout(Duration.ofSeconds(60));
        return cookies.isEmpty() ? request : request.header("Cookie", cookies());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        response.headers().firstValue("Set-Cookie").ifPresent(set -> cookies.put(set.substring(0, set.indexOf('=')), set.substring(0, set.indexOf(';'))));
        return response;
    }

    String cookies() {
        return String.join("; ", cookies.values());
    }
}
