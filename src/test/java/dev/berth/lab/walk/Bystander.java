package dev.berth.lab.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A student who works while others attack the lab, without a browser, so that nothing is asked for twice: a page again and again, each time on a connection of its own, and all the while one
 * event stream and one terminal. These break when the lab dies, though it is started again.
 */
final class Bystander implements AutoCloseable {

    /** Generous: the machine is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String address;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String cookie;
    private final String lesson;
    private final CompletableFuture<String> streamEnded = new CompletableFuture<>();
    private final CompletableFuture<String> terminalEnded = new CompletableFuture<>();
    private WebSocket terminal;

    private Bystander(final String address, final String cookie, final String lesson) {
        this.address = address;
        this.cookie = cookie;
        this.lesson = lesson;
    }

    static Bystander join(final RunningBerth berth, final String name) throws IOException, InterruptedException {
        final HttpResponse<Void> joined = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(berth.studentLink()))
                .header("Origin", berth.address())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString("name=" + URLEncoder.encode(RunningBerth.nameOf(name), StandardCharsets.UTF_8)))
                .build(), BodyHandlers.discarding());
        assertThat(joined.statusCode()).as("joining").isEqualTo(303);
        final String cookie = joined.headers().firstValue("Set-Cookie").orElseThrow();
        return new Bystander(berth.address(), cookie.substring(0, cookie.indexOf(';')), joined.headers().firstValue("Location").orElseThrow());
    }

    String cookie() {
        return cookie;
    }

    /** Opens the lesson's page, its event stream and its terminal, and waits until the machine's shell is there. */
    void begin() throws Exception {
        seesTheLesson();
        final HttpResponse<InputStream> live = http.send(request(lesson + "/live").build(), BodyHandlers.ofInputStream());
        assertThat(live.statusCode()).isEqualTo(200);
        daemon(() -> {
            try (InputStream events = live.body()) {
                events.transferTo(OutputStream.nullOutputStream());
                streamEnded.complete("ended");
            } catch (final IOException e) {
                streamEnded.complete(e.toString());
            }
        });
        openTerminal();
    }

    private void openTerminal() throws Exception {
        for (final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); System.nanoTime() < end; ) {
            final CompletableFuture<String> ended = new CompletableFuture<>();
            final CompletableFuture<Void> spoke = new CompletableFuture<>();
            terminal = http.newWebSocketBuilder().header("Cookie", cookie).header("Origin", address).subprotocols("berth-terminal-1")
                    .buildAsync(URI.create(address.replaceFirst("http", "ws") + "/terminal/vm1?client=bystander-at-work"), new Ear(spoke, ended))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            CompletableFuture.anyOf(spoke, ended).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!ended.isDone()) {
                ended.thenAccept(terminalEnded::complete);
                return;
            }
            Thread.onSpinWait(); // its machine starts
        }
        throw new AssertionError("the machine's shell was not there within a minute");
    }

    /** Asks for the lesson's page on a new connection. */
    void seesTheLesson() throws Exception {
        final HttpResponse<String> page = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
                .send(request(lesson).timeout(PATIENCE).build(), BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("data-machine=\"vm1\"");
    }

    void hasLostNothing() {
        assertThat(streamEnded).as("the event stream").isNotDone();
        assertThat(terminalEnded).as("the terminal").isNotDone();
    }

    @Override
    public void close() {
        if (terminal != null) {
            terminal.abort();
        }
    }

    private HttpRequest.Builder request(final String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).header("Cookie", cookie);
    }

    private static void daemon(final Runnable task) {
        final Thread thread = new Thread(task, "bystander");
        thread.setDaemon(true);
        thread.start();
    }

    private record Ear(CompletableFuture<Void> spoke, CompletableFuture<String> ended) implements WebSocket.Listener {

        @Override
        public CompletionStage<?> onBinary(final WebSocket socket, final ByteBuffer frame, final boolean last) {
            spoke.complete(null);
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(final WebSocket socket, final int code, final String reason) {
            ended.complete(code + " " + reason);
            return null;
        }

        @Override
        public void onError(final WebSocket socket, final Throwable error) {
            ended.complete(error.toString());
        }
    }
}
