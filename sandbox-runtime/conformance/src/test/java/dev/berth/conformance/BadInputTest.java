package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no well-behaved client sends. */
@ExtendWith(EngineUnderTest.class)
class BadInputTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;
    private final Wire wire;

    BadInputTest(Docker docker) {
        this.docker = docker;
        wire = docker.wire();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /json", "GET /logs?stdout=1", "GET /changes", "GET /export", "GET /top", "GET /stats?stream=false", "GET /archive?path=/", "POST /start", "POST /stop",
        "POST /restart", "POST /pause", "POST /unpause", "POST /rename?name=new", "POST /wait", "POST /resize?h=1&w=1", "DELETE "})
    void nobody(String call) {
        String[] parts = call.split(" ", 2);

        assertThat(wire.send(parts[0], "/containers/nosuch" + parts[1], "", new byte[0]).error()).isEqualTo("404 No such container: nosuch");
    }

    @Test
    void nobodyToKill() {
        assertThat(wire.post("/containers/nosuch/kill").error()).isEqualTo("404 Cannot kill container: nosuch: No such container: nosuch");
    }

    @Test
    void aBodyThatIsNoJson() {
        int expected = Difference.between("json-errors", 500, 400);

        assertThat(wire.post("/containers/create", "nonsense").status()).isEqualTo(expected);
        assertThat(wire.post("/containers/create", "{\"Image\": ").status()).isEqualTo(expected);
        assertThat(wire.post("/volumes/create", "[1, 2]").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Image\": 5", "\"Cmd\": {\"a\": 1}", "\"Env\": \"A=b\"", "\"Tty\": \"yes\"", "\"Labels\": [\"a\"]", "\"HostConfig\": []", "\"HostConfig\": {\"Memory\": \"much\"}",
        "\"HostConfig\": {\"Binds\": \"a:b\"}", "\"Healthcheck\": {\"Interval\": \"1s\"}", "\"StopTimeout\": 1.5",
        "\"ArgsEscaped\": 5", "\"OnBuild\": 0", "\"Shell\": 5", "\"MacAddress\": 5", "\"ExposedPorts\": {\"80\": 5}", "\"HostConfig\": {\"ContainerIDFile\": 5}", "\"HostConfig\": {\"Cgroup\": 5}",
        "\"HostConfig\": {\"Links\": 0}", "\"HostConfig\": {\"ConsoleSize\": 5}", "\"HostConfig\": {\"PortBindings\": {\"80/tcp\": 5}}", "\"HostConfig\": {\"BlkioWeightDevice\": 5}",
        "\"HostConfig\": {\"Devices\": [5]}", "\"HostConfig\": {\"CpuCount\": \"x\"}", "\"HostConfig\": {\"PublishAllPorts\": 0}"})
    void aFieldOfAnotherType(String field) {
        Answer answer = wire.post("/containers/create", "{\"Image\": \"" + IMAGE + "\", " + field + "}");

        assertThat(answer.status()).isEqualTo(Difference.between("json-errors", 500, 400));
        assertThat(answer.message()).contains(Difference.between("json-errors", "json: cannot unmarshal ", " must be "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", "application/json; ;;", ""})
    void aBodyThatSaysItIsSomethingElse(String type) {
        for (String path : new String[] {"/containers/create", "/containers/nosuch/exec", "/containers/nosuch/update", "/exec/nosuch/start", "/volumes/create", "/commit?container=nosuch"}) {
            Answer answer = wire.send("POST", path, "Content-Type: " + type + "\r\n", "{\"Image\": 5}".getBytes(StandardCharsets.UTF_8));

            assertThat(answer.error()).as(path).isEqualTo("400 Content-Type specified (" + type + ") must be 'application/json'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "application/json ; a=\"b c\"", "application/json;"})
    void aBodyThatSaysItIsJson(String type) {
        assertThat(wire.send("POST", "/volumes/create", "Content-Type: " + type + "\r\n", "{}".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(201);
    }

    @Test
    void aBodyThatSaysMuchOfItsJson() {
        String type = IntStream.range(0, 1500).mapToObj(number -> "; a" + number + "=b").collect(Collectors.joining("", "application/json", ""));

        assertThat(wire.send("POST", "/volumes/create", "Content-Type: " + type + "\r\n", "{}".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(201);
    }

    @Test
    void nothingInAListIsAnEmptyText() {
        assertThat(wire.post("/containers/create?name=nothing", "{\"Image\": \"" + IMAGE + "\", \"Cmd\": [\"echo\", null], \"Labels\": {\"a\": null}}").status()).isEqualTo(201);

        assertThat(docker.inspect("nothing", "{{json .Config.Cmd}} {{json .Config.Labels}}")).isEqualTo("[\"echo\",\"\"] {\"a\":\"\"}");
    }

    @Test
    void filtersThatAreNothing() {
        assertThat(wire.get("/containers/json?filters=null").status()).isEqualTo(200);
    }

    @Test
    void noImage() {
        assertThat(wire.post("/containers/create", "{}").error()).isEqualTo("400 Config cannot be empty in order to create a container");
        assertThat(wire.post("/containers/create", "{\"Image\": \"\"}").error()).isEqualTo("400 No command specified");
    }

    @Test
    void noBody() {
        assertThat(wire.post("/containers/create", "").status()).isEqualTo(Difference.between("json-errors", 500, 400));
    }

    @Test
    void namesWithSlashesAndDots() {
        assertThat(wire.post("/containers/create?name=" + Wire.encoded("a/b"), "{\"Image\": \"" + IMAGE + "\"}").error()).isEqualTo("400 Invalid container name (a/b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        assertThat(wire.post("/containers/create?name=" + Wire.encoded("../../etc"), "{\"Image\": \"" + IMAGE + "\"}").status()).isEqualTo(400);
        assertThat(wire.get("/containers/..%2f..%2fetc/json").status()).isIn(400, 404, 301);
    }

    @Test
    void aPrefixThatSeveralIdsHave() {
        Stream.iterate(1, number -> number + 1).limit(17).forEach(number -> docker.wire().post("/containers/create", "{\"Image\": \"" + IMAGE + "\"}"));
        String shared = docker.succeed("ps", "-aq").output().lines().map(id -> id.substring(0, 1)).sorted()
                .reduce((one, other) -> one.length() == 1 && one.equals(other) ? one + one : one.length() == 2 ? one : other).orElseThrow().substring(0, 1);

        assertThat(wire.get("/containers/" + shared + "/json").error()).isEqualTo("500 Multiple IDs found with provided prefix: " + shared);
    }

    @Test
    void pathsThatAreNone() {
        assertThat(wire.get("/nosuch").error()).isEqualTo("404 page not found");
        assertThat(wire.send("PATCH", "/containers/json", "", new byte[0]).status()).isIn(404, 405);
    }

    @Test
    void versionsThatAreTooNewOrTooOld() throws Exception {
        assertThat(versioned("/v9.99/info")).contains("400 Bad Request").contains("client version 9.99 is too new. Maximum supported API version is 1.41");
        assertThat(versioned("/v1.1/info")).contains("400 Bad Request").contains("client version 1.1 is too old. Minimum supported API version is " + Difference.between("oldest-version", "1.12", "1.24") + ", please upgrade your client to a newer version");
    }

    private String versioned(String path) throws Exception {
        try (Conversation conversation = wire.open()) {
            conversation.send("GET " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n");
            return new String(conversation.untilClosed(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aSignalThatDoesNotExist() {
        docker.succeed("run", "-d", "--name", "on", IMAGE, "sleep", "1000");

        assertThat(wire.post("/containers/on/kill?signal=NOPE").error()).isEqualTo("400 Invalid signal: NOPE");
        assertThat(wire.post("/containers/on/kill?signal=-1").status()).isEqualTo(500);
        assertThat(wire.post("/containers/on/stop?t=soon").status()).isEqualTo(Difference.between("mistakes-500", 500, 400));
    }

    @Test
    void startingWithABodyIsNoLongerDone() {
        docker.succeed("create", "--name", "idle", IMAGE, "true");

        assertThat(wire.post("/containers/idle/start", "{\"Binds\": [\"/:/host\"]}").error()).isEqualTo("400 starting container with non-empty request body was deprecated since API v1.22 and removed in v1.24");
    }

    @Test
    void statesThatDoNotAllowIt() {
        docker.succeed("create", "--name", "idle", IMAGE, "true");
        String id = docker.inspect("idle", "{{.Id}}");

        assertThat(wire.post("/containers/idle/pause").error()).isEqualTo("409 Container " + id + " is not running");
        assertThat(wire.post("/containers/idle/unpause").error()).isEqualTo("500 Container " + id + " is not paused");
        assertThat(wire.post("/containers/idle/kill").error()).isEqualTo("409 Cannot kill container: idle: Container " + id + " is not running");
        assertThat(wire.post("/containers/idle/stop").status()).isEqualTo(304);
        assertThat(wire.post("/containers/idle/resize?h=1&w=1").error()).isEqualTo("409 Container " + id + " is not running");
    }

    @Test
    void renamesThatCannotBe() {
        docker.succeed("create", "--name", "one", IMAGE);
        docker.succeed("create", "--name", "two", IMAGE);

        assertThat(wire.post("/containers/one/rename?name=two").status()).isEqualTo(409);
        assertThat(wire.post("/containers/one/rename?name=").error()).isEqualTo("400 Neither old nor new names may be empty");
        assertThat(wire.post("/containers/one/rename?name=one").error()).isEqualTo("400 Renaming a container with the same name as its current name");
    }

    @Test
    void aBodyThatNeverEnds() throws Exception {
        try (Conversation conversation = wire.open()) {
            conversation.send("POST " + Wire.VERSION + "/containers/create HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{\"Image\": \"");
        }

        assertThat(wire.get("/_ping").text()).isEqualTo("OK");
    }

    @Test
    void connectionsThatCloseHalfWay() throws Exception {
        for (String start : new String[] {"G", "GET /v1.41/containers/json", "POST /v1.41/images/load HTTP/1.1\r\nHost: docker\r\nContent-Length: 500\r\n\r\nhalf", "\0\0\0\0"}) {
            try (Conversation conversation = wire.open()) {
                conversation.send(start);
            }
        }

        assertThat(wire.get("/_ping").text()).isEqualTo("OK");
    }
}
