package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.daemon.Endpoint;
import dev.berth.daemon.Endpoint.Body;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every endpoint gets what no well-behaved client sends; answers are Docker's where Docker's are the same each time, and words for people in any case. */
@ExtendWith(EngineUnderTest.class)
class EveryEndpointTest {
    private static final String JSON_TYPE = "Content-Type: application/json\r\n";
    private static final int GIBIBYTE = 1 << 30;
    private static final int HEXADECIMAL = 16;
    private static final List<String> NAMES = List.of("a%2fb", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%00", "a%00b", "%ff%fe", "%20", "-rf", ":", "@", "*", "[", "%25", "sha256:abc", "%0d%0aX:y",
            "x".repeat(300), "x".repeat(8000), "f".repeat(64));
    private static final List<String> VALUES = List.of("", "nosuch", "-1", "99999999999999999999", "1e5", "NaN", "%d9%a1", "..", "%00", "%2f%00", "%ff%fe", "%zz", "a%0ab", "x".repeat(7000),
            "%5b%5d", "%7b", "null", "%7b%22nosuch%22:[%22a%22]%7d", "%7b%22label%22:5%7d", "%7b%22label%22:[5]%7d", "%7b%22label%22:%7b%22a%22:%22b%22%7d%7d", "%5b".repeat(2000),
            "%7b%22name%22:[%22(%22]%7d", "%7b%22until%22:[%22x%22]%7d", "%7b%22dangling%22:[%22x%22]%7d", "%7b%22reference%22:[%22[%22]%7d");

    private static final String OURS_ALONE = "it is ours that has to stand it";

    private final Wire wire;

    EveryEndpointTest(Docker docker) {
        wire = docker.wire();
    }

    static List<Endpoint> all() {
        return Endpoint.ALL;
    }

    static Stream<Endpoint> withPlace() {
        return Endpoint.ALL.stream().filter(Endpoint::hasPlace);
    }

    static Stream<Endpoint> ofContainers() {
        return withPlace().filter(endpoint -> endpoint.path().startsWith("/containers/"));
    }

    static Stream<Endpoint> withParameters() {
        return Endpoint.ALL.stream().filter(endpoint -> !endpoint.parameters().isEmpty());
    }

    static Stream<Endpoint> withUnknown() {
        return withPlace().filter(endpoint -> !endpoint.unknown().isEmpty());
    }

    static Stream<Endpoint> withBody() {
        return Endpoint.ALL.stream().filter(endpoint -> endpoint.body() != Body.NONE);
    }

    @BeforeAll
    static void startOne(Docker docker) {
        docker.succeed("run", "-d", "--name", "on", "--label", Emptying.KEPT, SmallImage.NAME, "sleep", "1000");
    }

    @AfterEach
    void itStillServes() {
        assertThat(wire.get("/_ping").text()).isEqualTo("OK");
    }

    private Answer ask(Endpoint endpoint, String path) {
        byte[] body = (endpoint.body() == Body.JSON ? "{\"Cmd\": [\"true\"]}" : "").getBytes(StandardCharsets.UTF_8);
        return wire.send(endpoint.method(), path, endpoint.body() == Body.JSON ? JSON_TYPE : "", body);
    }

    /** Status and words, also of an answer that is taken out of HTTP before it is known that it is none. */
    private static String error(Answer answer) {
        return answer.text().startsWith("{") ? answer.error() : answer.status() + " " + answer.text().strip();
    }

    /** Taken, or refused in words that are not Java's; Docker itself is only asked whether it lives. */
    private static void assertSensible(Answer answer) {
        if (EngineUnderTest.STOCK) {
            return;
        }
        assertThat(answer.status()).isGreaterThan(0);
        if (answer.status() < 400) {
            return;
        }
        assertThat(answer.text()).doesNotContain("Exception").doesNotContain("java.").doesNotContain("internal error").doesNotContain("StreamReadConstraints");
        if (answer.body().length > 0) {
            assertThat(answer.message()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("withUnknown")
    void aNameThatNobodyHas(Endpoint endpoint) {
        assertThat(error(ask(endpoint, endpoint.with("nosuch")))).isEqualTo(endpoint.unknown());
    }

    @ParameterizedTest
    @MethodSource("withPlace")
    void namesThatAreNone(Endpoint endpoint) {
        for (String name : NAMES) {
            Answer answer = ask(endpoint, endpoint.with(name));

            assertSensible(answer);
            assertThat(answer.status()).as("%s %s: %s", endpoint, name, answer.text()).isBetween(300, 500);
        }
    }

    @ParameterizedTest
    @MethodSource("ofContainers")
    void aPrefixOfSeveralIds(Endpoint endpoint) {
        for (int count = ids().size(); count <= HEXADECIMAL; count++) {
            wire.post("/containers/create", "{\"Image\": \"" + SmallImage.NAME + "\", \"Labels\": {\"" + Emptying.KEPT + "\": \"\"}}");
        }
        Map<String, Long> digits = ids().stream().collect(Collectors.groupingBy(id -> id.substring(0, 1), Collectors.counting()));
        String prefix = Collections.max(digits.entrySet(), Map.Entry.comparingByValue()).getKey();

        Answer answer = ask(endpoint, endpoint.with(prefix));

        assertThat(answer.status()).isEqualTo(500);
        if (answer.body().length > 0) {
            assertThat(error(answer)).endsWith("Multiple IDs found with provided prefix: " + prefix);
        }
    }

    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        wire.get("/containers/json?all=1").json().forEach(container -> ids.add(container.path("Id").asText()));
        return ids;
    }

    @ParameterizedTest
    @MethodSource("withParameters")
    void valuesThatAreNone(Endpoint endpoint) {
        assumeTrue(!EngineUnderTest.STOCK, OURS_ALONE);
        for (String parameter : endpoint.parameters()) {
            for (String value : VALUES) {
                assertSensible(ask(endpoint, endpoint.with("nosuch", parameter, value)));
            }
        }
    }

    private static Map<String, String> bodies() {
        Map<String, String> bodies = new LinkedHashMap<>();
        for (String body : List.of("nonsense", "{", "[", "{\"a\": ", "{} x", "{}{}", "{'a': 1}", "{\"a\": 01}", "{\"a\": NaN}", "{\"a\": \"\u0001\"}", "\u00ff\u00fe", "\ufeff{}", "/*x*/{}")) {
            bodies.put(body, body);
        }
        bodies.put("a list", "[]");
        bodies.put("a number", "5");
        bodies.put("10,000 open lists", "[".repeat(10_000));
        bodies.put("10,000 levels", "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000));
        bodies.put("100,000 keys", IntStream.range(0, 100_000).mapToObj(number -> "\"k" + number + "\":1").collect(Collectors.joining(",", "{", "}")));
        return bodies;
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void bodiesThatAreNone(Endpoint endpoint) {
        assumeTrue(!EngineUnderTest.STOCK || endpoint.body() == Body.JSON, OURS_ALONE);
        bodies().forEach((name, body) -> {
            String type = endpoint.body() == Body.JSON ? JSON_TYPE : "";
            Answer answer = wire.send(endpoint.method(), endpoint.with("on"), type, body.getBytes(StandardCharsets.UTF_8));

            assertSensible(answer);
            if (endpoint.body() == Body.JSON && !EngineUnderTest.STOCK) {
                assertThat(answer.status()).as("%s %s: %s", endpoint, name, answer.text()).isIn(400, 404, 413);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void aBodyThatBreaksOff(Endpoint endpoint) throws IOException {
        for (String half : List.of("Content-Length: 1000\r\n\r\n{\"a\": ", "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\"", "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}")) {
            try (Conversation conversation = wire.open()) {
                conversation.send(endpoint.method() + " " + Wire.VERSION + endpoint.with("on") + " HTTP/1.1\r\nHost: docker\r\n" + JSON_TYPE + half);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void aGibibyte(Endpoint endpoint) throws IOException {
        assumeTrue(!EngineUnderTest.STOCK, OURS_ALONE);
        byte[] piece = new byte[1 << 20];
        try (Conversation conversation = wire.open()) {
            conversation.send(endpoint.method() + " " + Wire.VERSION + endpoint.with("on") + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n" + JSON_TYPE + "Content-Length: " + GIBIBYTE + "\r\n\r\n");
            for (int sent = 0; sent < GIBIBYTE; sent += piece.length) {
                conversation.send(piece);
            }
            assertSensible(Answer.parse(conversation.untilClosed()));
        } catch (IOException refusedBefore) {
            assertThat(refusedBefore.getMessage()).containsAnyOf("Broken pipe", "reset");
        }
    }
}
