package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events: which there are, what they look like, which are asked for. */
@ExtendWith(EngineUnderTest.class)
class EventsTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    EventsTest(Docker docker) {
        this.docker = docker;
    }

    private String events(String... filters) {
        String[] command = new String[filters.length * 2 + 7];
        String[] start = {"events", "--since", "0", "--until", String.valueOf(Instant.now().getEpochSecond() + 1), "--format", "{{.Type}} {{.Action}}"};
        System.arraycopy(start, 0, command, 0, start.length);
        for (int filter = 0; filter < filters.length; filter++) {
            command[start.length + 2 * filter] = "--filter";
            command[start.length + 2 * filter + 1] = filters[filter];
        }
        return docker.succeed(command).output();
    }

    @Test
    void aLifeInOrder() {
        docker.succeed("run", "-d", "--name", "lived", IMAGE, "sleep", "1000");
        docker.succeed("pause", "lived");
        docker.succeed("unpause", "lived");
        docker.succeed("rename", "lived", "renamed");
        String id = docker.inspect("renamed", "{{.Id}}");
        docker.succeed("stop", "-t", "0", "renamed");
        docker.succeed("start", "renamed");
        docker.succeed("restart", "-t", "0", "renamed");
        docker.succeed("kill", "renamed");
        docker.succeed("wait", "renamed");
        docker.succeed("rm", "renamed");

        String prefix = "container ";
        assertThat(events("container=" + id, "type=container").lines().map(line -> line.substring(prefix.length())).filter(action -> !action.equals("attach")).toList()).containsExactly(
                "create", "start", "pause", "unpause", "rename", "kill", "kill", "die", "stop", "start", "kill", "kill", "die", "stop", "start", "restart", "kill", "die", "destroy");
    }

    @Test
    void execsAreTold() {
        docker.succeed("run", "-d", "--name", "executing", IMAGE, "sleep", "1000");
        docker.run("exec", "executing", "sh", "-c", "exit 3");

        assertThat(events("container=executing", "event=exec_create", "event=exec_start", "event=exec_die"))
                .isEqualTo("container exec_create: sh -c exit 3\ncontainer exec_start: sh -c exit 3\ncontainer exec_die\n");
    }

    @Test
    void theShapeOfOne() throws Exception {
        docker.succeed("create", "--name", "shaped", "--label", "k=v", IMAGE);
        String until = String.valueOf(Instant.now().getEpochSecond() + 1);

        JsonNode event = new ObjectMapper().readTree(docker.wire().get("/events?since=0&until=" + until + "&" + Wire.filters("{\"container\": [\"shaped\"]}")).text().lines().findFirst().orElseThrow());

        assertThat(event.path("status").asText()).isEqualTo("create");
        assertThat(event.path("id").asText()).isEqualTo(docker.inspect("shaped", "{{.Id}}"));
        assertThat(event.path("from").asText()).isEqualTo(IMAGE);
        assertThat(event.path("Type").asText()).isEqualTo("container");
        assertThat(event.path("Action").asText()).isEqualTo("create");
        assertThat(event.path("Actor").path("ID").asText()).isEqualTo(event.path("id").asText());
        assertThat(event.path("Actor").path("Attributes").toString()).isEqualTo("{\"image\":\"" + IMAGE + "\",\"k\":\"v\",\"name\":\"shaped\"}");
        assertThat(event.path("scope").asText()).isEqualTo("local");
        assertThat(event.path("timeNano").asLong() / 1_000_000_000).isEqualTo(event.path("time").asLong());
    }

    @Test
    void byLabelImageAndType() {
        docker.succeed("create", "--name", "labelled", "--label", "only=this", IMAGE);

        assertThat(events("label=only=this")).isEqualTo("container create\n");
        assertThat(events("label=only=that")).isEmpty();
        assertThat(events("image=" + IMAGE, "container=labelled")).isEqualTo("container create\n");
        assertThat(events("type=volume", "container=labelled")).isEmpty();
    }

    @Test
    void outOfMemoryIsTold() {
        docker.run("run", "--name", "greedy", "-m", "16m", "--memory-swap", "16m", IMAGE, "sh", "-c", "exec tail /dev/zero");

        assertThat(events("container=greedy", "event=oom")).isEqualTo("container oom\n");
    }

    @Test
    void theyComeWhileOneWaits() throws Exception {
        try (Conversation stream = docker.wire().open()) {
            stream.send("GET " + Wire.VERSION + "/events?" + Wire.filters("{\"container\": [\"awaited\"]}") + " HTTP/1.0\r\nHost: docker\r\n\r\n");
            stream.skipHeaders();

            docker.succeed("create", "--name", "awaited", IMAGE);

            assertThat(new ObjectMapper().readTree(stream.line()).path("Action").asText()).isEqualTo("create");
        }
    }

    @Test
    void timesThatAreNone() {
        assertThat(docker.wire().get("/events?since=yesterday").status()).isEqualTo(Difference.between("mistakes-500", 500, 400));
        assertThat(docker.wire().get("/events?since=20&until=10").error()).isEqualTo("400 `since` time (20) cannot be after `until` time (10)");
    }
}
