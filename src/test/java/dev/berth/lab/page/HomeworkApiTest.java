package dev.berth.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.berth.lab.Settings;
import dev.berth.lab.account.ApiTokens;
import dev.berth.lab.account.ClassSecrets;
import dev.berth.lab.account.Student;
import dev.berth.lab.account.StudentName;
import dev.berth.lab.account.Students;
import dev.berth.lab.machine.TarWriter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What students' programs may do, and what they are told, as {@code openapi.yaml} describes it; nothing is graded here, since there is no engine. */
@QuarkusTest
@WithTestResource(LabFolder.class)
class HomeworkApiTest {

    private static final String HOMEWORK = "/api/homework/homework-1/submissions";
    private static final String FORM = "multipart/form-data; boundary=b";
    private static final String TAR = "application/x-tar";
    private static final String ANSWER = "--b\r\nContent-Disposition: form-data; name=\"words-sum\"\r\n\r\nabc\r\n--b--\r\n";
    private static final int TOO_LARGE = 13 << 20;

    @TestHTTPResource
    private URL lab;

    @Inject
    private ClassSecrets secrets;

    @Inject
    private Students students;

    @Inject
    private ApiTokens tokens;

    @Inject
    private Jdbi database;

    @Inject
    private Router router;

    @Inject
    private Settings settings;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JsonNode document = read();
    private Student student;
    private String token;

    @BeforeEach
    void join() {
        student = students.join(StudentName.parse(Browser.newName()), "192.0.2.1", System.currentTimeMillis());
        token = tokens.create(student.id(), System.currentTimeMillis()).orElseThrow().text();
    }

    @AfterEach
    void leave() {
        students.leave(student.id());
        tokens.revokeAll(student.id());
        students.remove(student.id());
    }

    @Test
    void takesAFormAndSaysWhereTheReportWillBe() throws Exception {
        HttpResponse<String> answer = post(FORM, ANSWER.replace("--b--", file("hello.c", "int main;") + "--b--"));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).contains(HOMEWORK + "/1");
        JsonNode stored = json(answer);
        assertThat(stored.get("answers").get("words-sum").asText()).isEqualTo("abc");
        assertThat(stored.get("files").get("hello.c").asInt()).isEqualTo(9);
        assertThat(stored.get("way").asText()).isEqualTo("api");
        assertThat(get(HOMEWORK + "/1", "application/json").body()).contains("\"number\":1");
        assertThat(get(HOMEWORK, "*/*").body()).contains("\"submissions\":[{\"number\":1");
    }

    @Test
    void takesATar() throws Exception {
        assertThat(post(TAR, tar("homework/answers.json", "{\"words-sum\": \"abc\"}")).statusCode()).isEqualTo(202);
    }

    @Test
    void tellsThePlaceWhileItWaitsAndTheReportWhenThereIsOne() throws Exception {
        insert(1, "queued", null);
        insert(2, "graded", "{\"points\": 1, \"outOf\": 2, \"tasks\": [{\"task\": \"words\", \"title\": \"The checksum\", \"points\": 1, \"outOf\": 2, \"parts\":"
                + " [{\"points\": 1, \"outOf\": 1, \"fact\": \"found\", \"hint\": \"\"}, {\"points\": 0, \"outOf\": 1, \"fact\": \"not found\", \"hint\": \"look\"}]}]}");

        assertThat(json(get(HOMEWORK + "/1", "application/json")).get("place").get("seconds").asInt()).isPositive();
        assertThat(json(get(HOMEWORK + "/2", "application/json")).at("/tasks/0/parts/1/hint").asText()).isEqualTo("look");
        assertThat(get(HOMEWORK + "/2", "text/plain").body()).isEqualTo("Submission 2, 1970-01-01T00:00:00Z: 1 of 2 points\n\nThe checksum (1 of 2)\n  + found\n  - not found\n    hint: look\n");
        assertThat(json(get(HOMEWORK, "application/json")).at("/submissions/0").has("tasks")).as("reports in the list").isFalse();
        assertThat(post(FORM, ANSWER).statusCode()).isEqualTo(409);
    }

    @Test
    void opensNothingWithoutATokenOfTheirOwn() throws Exception {
        insert(1, "failed", null);
        String other = tokens.create(students.join(StudentName.parse(Browser.newName()), "192.0.2.1", 0).id(), 0).orElseThrow().text();

        for (String wrong : new String[] {null, "", "berth_" + "A".repeat(22), secrets.personalToken(student.id()), "x".repeat(7000)}) {
            assertThat(send("GET", HOMEWORK, wrong, null, "*/*", new byte[0]).statusCode()).isEqualTo(401);
            assertThat(send("POST", HOMEWORK, wrong, FORM, "*/*", bytes(ANSWER)).statusCode()).isEqualTo(401);
        }
        assertThat(send("GET", HOMEWORK + "/1", other, null, "*/*", new byte[0]).statusCode()).isEqualTo(404);
        assertThat(get(HOMEWORK + "/1", "*/*").statusCode()).isEqualTo(200);
        assertThat(pages("/lessons")).as("pages by a token").isEqualTo(401);
    }

    @Test
    void aRevokedTokenOpensNothing() throws Exception {
        tokens.revoke(student.id(), tokens.list(student.id()).get(0).id());

        assertThat(get(HOMEWORK, "*/*").statusCode()).isEqualTo(401);
    }

    @Test
    void whoLeavesIsNotLetIn() throws Exception {
        students.leave(student.id());

        assertThat(get(HOMEWORK, "*/*").statusCode()).isEqualTo(401);
        assertThat(post(FORM, ANSWER).statusCode()).isEqualTo(401);
    }

    /** Those that are wrong are neither looked up nor written down. */
    @Test
    void thousandsOfWrongTokensHurtNobody() throws Exception {
        StringBuilder flood = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            flood.append("GET " + HOMEWORK + " HTTP/1.1\r\nHost: " + lab.getAuthority() + "\r\nAuthorization: Bearer berth_" + i + "\r\n\r\n");
        }
        try (Socket socket = new Socket(lab.getHost(), lab.getPort())) {
            Thread sender = new Thread(() -> write(socket, bytes(flood.toString())));
            sender.start();

            assertThat(get(HOMEWORK, "*/*").statusCode()).isEqualTo(200);

            sender.interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            application/x-www-form-urlencoded | words-sum=abc | 415
            none                              | abc           | 415
            multipart/form-data               | abc           | 415
            application/x-tar                 | no tar        | 422
            multipart/form-data; boundary=b   | no form       | 422
            multipart/form-data; boundary=b   | --b--         | 422
            """)
    void saysWhatIsWrongWithABody(String type, String body, int status) throws Exception {
        HttpResponse<String> answer = post(type, body + "\r\n");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(submissions()).isZero();
    }

    @Test
    void refusesWhatIsCompressed() throws Exception {
        assertThat(raw("Content-Encoding: gzip\r\nContent-Length: 3\r\n", bytes("abc"))).startsWith("HTTP/1.1 415 ");
    }

    /** A client that sends all before it reads got a reset, and no answer. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aBodyThatIsTooLargeIsAnswered(boolean known, boolean announced) throws Exception {
        String owner = token;
        token = known ? token : "berth_wrong";
        String head = announced ? "Content-Length: " + TOO_LARGE + "\r\n" : "Transfer-Encoding: chunked\r\n";
        byte[] body = new byte[TOO_LARGE];
        byte[] sent = announced ? body : concat(bytes(Integer.toHexString(TOO_LARGE) + "\r\n"), body, bytes("\r\n0\r\n\r\n"));

        String answer = raw(head, sent);

        assertThat(answer).startsWith("HTTP/1.1 " + (known ? 413 : 401) + " ").contains("\"error\":\"").containsIgnoringCase("\r\nconnection: close\r\n");
        token = owner;
        assertThat(get(HOMEWORK, "*/*").statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyIsAskedForOnlyWhenItIsTaken() throws Exception {
        assertThat(raw("Expect: 100-continue\r\nContent-Length: " + TOO_LARGE + "\r\n", new byte[0])).startsWith("HTTP/1.1 413 ");
        assertThat(raw("Expect: 100-continue\r\nContent-Length: " + ANSWER.length() + "\r\n", bytes(ANSWER))).startsWith("HTTP/1.1 100 ").contains("HTTP/1.1 202 ");
    }

    @Test
    void whatNeverArrivesLeavesNothing() throws Exception {
        Path incoming = settings.folder().resolve("homework/incoming");
        try (Socket socket = new Socket(lab.getHost(), lab.getPort())) {
            write(socket, concat(head("Content-Length: 1000000\r\n"), new byte[100_000]));
            awaitFull(incoming, true);
            assertThat(post(FORM, ANSWER).statusCode()).as("a second one on its way").isEqualTo(409);
        }

        awaitFull(incoming, false);
        assertThat(post(FORM, ANSWER).statusCode()).as("the next submission").isEqualTo(202);
    }

    @Test
    void twentyADay() throws Exception {
        for (int i = 1; i <= 20; i++) {
            insert(i, "failed", null);
        }
        database.useHandle(handle -> handle.execute("update submission set submitted_at = ? where student_id = ?", System.currentTimeMillis(), student.id()));

        assertThat(post(FORM, ANSWER).statusCode()).isEqualTo(429);
    }

    @Test
    void tokensAreMadeAndRevokedOnTheirPage() throws Exception {
        Browser browser = Browser.of(lab);
        browser.join(URI.create(secrets.classLink("http://localhost")).getPath(), Browser.newName());
        Browser other = Browser.of(lab);
        other.join(URI.create(secrets.classLink("http://localhost")).getPath(), Browser.newName());

        String made = browser.post("/tokens", "application/x-www-form-urlencoded", "").body();
        Matcher text = Pattern.compile("BERTH_TOKEN=(berth_[\\w-]{22})<").matcher(made);
        assertThat(text.find()).isTrue();
        assertThat(send("GET", HOMEWORK, text.group(1), null, "*/*", new byte[0]).statusCode()).isEqualTo(200);
        String listed = browser.get("/tokens").body();
        assertThat(listed).contains(text.group(1).substring(0, 10) + "…", "last used").doesNotContain(text.group(1));
        Matcher revoke = Pattern.compile("action=\"(/tokens/[\\w-]+/revoke)").matcher(listed);
        assertThat(revoke.find()).isTrue();

        assertThat(other.post(revoke.group(1), "application/x-www-form-urlencoded", "").statusCode()).isEqualTo(404);
        assertThat(browser.post(revoke.group(1), "application/x-www-form-urlencoded", "", "http://elsewhere.example").statusCode()).isEqualTo(403);
        assertThat(browser.post(revoke.group(1), "application/x-www-form-urlencoded", "").statusCode()).isEqualTo(303);

        assertThat(send("GET", HOMEWORK, text.group(1), null, "*/*", new byte[0]).statusCode()).isEqualTo(401);
    }

    @Test
    void thePageOfTheHomeworkShowsTheCommand() throws Exception {
        Browser browser = Browser.of(lab);
        browser.join(URI.create(secrets.classLink("http://localhost")).getPath(), Browser.newName());

        assertThat(browser.get("/lessons/homework-1").body()).contains("-F 'words-sum=ANSWER' -F file=@NAME " + browser.origin() + HOMEWORK + "<");
    }

    /** Nothing is there that it does not describe, and nothing is described that is not there. */
    @Test
    void theDescriptionHasAllCalls() throws Exception {
        Set<String> described = new TreeSet<>();
        document.get("paths").fields().forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(method -> {
            if (!method.equals("parameters")) {
                described.add(method + " " + path.getKey());
            }
        }));
        Set<String> there = new TreeSet<>();
        for (Method method : HomeworkApi.class.getMethods()) {
            if (method.isAnnotationPresent(GET.class)) {
                there.add("get /api/" + method.getAnnotation(jakarta.ws.rs.Path.class).value());
            }
        }
        there.remove("get /api/openapi");
        for (Route route : router.getRoutes()) {
            if (route.getPath() != null && route.getPath().startsWith("/api/")) {
                route.methods().forEach(method -> there.add(method.name().toLowerCase(Locale.ROOT) + " " + route.getPath().replaceAll(":(\\w+)", "{$1}")));
            }
        }

        assertThat(described).isEqualTo(there).hasSize(3);
        assertThat(send("GET", "/api/openapi", null, null, "*/*", new byte[0]).body()).isEqualTo(new String(source(), StandardCharsets.UTF_8));
        assertThat(get("/api/other", "*/*").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", HOMEWORK + "/1", token, null, "*/*", new byte[0]).statusCode()).isEqualTo(405);
        assertThat(get(HOMEWORK, "image/png").statusCode()).isEqualTo(406);
    }

    @Test
    void theExamplesOfTheDescriptionAreTrueToItsSchemas() {
        Set<String> checked = new HashSet<>();
        document.findParents("schema").forEach(parent -> {
            JsonNode example = parent.get("example");
            if (example != null && parent.get("schema").has("$ref")) {
                checked.add(parent.get("schema").get("$ref").asText());
                holds(parent.get("schema"), example, "the example");
            }
        });

        assertThat(checked).containsExactlyInAnyOrder("#/components/schemas/Submission", "#/components/schemas/Homework", "#/components/schemas/Error");
    }

    private HttpResponse<String> get(String path, String accept) throws Exception {
        return send("GET", path, token, null, accept, new byte[0]);
    }

    private HttpResponse<String> post(String type, String body) throws Exception {
        return post(type, bytes(body));
    }

    private HttpResponse<String> post(String type, byte[] body) throws Exception {
        return send("POST", HOMEWORK, token, type, "*/*", body);
    }

    private int pages(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(Browser.of(lab).origin() + path)).header("Authorization", "Bearer " + token).build(), BodyHandlers.discarding()).statusCode();
    }

    /** Asks, and holds the answer against the description. */
    private HttpResponse<String> send(String method, String path, String bearer, String type, String accept, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(Browser.of(lab).origin() + path)).timeout(Duration.ofSeconds(30)).header("Accept", accept)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        if (type != null) {
            request.header("Content-Type", type);
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        JsonNode operation = document.get("paths").path(path.equals(HOMEWORK) ? "/api/homework/{homework}/submissions" : "/api/homework/{homework}/submissions/{number}")
                .path(method.toLowerCase(Locale.ROOT));
        if (path.startsWith(HOMEWORK) && !operation.isMissingNode()) {
            JsonNode response = resolve(operation.get("responses").path(Integer.toString(answer.statusCode())));
            String media = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
            assertThat(response.path("content").has(media)).as("%s %s answers %d %s, as it is described", method, path, answer.statusCode(), media).isTrue();
            if (media.equals("application/json")) {
                holds(response.get("content").get(media).get("schema"), json(answer), "the answer");
            }
        } else if (answer.statusCode() >= 400) {
            assertThat(json(answer).get("error").asText()).isNotBlank();
        }
        return answer;
    }

    /** As much of JSON Schema as the description uses. */
    private void holds(JsonNode reference, JsonNode value, String where) {
        JsonNode schema = resolve(reference);
        switch (schema.get("type").asText()) {
            case "object" -> {
                assertThat(value.isObject()).as(where).isTrue();
                schema.path("required").forEach(name -> assertThat(value.has(name.asText())).as("%s has %s", where, name).isTrue());
                for (Iterator<Map.Entry<String, JsonNode>> each = value.fields(); each.hasNext(); ) {
                    Map.Entry<String, JsonNode> field = each.next();
                    JsonNode property = schema.path("properties").path(field.getKey());
                    JsonNode other = schema.path("additionalProperties");
                    assertThat(property.isObject() || other.isObject()).as("%s may have %s", where, field.getKey()).isTrue();
                    holds(property.isObject() ? property : other, field.getValue(), where + "." + field.getKey());
                }
            }
            case "array" -> value.forEach(item -> holds(schema.get("items"), item, where + "[]"));
            case "string" -> {
                assertThat(value.isTextual()).as(where).isTrue();
                if (schema.has("enum")) {
                    assertThat(schema.get("enum")).as(where).contains(value);
                }
            }
            case "integer" -> assertThat(value.isInt()).as(where).isTrue();
            case "boolean" -> assertThat(value.isBoolean()).as(where).isTrue();
            default -> throw new AssertionError(schema);
        }
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** Sends all, and only then reads. */
    private String raw(String headers, byte[] body) throws IOException {
        try (Socket socket = new Socket(lab.getHost(), lab.getPort())) {
            socket.setSoTimeout(20_000);
            write(socket, concat(head("Connection: close\r\n" + headers), body));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private byte[] head(String headers) {
        return bytes("POST " + HOMEWORK + " HTTP/1.1\r\nHost: " + lab.getAuthority() + "\r\nAuthorization: Bearer " + token + "\r\nContent-Type: " + FORM + "\r\n" + headers + "\r\n");
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private void insert(int number, String state, String report) {
        database.useHandle(handle -> handle.execute("insert into submission (id, student_id, homework, number, submitted_at, late, answers, files, state, queued_at, report, points)"
                + " values (?, ?, 'homework-1', ?, 0, 0, '{}', '{}', ?, 0, ?, ?)", student.id() + number, student.id(), number, state, report, report == null ? 0 : 1));
    }

    private int submissions() {
        return database.withHandle(handle -> handle.createQuery("select count(*) from submission where student_id = :student").bind("student", student.id()).mapTo(Integer.class).one());
    }

    private static void awaitFull(Path folder, boolean full) throws IOException {
        for (long end = System.nanoTime() + Duration.ofSeconds(20).toNanos(); isFull(folder) != full; ) {
            assertThat(System.nanoTime()).as("waited for %s", folder).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static boolean isFull(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }

    private static String file(String name, String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n" + content + "\r\n";
    }

    private static byte[] tar(String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.file(name, 0644, bytes(content));
        tar.end();
        return bytes.toByteArray();
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(source());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static byte[] source() throws IOException {
        try (InputStream source = HomeworkApiTest.class.getResourceAsStream("/openapi.yaml")) {
            return source.readAllBytes();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
