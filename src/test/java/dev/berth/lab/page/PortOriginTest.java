package dev.berth.lab.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.lab.Settings;
import dev.berth.lab.account.ClassSecrets;
import dev.berth.lab.account.Sessions;
import dev.berth.lab.account.StudentName;
import dev.berth.lab.account.Students;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.machine.FakeEngine;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ports of students' machines in browsers: a real server is behind, and an engine that says that it is in a machine. */
@QuarkusTest
@WithTestResource(LabFolder.class)
class PortOriginTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    @TestHTTPResource
    private URL address;

    @Inject
    private ClassSecrets secrets;

    @Inject
    private Sessions sessions;

    @Inject
    private LessonLibrary lessons;

    @Inject
    private Settings settings;

    @Inject
    private Students students;

    private final List<String> joined = new ArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(64));
    private FakeEngine engine;
    private StudentsServer server;
    private Browser browser;
    private String student;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(settings.run());
        engine = new FakeEngine(settings.run().resolve("engine.sock")).start();
        server = new StudentsServer();
        browser = Browser.of(address);
        student = join(browser);
        runs(student);
    }

    /** The class has a place for everybody: it is shared with other tests. */
    @AfterEach
    void close() throws Exception {
        joined.forEach(students::remove);
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        server.close();
        engine.close();
    }

    @Test
    void theLinkOfAPortLeadsToAnOriginOfItsOwn() throws Exception {
        HttpResponse<String> sent = browser.get("/ports/vm1/" + server.port() + "?student=" + student);

        assertThat(sent.statusCode()).isEqualTo(303);
        String there = sent.headers().firstValue("Location").orElseThrow();
        assertThat(there).startsWith("//" + host() + "/.berth/enter?ticket=");
        Answer entered = ask(HttpMethod.GET, host(), URI.create("http:" + there).getRawPath() + "?" + URI.create("http:" + there).getRawQuery());
        assertThat(entered.status()).isEqualTo(303);
        assertThat(entered.headers().get("Location")).isEqualTo("/");
        assertThat(entered.headers().get("Set-Cookie")).startsWith("berth-port=").contains("HttpOnly", "SameSite=Lax", "Path=/").doesNotContain("Domain");

        assertThat(ask(HttpMethod.GET, host(), "/", "Cookie", cookie(entered)).body()).isEqualTo("<h1>hello from /</h1>");
    }

    @Test
    void aTicketThatWasUsedOpensNothing() throws Exception {
        String enter = enterPath(browser, "/ports/vm1/" + server.port());
        ask(HttpMethod.GET, host(), enter);

        assertThat(ask(HttpMethod.GET, host(), enter).status()).isEqualTo(403);
    }

    @Test
    void anotherStudentGetsNothing() throws Exception {
        Browser other = Browser.of(address);
        String others = join(other);
        String theirs = pass(other, "/ports/vm1/" + server.port(), host(server.port(), others));

        assertThat(ask(HttpMethod.GET, host(), "/", "Cookie", theirs).status()).isEqualTo(403);
        assertThat(ask(HttpMethod.GET, host(), "/").status()).isEqualTo(403);
        assertThat(ask(HttpMethod.GET, host(), enterPath(other, "/ports/vm1/" + server.port())).status()).isEqualTo(403);
        assertThat(other.get("/ports/vm1/" + server.port() + "?student=" + student).statusCode()).isEqualTo(403);
        assertThat(other.get("/classroom/students/" + student + "/ports/vm1/" + server.port()).statusCode()).isEqualTo(403);
        assertThat(other.get("/classroom/students/" + student + "/ports/vm1").statusCode()).isEqualTo(403);
        assertThat(ask(HttpMethod.GET, host(), "/", "Cookie", theirs, "Connection", "Upgrade", "Upgrade", "websocket").status()).isEqualTo(403);
    }

    @Test
    void theInstructorGetsIn() throws Exception {
        Browser instructor = Browser.of(address);
        instructor.get(InstructorLink.path(secrets));

        String theirs = pass(instructor, "/classroom/students/" + student + "/ports/vm1/" + server.port(), host());

        assertThat(ask(HttpMethod.GET, host(), "/", "Cookie", theirs).body()).contains("hello from /");
        assertThat(instructor.get("/classroom/students/" + student + "/ports/vm1").body()).isEqualTo("{\"machine\":\"vm1\",\"ports\":[]}");
    }

    @Test
    void nobodyComesInWhoseSessionHasEnded() throws Exception {
        String pass = pass();

        sessions.close(student);

        assertThat(ask(HttpMethod.GET, host(), "/", "Cookie", pass).status()).isEqualTo(403);
    }

    @Test
    void theServerSeesItsHostAndNoCookieOfTheLab() throws Exception {
        Answer told = ask(HttpMethod.GET, host(), "/told", "Cookie", "berth-session=secret; " + pass() + "; mine=1; berth-instructor=secret", "X-Forwarded-For", "192.0.2.1",
                "Connection", "keep-alive, X-Hop", "X-Hop", "1", "TE", "trailers", "Proxy-Authorization", "Basic x");

        assertThat(told.body()).contains("host: " + host() + "\n", "cookie: mine=1\n", "x-forwarded-for: 192.0.2.1, 127.0.0.1\n", "x-forwarded-host: " + host() + "\n", "connection: close\n")
                .doesNotContain("secret", "berth-", "x-hop", "te:", "proxy-authorization");
    }

    @Test
    void noAnswerSetsOrClearsWhatIsNotTheServers() throws Exception {
        Answer told = ask(HttpMethod.GET, host(), "/told", "Cookie", pass());

        assertThat(told.headers().get("Set-Cookie")).isEqualTo("mine=1; Path=/");
        for (String others : new String[] {"Clear-Site-Data", "Content-Security-Policy", "Referrer-Policy"}) {
            assertThat(told.headers().contains(others)).as(others).isFalse();
        }
        assertThat(told.headers().get("X-Powered-By")).isEqualTo("me");
    }

    @Test
    void answersComeAsTheyAre() throws Exception {
        String pass = pass();

        Answer missing = ask(HttpMethod.GET, host(), "/missing", "Cookie", pass, "Accept-Encoding", "gzip");
        assertThat(missing.status() + " " + missing.body()).isEqualTo("404 no such page");
        assertThat(missing.headers().get("Content-Encoding")).isNull();
        assertThat(missing.headers().get("Content-Length")).isEqualTo("12");
        assertThat(ask(HttpMethod.GET, host(), "/nothing", "Cookie", pass).status()).isEqualTo(204);
        Answer head = ask(HttpMethod.HEAD, host(), "/page", "Cookie", pass);
        assertThat(head.status() + head.body()).isEqualTo("200");
        assertThat(ask(HttpMethod.OPTIONS, host(), "/page", "Cookie", pass).status()).isEqualTo(200);
        assertThat(ask(HttpMethod.GET, host(), "/away", "Cookie", pass).headers().get("Location")).isEqualTo("/dir/");
    }

    @Test
    void whatIsCutOffIsNotTakenForWhole() throws Exception {
        int port = server.oddPort();
        String pass = pass(port);

        assertThatThrownBy(() -> ask(HttpMethod.GET, host(port, student), "/cut", "Cookie", pass)).isInstanceOf(ExecutionException.class);
    }

    @Test
    void uploadsGoThroughPieceByPiece() throws Exception {
        int length = 40 << 20; // more than the lab may hold in memory

        assertThat(upload(length, true, pass())).isEqualTo("POST " + length);
        assertThat(upload(length, false, pass())).isEqualTo("POST " + length);
    }

    @Test
    void anUploadMayWaitToBeWanted() throws Exception {
        HttpClientRequest request = request(HttpMethod.POST, host(), "/upload", "Cookie", pass(), "Expect", "100-continue", "Content-Length", "5");
        request.continueHandler(goOn -> request.end("hello"));
        get(request.sendHead());

        assertThat(get(request.response().compose(HttpClientResponse::body)).toString()).isEqualTo("POST 5");
    }

    @Test
    void anAnswerWithoutEndWaitsForItsReaderAndEndsWithThem() throws Exception {
        HttpClientRequest request = request(HttpMethod.GET, host(), "/endless", "Cookie", pass());
        HttpClientResponse response = get(request.send().onSuccess(HttpClientResponse::pause));
        assertThat(response.statusCode()).isEqualTo(200);
        long sent = server.endlessBytes.get();
        for (long before = -1; sent != before; sent = server.endlessBytes.get()) {
            before = sent;
            TimeUnit.MILLISECONDS.sleep(300);
        }

        assertThat(sent).as("what is on its way, in the kernel's buffers too").isLessThan(32 << 20);
        get(request.connection().close());
        server.endlessEnded.get(60, TimeUnit.SECONDS);
    }

    @Test
    void eventsArriveWhileTheAnswerGoesOn() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        HttpClientRequest request = request(HttpMethod.GET, host(), "/events", "Cookie", pass(), "Accept-Encoding", "gzip");

        get(request.send().onSuccess(response -> response.handler(bytes -> heard.add(bytes.toString()))));

        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("data: one\n\n");
        request.reset();
    }

    @Test
    void webSocketsGoThrough() throws Exception {
        int port = server.oddPort();
        String pass = pass(port);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(("GET /socket HTTP/1.1\r\nHost: " + host(port, student) + "\r\nOrigin: http://" + host(port, student) + "\r\nCookie: " + pass
                    + "\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String head = readTo(socket, "\r\n\r\nfirst");
            assertThat(head).startsWith("HTTP/1.1 101 ").containsIgnoringCase("sec-websocket-accept: as-computed").containsIgnoringCase("upgrade: websocket");

            byte[] sent = new byte[8 << 20];
            new Random(1).nextBytes(sent);
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(socket, sent));
            assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            written.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatDoesNotListenGetsAPageThatLooksAgain() throws Exception {
        int free = freePort();
        String host = host(free, student);
        String pass = pass(free);

        Answer page = ask(HttpMethod.GET, host, "/", "Cookie", pass, "Accept", "text/html");
        Answer text = ask(HttpMethod.POST, host, "/", "Cookie", pass, "Accept", "*/*");

        assertThat(page.status()).isEqualTo(502);
        assertThat(page.body()).contains("Nothing answers on port " + free + " yet", "<code>docker ps</code>", "docker run -p " + free + ":80", "location.reload()");
        assertThat(page.headers().get("Berth-Note")).isEqualTo("waits");
        assertThat(text.body()).contains("Nothing answers on port").doesNotContain("<");
    }

    @Test
    void whatHangsUpIsNoWebPage() throws Exception {
        int port = server.oddPort();

        Answer page = ask(HttpMethod.GET, host(port, student), "/hang-up", "Cookie", pass(port), "Accept", "text/html");

        assertThat(page.status()).isEqualTo(502);
        assertThat(page.body()).contains("answers, but not with a web page").doesNotContain("location.reload()");
    }

    @Test
    void whatIsNoHttpIsNoWebPageEither() throws Exception {
        int port = server.oddPort();

        assertThat(ask(HttpMethod.GET, host(port, student), "/no-header", "Cookie", pass(port)).body()).contains("answers, but not with a web page");
    }

    @Test
    void aMachineThatSleepsIsToldSo() throws Exception {
        String pass = pass();
        engine.answer("/containers/" + student + "-vm1/json", inspected(""));
        engine.answer("/berth/machines/" + student + "-vm1", new JsonObject().put("State", "hibernated").toBuffer());
        assertThat(ask(HttpMethod.GET, host(), "/", "Cookie", pass, "Accept", "text/html").body()).contains("Your machine sleeps", "href=\"//localhost:" + address.getPort() + "/lessons\"");

        engine.answer("/berth/machines/" + student + "-vm1", new JsonObject().put("State", "running").toBuffer());
        assertThat(ask(HttpMethod.GET, host(), "/", "Cookie", pass, "Accept", "text/html").status()).isEqualTo(503);
    }

    @Test
    void pagesOfOtherOriginsAskForNothing() throws Exception {
        String pass = pass();

        assertThat(ask(HttpMethod.POST, host(), "/upload", "Cookie", pass, "Origin", "http://evil.example").status()).isEqualTo(403);
        assertThat(ask(HttpMethod.GET, host(), "/", "Cookie", pass, "Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image").status()).isEqualTo(403);
        assertThat(ask(HttpMethod.GET, host(), "/", "Cookie", pass, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe").status()).isEqualTo(403);
        assertThat(ask(HttpMethod.GET, host(), "/", "Cookie", pass, "Origin", "http://p1-vm1-k3x9.localhost", "Connection", "Upgrade", "Upgrade", "websocket").status()).isEqualTo(403);
        assertThat(ask(HttpMethod.GET, host(), "/", "Cookie", pass, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document").status()).as("a link").isEqualTo(200);
        assertThat(ask(HttpMethod.POST, host(), "/upload", "Cookie", pass, "Origin", "http://" + host(), "Sec-Fetch-Site", "same-origin").status()).isEqualTo(200);
    }

    @Test
    void pagesOfPortsChangeNothingInTheLab() throws Exception {
        String lesson = "/lessons/" + lessons.lessons().get(0).id();

        assertThat(browser.post(lesson + "/reset", FORM, "", "http://" + host()).statusCode()).isEqualTo(403);
        assertThat(browser.post(lesson + "/answers/recap", "application/json", "{\"value\": \"0\"}", "http://" + host()).statusCode()).isEqualTo(403);
        assertThatThrownBy(() -> browser.open("/terminal/vm1?client=tab-of-a-port", "http://" + host(), new SocketEar()).get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    @Test
    void noPageOfTheLabIsAtTheOriginOfAPort() throws Exception {
        assertThat(ask(HttpMethod.GET, host(), "/lessons", "Cookie", pass()).body()).isEqualTo("<h1>hello from /lessons</h1>");
        assertThat(ask(HttpMethod.GET, host(), "/q/health/ready", "Cookie", pass()).body()).contains("hello from");
        assertThat(ask(HttpMethod.GET, host(), "http://localhost/lessons", "Cookie", pass()).status()).isEqualTo(400);
    }

    @Test
    void aStudentHasSoManyConnectionsAndOthersGoOn() throws Exception {
        String pass = pass();
        List<HttpClientRequest> waiting = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            HttpClientRequest request = request(HttpMethod.GET, host(), "/events", "Cookie", pass);
            waiting.add(request);
            get(request.send());
        }

        Answer refused = ask(HttpMethod.GET, host(), "/", "Cookie", pass, "Accept", "text/html");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("Too many connections are open");
        Browser other = Browser.of(address);
        String others = join(other);
        runs(others);
        assertThat(ask(HttpMethod.GET, host(server.port(), others), "/", "Cookie", pass(other, "/ports/vm1/" + server.port(), host(server.port(), others))).status()).isEqualTo(200);

        for (HttpClientRequest request : waiting) {
            get(request.connection().close());
        }
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (ask(HttpMethod.GET, host(), "/", "Cookie", pass).status() != 200 && System.nanoTime() < limit) {
            Thread.onSpinWait();
        }
        assertThat(ask(HttpMethod.GET, host(), "/", "Cookie", pass).status()).isEqualTo(200);
    }

    @Test
    void whereNoNamesLeadHereThePageSaysWhatToSet() throws Exception {
        Answer page = ask(HttpMethod.GET, "berth.example.org", "/ports/vm1/8080", "Cookie", browser.cookies());

        assertThat(page.status()).isEqualTo(501);
        assertThat(page.body()).contains("BERTH_PORT_DOMAIN", "curl localhost:8080");
    }

    @Test
    void onlyPortsOfMachinesThatThereAreHaveLinks() throws Exception {
        for (String none : new String[] {"vm99/8080", "vm1/0", "vm1/65536", "vm1/x", "vm1/-1", "VM1/80"}) {
            assertThat(browser.get("/ports/" + none).statusCode()).as(none).isEqualTo(404);
        }
        assertThat(Browser.of(address).get("/ports/vm1/8080").statusCode()).isEqualTo(401);
    }

    private record Answer(int status, MultiMap headers, String body) {
    }

    /** @param headers names and values */
    private Answer ask(HttpMethod method, String host, String path, String... headers) throws Exception {
        return get(request(method, host, path, headers).send().compose(response -> response.body().map(body -> new Answer(response.statusCode(), response.headers(), body.toString()))));
    }

    private HttpClientRequest request(HttpMethod method, String host, String path, String... headers) throws Exception {
        return get(http.request(with(new RequestOptions(), host, headers).setMethod(method).setURI(path)));
    }

    private static String readTo(Socket socket, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (!read.toString().endsWith(end)) {
            read.append((char) socket.getInputStream().read());
        }
        return read.toString();
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private <O extends RequestOptions> O with(O options, String host, String... headers) {
        options.setServer(SocketAddress.inetSocketAddress(address.getPort(), address.getHost())).setHost(host.replaceAll(":.*", "")).setPort(address.getPort());
        options.putHeader("Host", host);
        for (int i = 0; i < headers.length; i += 2) {
            options.putHeader(headers[i], headers[i + 1]);
        }
        return options;
    }

    private String upload(int length, boolean told, String pass) throws Exception {
        HttpClientRequest request = request(HttpMethod.POST, host(), "/upload", "Cookie", pass);
        if (told) {
            request.putHeader("Content-Length", String.valueOf(length));
        } else {
            request.setChunked(true);
        }
        Future<Buffer> answer = request.response().compose(HttpClientResponse::body);
        Buffer piece = Buffer.buffer(new byte[1 << 20]);
        for (int sent = 0; sent < length; sent += piece.length()) {
            get(request.write(piece));
        }
        request.end();
        return get(answer).toString();
    }

    private String host() {
        return host(server.port(), student);
    }

    private String host(int port, String of) {
        return "p" + port + "-vm1-" + of + ".localhost:" + address.getPort();
    }

    /** The cookie by which the student's browser opens the port. */
    private String pass() throws Exception {
        return pass(server.port());
    }

    private String pass(int port) throws Exception {
        return pass(browser, "/ports/vm1/" + port, host(port, student));
    }

    private String pass(Browser of, String link, String host) throws Exception {
        return cookie(ask(HttpMethod.GET, host, enterPath(of, link)));
    }

    private static String enterPath(Browser of, String link) throws Exception {
        URI there = URI.create("http:" + of.get(link).headers().firstValue("Location").orElseThrow());
        return there.getRawPath() + "?" + there.getRawQuery();
    }

    private static String cookie(Answer entered) {
        return entered.headers().get("Set-Cookie").replaceAll(";.*", "");
    }

    /** Not by the page for it, which lets sixty join in a minute: all tests of pages are one class at one address. */
    private String join(Browser as) throws Exception {
        String id = students.join(StudentName.parse(Browser.newName()), "192.0.2.1", System.currentTimeMillis()).id();
        joined.add(id);
        assertThat(as.get(as.get("/resume/" + secrets.personalToken(id)).headers().firstValue("Location").orElseThrow()).statusCode()).isEqualTo(200);
        return id;
    }

    private void runs(String whose) {
        engine.answer("/containers/" + whose + "-vm1/json", inspected("127.0.0.1"));
    }

    private static Buffer inspected(String at) {
        return new JsonObject().put("Id", "a").put("Created", "2026-01-01T00:00:00Z").put("NetworkSettings", new JsonObject().put("IPAddress", at)).toBuffer();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
