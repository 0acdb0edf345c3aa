package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no request, and paths that are written in another way than the usual. */
@ExtendWith(EngineUnderTest.class)
class MalformedRequestTest {
    private static final String HOST = "\r\nHost: docker\r\nConnection: close\r\n";

    private final Docker docker;
    private final Wire wire;

    MalformedRequestTest(Docker docker) {
        this.docker = docker;
        wire = docker.wire();
    }

    private Answer answer(String request) throws IOException {
        try (Conversation conversation = wire.open()) {
            conversation.send(request);
            return Answer.parse(conversation.untilClosed());
        }
    }

    private static void assertPlain(Answer answer, int status, String text) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).isEqualTo(text);
        assertThat(answer.headers()).containsEntry("content-type", "text/plain; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage\r\n", "GET\r\n", "GET  HTTP/1.1" + HOST, "GET /_ping" + HOST, "GET /a b HTTP/1.1" + HOST, "G(T /_ping HTTP/1.1" + HOST, "GET /_ping HTTP/1.1\r\nnothing" + HOST,
        "GET _ping HTTP/1.1" + HOST, "GET /containers/%zz/json HTTP/1.1" + HOST, "GET /containers/%2 HTTP/1.1" + HOST, "GET /_ping HTTP/1.1\r\nHost: other" + HOST,
        "POST /volumes/create HTTP/1.1\r\nContent-Length: x" + HOST, "POST /volumes/create HTTP/1.1\r\nContent-Length: -1" + HOST,
        "POST /volumes/create HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2" + HOST})
    void isNone(String request) throws IOException {
        assertPlain(answer(request + "\r\n"), 400, "400 Bad Request");
    }

    @Test
    void theAnswerHasAVersionOfItsOwn() throws IOException {
        try (Conversation conversation = wire.open()) {
            conversation.send("garbage\r\n\r\n");

            assertThat(new String(conversation.untilClosed(), StandardCharsets.UTF_8)).startsWith(Difference.between("refused-version", "HTTP/1.1 400", "HTTP/1.0 400"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r\n\r\n", "\n", " ", "\t", "\u0000"})
    void whatStandsBeforeARequest(String before) throws IOException {
        assertThat(answer(before + "GET /_ping HTTP/1.1\r\nConnection: close" + HOST + "\r\n").status()).isEqualTo(Difference.between("before-request", 400, 200));
    }

    @Test
    void headersThatMakeNoSense() throws IOException {
        assertPlain(answer("GET /_ping HTTP/1.1\r\n\r\n"), 400, "400 Bad Request: missing required Host header");
        assertPlain(answer("GET /_ping HTTP/1.1\r\nHost: a b\r\n\r\n"), 400, "400 Bad Request: malformed Host header");
        assertPlain(answer("POST /volumes/create HTTP/1.1\r\nTransfer-Encoding: gzip" + HOST + "\r\n"), 501, "Unsupported transfer encoding");
        assertThat(answer("GET /_ping HTTP/1.1\r\nExpect: much" + HOST + "\r\n").status()).isEqualTo(417);
        assertThat(answer("GET /_ping HTTP/1.0\r\n\r\n").status()).isEqualTo(200);
        assertThat(answer("GET http://docker/_ping HTTP/1.1" + HOST + "\r\n").status()).isEqualTo(200);
    }

    @Test
    void aChunkThatIsNone() throws IOException {
        try (Conversation conversation = wire.open()) {
            conversation.send("POST /volumes/create HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked" + HOST + "\r\nzz\r\n{}\r\n0\r\n\r\n");

            String answered = new String(conversation.untilClosed(), StandardCharsets.UTF_8);

            assertThat(answered.contains("invalid byte in chunk length")).isEqualTo(Difference.between("bad-chunk", true, false));
            assertThat(answered.isEmpty()).isEqualTo(Difference.between("bad-chunk", false, true));
        }
        assertThat(wire.get("/_ping").text()).isEqualTo("OK");
    }

    @Test
    void linesThatAreLong() throws IOException {
        String tooLong = Difference.between("request-head", "OK", "431 Request Header Fields Too Large");

        assertThat(answer("GET /_ping HTTP/1.1\r\nX-Long: " + "x".repeat(20_000) + HOST + "\r\n").text()).isEqualTo(tooLong);
        assertThat(answer("GET /_ping?" + "x".repeat(20_000) + " HTTP/1.1" + HOST + "\r\n").text()).isEqualTo(tooLong);
        assertThat(answer("GET /_ping?" + "x".repeat(15_000) + " HTTP/1.1" + HOST + "\r\n").text()).isEqualTo("OK");
    }

    @ParameterizedTest
    @CsvSource({"//_ping, /_ping", "/./_ping, /_ping", "/v1.41/../_ping, /_ping", "/.., /", "/v1.41//containers/json?all=%31&//x, /v1.41/containers/json?all=%31&//x",
        "/v1.41/info//, /v1.41/info/", "/v1.41/containers/%2e%2e/json, /v1.41/json", "/v1.41/containers/..%2f..%2fetc/json, /etc/json", "/v1.41/images/a%2f%2Fb/json, /v1.41/images/a/b/json",
        "/a/../*!'()[]%3f%23;:@&=$+~%ff, /%2A%21%27%28%29%5B%5D%3F%23;:@&=$+~%FF"})
    void aPathThatIsNotClean(String path, String clean) throws IOException {
        for (String method : new String[] {"GET", "POST"}) {
            Answer answer = answer(method + " " + path + " HTTP/1.1\r\nContent-Length: 0" + HOST + "\r\n");

            assertThat(answer.status()).isEqualTo(301);
            assertThat(answer.headers()).containsEntry("location", clean);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void aPathIsReadWithoutItsEscapes() {
        assertThat(wire.get("/%69nfo").status()).isEqualTo(200);
        assertThat(wire.get("/containers/a%2fb/json").error()).isEqualTo("404 No such container: a/b");
        assertThat(wire.get("/containers/a/b/json").error()).isEqualTo("404 No such container: a/b");
        assertThat(wire.get("/containers/\u00e9%c3%a9+/json").error()).isEqualTo("404 No such container: \u00e9\u00e9+");
        assertThat(wire.get("/containers/a%0ab/json").error()).isEqualTo("404 page not found");
        assertThat(wire.get("/volumes/a/b").error()).isEqualTo("404 get a/b: no such volume");
        assertThat(wire.delete("/containers/a/b").error()).isEqualTo("404 No such container: a/b");
        assertThat(wire.get("/networks/a/b").error()).isEqualTo("404 network a/b not found");
        assertThat(wire.get("/exec/a/b/json").error()).isEqualTo("404 No such exec instance: a/b");
        assertThat(wire.get("/info/").error()).isEqualTo("404 page not found");
    }

    @Test
    void aQueryWithSemicolons() {
        assertThat(wire.get("/containers/json?all=1;size=1").error()).isEqualTo("400 invalid semicolon separator in query");
    }

    @Test
    void versionsOfOtherShapes() throws IOException {
        assertThat(answer("GET /v01.041/_ping HTTP/1.1" + HOST + "\r\n").text()).isEqualTo("OK");
        assertThat(answer("GET /v1.41.0/_ping HTTP/1.1" + HOST + "\r\n").text()).isEqualTo("OK");
        assertThat(answer("GET /v1.41.5/_ping HTTP/1.1" + HOST + "\r\n").error()).isEqualTo("400 client version 1.41.5 is too new. Maximum supported API version is 1.41");
        assertThat(answer("GET /v99999999999999999999/_ping HTTP/1.1" + HOST + "\r\n").error())
                .isEqualTo("400 client version 99999999999999999999 is too new. Maximum supported API version is 1.41");
        assertThat(answer("GET /v9.9/nosuch HTTP/1.1" + HOST + "\r\n").error()).isEqualTo("404 page not found");
        assertThat(answer("GET /v1.41 HTTP/1.1" + HOST + "\r\n").error()).isEqualTo("404 page not found");
    }

    @Test
    void optionsAreAskedOfAnything() {
        assertThat(wire.send("OPTIONS", "/nosuch", "", new byte[0]).status()).isEqualTo(200);
    }

    @Test
    void thereAreNoPlugins() {
        assertThat(docker.succeed("plugin", "ls").output().lines()).hasSize(1);
        assertThat(docker.run("plugin", "inspect", "nosuch").code()).isEqualTo(1);
        assertThat(docker.run("plugin", "disable", "nosuch").errors()).isEqualTo("Error response from daemon: plugin \"nosuch\" not found\n");
        assertThat(wire.delete("/plugins/nosuch").error()).isEqualTo("404 plugin \"nosuch\" not found");
        assertThat(wire.get("/plugins?" + Wire.filters("{\"nosuch\": [\"x\"]}")).error()).isEqualTo("400 Invalid filter 'nosuch'");
        assertThat(wire.get("/plugins/privileges?remote=some/plugin").status()).isEqualTo(Difference.between("plugins", 200, 501));
    }

    @Test
    void thereIsNoSwarm() {
        String noManager = "Error response from daemon: This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again.\n";
        for (String command : new String[] {"node ls", "service ls", "stack ls", "secret ls", "config ls", "swarm ca", "swarm unlock-key"}) {
            assertThat(docker.run(command.split(" ")).errors()).as(command).endsWith(noManager);
        }
        assertThat(docker.run("swarm", "leave").errors()).isEqualTo("Error response from daemon: This node is not part of a swarm\n");
    }
}
