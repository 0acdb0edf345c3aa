package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.conformance.Docker.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Looking at what runs: top and stats. */
@ExtendWith(EngineUnderTest.class)
class WatchingTest {
    private final Docker docker;

    WatchingTest(Docker docker) {
        this.docker = docker;
    }

    @BeforeAll
    static void startOne(Docker docker) {
        docker.succeed("run", "-d", "--name", "watched", "--label", Emptying.KEPT, "-m", "64m", SmallImage.NAME, "sleep", "1000");
    }

    @Test
    void topHasTitlesAndProcesses() {
        JsonNode top = docker.wire().get("/containers/watched/top").json();

        assertThat(top.path("Titles").toString()).isEqualTo("[\"UID\",\"PID\",\"PPID\",\"C\",\"STIME\",\"TTY\",\"TIME\",\"CMD\"]");
        assertThat(top.path("Processes")).hasSize(1);
        assertThat(top.path("Processes").get(0).get(7).asText()).isEqualTo("sleep 1000");
        assertThat(top.path("Processes").get(0).get(1).asText()).isEqualTo(docker.inspect("watched", "{{.State.Pid}}"));
    }

    @Test
    void topTakesArguments() {
        assertThat(docker.succeed("top", "watched", "-o", "pid,comm").output()).matches("PID +COMMAND\n\\d+ +(sleep|busybox)\n");
        assertThat(docker.wire().get("/containers/watched/top?ps_args=aux").json().path("Titles").get(0).asText()).isEqualTo("USER");
    }

    @Test
    void topKnowsTheFormatsOfPs() {
        assertThat(titles("ax")).isEqualTo("PID TTY STAT TIME COMMAND");
        assertThat(titles("aux")).isEqualTo("USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND");
        assertThat(titles("-e")).isEqualTo("PID TTY TIME CMD");
        assertThat(titles("axo pid,args")).isEqualTo("PID COMMAND");
        assertThat(titles("-eo pid,start,comm")).isEqualTo("PID STARTED COMMAND");
        assertThat(docker.run("top", "watched", "bogus").errors()).isEqualTo("Error response from daemon: ps: error: unsupported option (BSD syntax)\n");
        assertThat(docker.run("top", "watched", "-o", "nonsense,pid").errors()).contains("ps: error: unknown user-defined format specifier \"nonsense\"");
    }

    @Test
    void topShowsStatesAndTimesAsPs() {
        JsonNode process = docker.wire().get("/containers/watched/top?ps_args=aux").json().path("Processes").get(0);

        assertThat(process.get(7).asText()).matches("S[N<]?s"); // as nice as whoever started the tests
        assertThat(process.get(8).asText()).matches("\\d\\d:\\d\\d|[A-Z][a-z]{2}\\d\\d");
        assertThat(process.get(9).asText()).isEqualTo("0:00");
        assertThat(docker.succeed("top", "watched", "-o", "pid,s,stat").output()).matches("PID +S +STAT\n\\d+ +S +S[N<]?s\n");
    }

    private String titles(String arguments) {
        List<String> titles = new ArrayList<>();
        docker.wire().get("/containers/watched/top?ps_args=" + Wire.encoded(arguments)).json().path("Titles").forEach(title -> titles.add(title.asText()));
        return String.join(" ", titles);
    }

    @Test
    void numbersOfStatsAddUp() {
        JsonNode stats = docker.wire().get("/containers/watched/stats?stream=false").json();
        JsonNode processor = stats.path("cpu_stats").path("cpu_usage");
        long each = 0;
        for (JsonNode one : processor.path("percpu_usage")) {
            each += one.asLong();
        }

        assertThat(each).isIn(0L, processor.path("total_usage").asLong()); // the kernel tells them apart in version 1 of control groups
        assertThat(stats.path("memory_stats").path("usage").asLong()).isLessThanOrEqualTo(stats.path("memory_stats").path("limit").asLong());
        assertThat(processor.path("total_usage").asLong()).isGreaterThanOrEqualTo(stats.path("precpu_stats").path("cpu_usage").path("total_usage").asLong());
        assertThat(Instant.parse(stats.path("read").asText())).isAfter(Instant.parse(stats.path("preread").asText()));
        assertThat(stats.path("blkio_stats").has("io_service_bytes_recursive")).isTrue();
    }

    @Test
    void topNeedsTheColumnOfProcessNumbers() {
        assertThat(docker.run("top", "watched", "-o", "comm").errors()).contains("Couldn't find PID field in ps output");
    }

    @Test
    void topNeedsARunningContainer() {
        docker.succeed("create", "--name", "idle", SmallImage.NAME);

        Answer answer = docker.wire().get("/containers/idle/top");

        assertThat(answer.error()).isEqualTo("409 Container " + docker.inspect("idle", "{{.Id}}") + " is not running");
    }

    @Test
    void statsOnce() {
        JsonNode stats = docker.wire().get("/containers/watched/stats?stream=false").json();

        assertThat(stats.path("name").asText()).isEqualTo("/watched");
        assertThat(stats.path("id").asText()).isEqualTo(docker.inspect("watched", "{{.Id}}"));
        assertThat(stats.path("memory_stats").path("limit").asLong()).isEqualTo(64 << 20);
        assertThat(stats.path("memory_stats").path("usage").asLong()).isBetween(1L, 64L << 20);
        assertThat(stats.path("pids_stats").path("current").asInt()).isEqualTo(1);
        assertThat(stats.path("cpu_stats").path("cpu_usage").path("total_usage").asLong()).isPositive();
        assertThat(stats.path("cpu_stats").path("system_cpu_usage").asLong()).isGreaterThan(stats.path("precpu_stats").path("system_cpu_usage").asLong());
        assertThat(stats.path("cpu_stats").path("online_cpus").asInt()).isPositive();
        assertThat(stats.path("networks").path("eth0").has("rx_bytes")).isTrue();
    }

    @Test
    void statsTellWhatTheControlGroupsKnow() {
        JsonNode stats = docker.wire().get("/containers/watched/stats?stream=false&one-shot=true").json();
        Set<String> memory = new TreeSet<>();
        stats.path("memory_stats").fieldNames().forEachRemaining(memory::add);

        assertThat(memory).isEqualTo(ControlGroupVersion.between(Set.of("usage", "max_usage", "stats", "limit"), Set.of("usage", "stats", "limit")));
        assertThat(stats.path("pids_stats").path("limit").asText()).isEqualTo(ControlGroupVersion.between("", "18446744073709551615"));
    }

    @Test
    void statsOneShotDoesNotWait() {
        JsonNode stats = docker.wire().get("/containers/watched/stats?stream=false&one-shot=true").json();

        assertThat(stats.path("precpu_stats").path("cpu_usage").path("total_usage").asLong()).isZero();
        assertThat(stats.path("read").asText()).isNotEqualTo("0001-01-01T00:00:00Z");
    }

    @Test
    void statsStream() throws Exception {
        try (Conversation stream = docker.wire().open()) {
            stream.send("GET " + Wire.VERSION + "/containers/watched/stats HTTP/1.0\r\nHost: docker\r\n\r\n");
            stream.skipHeaders();
            JsonNode first = new ObjectMapper().readTree(stream.line());
            JsonNode second = new ObjectMapper().readTree(stream.line());

            assertThat(second.path("preread").asText()).isEqualTo(first.path("read").asText());
        }
    }

    @Test
    void statsOfWhatDoesNotRunAreEmpty() {
        docker.succeed("create", "--name", "idle", SmallImage.NAME);

        JsonNode stats = docker.wire().get("/containers/idle/stats?stream=false").json();

        assertThat(stats.path("read").asText()).isEqualTo("0001-01-01T00:00:00Z");
        assertThat(stats.path("memory_stats").toString()).isEqualTo("{}");
    }

    @Test
    void statsOnTheCommandLine() {
        Result result = docker.succeed("stats", "--no-stream", "--format", "{{.Name}} {{.MemUsage}} {{.PIDs}}", "watched");

        assertThat(result.line()).matches("watched [0-9.]+[KM]?i?B / 64MiB 1");
    }

    @Test
    void statsOfNobody() {
        assertThat(docker.wire().get("/containers/nosuch/stats?stream=false").error()).isEqualTo("404 No such container: nosuch");
    }
}
