package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.image.ImageConfig;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code POST /commit}, with the answers that a stock dockerd 20.10.24 gave. */
@Timeout(30)
class CommitWireTest {
    private ServedEngine served;

    @BeforeEach
    void serve() throws IOException {
        served = new ServedEngine();
        try (RawClient client = new RawClient(served.machineSocket())) {
            client.post("/containers/create?name=web", "{\"Image\": \"debian\"}").readUntil("}\n");
        }
    }

    @AfterEach
    void stop() throws IOException {
        served.close();
    }

    private String commit(String query, String body) throws IOException {
        try (RawClient client = new RawClient(served.machineSocket())) {
            return client.post("/commit?container=web" + query, body).readUntil("}\n");
        }
    }

    @Test
    void refusesANameThatIsNone() throws IOException {
        assertThat(commit("&repo=Bad_UPPER", "")).startsWith("HTTP/1.1 500 ").contains("\"invalid reference format: repository name must be lowercase\"");
        assertThat(commit("&repo=bad..name", "")).startsWith("HTTP/1.1 500 ").contains("\"invalid reference format\"");
        assertThat(commit("&repo=good&tag=bad/tag", "")).startsWith("HTTP/1.1 500 ").contains("\"invalid tag format\"");
        assertThat(commit("&repo=sha256", "")).startsWith("HTTP/1.1 400 ").contains("ambiguous tag using digest algorithm as name");
    }

    @Test
    void takesWhatTheBodySaysOfTheImage() throws IOException {
        String answer = commit("&repo=made", "{\"Cmd\": [\"x\", \"y\"], \"Env\": [\"A=9\"], \"Labels\": {\"two\": \"2\"}, \"ExposedPorts\": {\"80/tcp\": {}}}");

        assertThat(answer).startsWith("HTTP/1.1 201 ");
        ImageConfig config = served.machine().images().find("made").image().config();
        assertThat(config.command()).contains(List.of("x", "y"));
        assertThat(config.environment()).contains("A=9");
        assertThat(config.labels()).containsEntry("two", "2");
        assertThat(config.exposedPorts()).containsExactly("80/tcp");
    }

    @Test
    void refusesABodyOfOtherTypes() throws IOException {
        assertThat(commit("&repo=made", "{\"Env\": 7}")).startsWith("HTTP/1.1 400 ").contains("\\\"Env\\\" must be");
    }
}
