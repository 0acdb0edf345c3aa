package dev.berth.lab.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Servers as a student runs them in their machine: one that speaks HTTP as it should, and one that does what no library does. Neither is Vert.x, which has the lab's limits in this process. */
final class StudentsServer implements AutoCloseable {

    private static final int CHUNK = 16 << 10;

    final AtomicLong endlessBytes = new AtomicLong();
    final CompletableFuture<Void> endlessEnded = new CompletableFuture<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer server;
    private final ServerSocket odd;

    StudentsServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        odd = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::acceptOdd);
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Where a WebSocket sends back what it gets, and other requests end badly. */
    int oddPort() {
        return odd.getLocalPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/told" -> {
                exchange.getResponseHeaders().add("Set-Cookie", "mine=1; Path=/; Domain=localhost");
                exchange.getResponseHeaders().add("Clear-Site-Data", "\"cookies\"");
                exchange.getResponseHeaders().add("X-Powered-By", "me");
                say(exchange, 200, exchange.getRequestHeaders().entrySet().stream()
                        .map(header -> header.getKey().toLowerCase() + ": " + String.join(", ", header.getValue()) + "\n").collect(Collectors.joining()));
            }
            case "/upload" -> say(exchange, 200, exchange.getRequestMethod() + " " + exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()));
            case "/endless" -> {
                exchange.sendResponseHeaders(200, 0);
                endless(exchange.getResponseBody());
            }
            case "/events" -> {
                exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("data: one\n\n".getBytes(StandardCharsets.US_ASCII));
                exchange.getResponseBody().flush();
                await();
            }
            case "/missing" -> say(exchange, 404, "no such page");
            case "/nothing" -> exchange.sendResponseHeaders(204, -1);
            case "/away" -> {
                exchange.getResponseHeaders().add("Location", "http://" + exchange.getRequestHeaders().getFirst("Host").replaceAll(":.*", "") + "/dir/");
                say(exchange, 302, "");
            }
            default -> say(exchange, 200, "<h1>hello from " + exchange.getRequestURI().getPath() + "</h1>");
        }
        exchange.close();
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, exchange.getRequestMethod().equals("HEAD") || bytes.length == 0 ? -1 : bytes.length);
        if (!exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private void endless(OutputStream body) {
        try {
            while (true) {
                body.write(new byte[CHUNK]);
                endlessBytes.addAndGet(CHUNK);
            }
        } catch (IOException gone) {
            endlessEnded.complete(null);
        }
    }

    private void await() {
        try {
            closed.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptOdd() {
        try {
            while (true) {
                Socket client = odd.accept();
                threads.execute(() -> answerOdd(client));
            }
        } catch (IOException end) {
            // closed
        }
    }

    private static void answerOdd(Socket client) {
        try (client; InputStream from = client.getInputStream(); OutputStream to = client.getOutputStream()) {
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) from.read());
            }
            if (head.toString().contains("websocket")) {
                to.write("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: as-computed\r\n\r\nfirst".getBytes(StandardCharsets.US_ASCII));
                from.transferTo(to);
            } else if (head.toString().startsWith("GET /no-header ")) {
                to.write("HTTP/1.1 200 OK\r\nno header: x\r\nSet-Cookie: \u0001\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } else if (head.toString().startsWith("GET /cut ")) {
                to.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException gone) {
            // who asked has hung up
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        odd.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
