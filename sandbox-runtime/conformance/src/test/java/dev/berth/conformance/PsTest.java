package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** docker ps: its filters, its formats, the list behind it. */
@ExtendWith(EngineUnderTest.class)
class PsTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    PsTest(Docker docker) {
        this.docker = docker;
    }

    @BeforeAll
    static void makeSome(Docker docker) {
        docker.succeed("create", "--name", "made", "--label", Emptying.KEPT, "--label", "colour=red", IMAGE, "true");
        docker.run("run", "--name", "failed", "--label", Emptying.KEPT, "--label", "colour=blue", IMAGE, "sh", "-c", "exit 3");
        docker.succeed("run", "-d", "--name", "running", "--label", Emptying.KEPT, "-v", "kept:/data", IMAGE, "sleep", "1000");
    }

    private String names(String... options) {
        String[] command = new String[options.length + 4];
        command[0] = "ps";
        command[1] = "-a";
        System.arraycopy(options, 0, command, 2, options.length);
        command[options.length + 2] = "--format";
        command[options.length + 3] = "{{.Names}}";
        return docker.succeed(command).output().replace("\n", " ").strip();
    }

    private Answer list(String filters) {
        return docker.wire().get("/containers/json?all=1&" + Wire.filters(filters));
    }

    @Test
    void theNewestComesFirst() {
        assertThat(names()).isEqualTo("running failed made");
    }

    /** Every rebuild of an image takes its name from the one before. */
    @Test
    void theImageIsShownByItsIdOnceItsNameIsAnothers() {
        docker.succeed("tag", IMAGE, "rebuilt");
        docker.succeed("create", "--name", "older", "rebuilt", "true");
        docker.succeed("create", "--name", "by-id", docker.inspect("older", "{{.Image}}"), "true");
        assertThat(image("older")).isEqualTo("rebuilt");

        docker.succeed("commit", "older", "rebuilt");
        docker.succeed("create", "--name", "newer", "rebuilt", "true");
        String id = docker.inspect("older", "{{.Image}}");
        assertThat(image("older")).isEqualTo(id.substring("sha256:".length(), "sha256:".length() + 12));
        assertThat(image("newer")).isEqualTo("rebuilt");
        assertThat(image("by-id")).isEqualTo(image("older"));
        assertThat(list("{\"name\": [\"older\"]}").json().get(0).path("Image").asText()).isEqualTo(id);
        assertThat(docker.inspect("older", "{{.Config.Image}}")).isEqualTo("rebuilt");

        docker.succeed("rmi", "-f", "rebuilt");
        assertThat(image("newer")).isEqualTo(docker.inspect("newer", "{{.Image}}").substring("sha256:".length(), "sha256:".length() + 12));
    }

    private String image(String container) {
        return docker.succeed("ps", "-a", "--filter", "name=" + container, "--format", "{{.Image}}").line();
    }

    @Test
    void byStatus() {
        assertThat(names("--filter", "status=created")).isEqualTo("made");
        assertThat(names("--filter", "status=exited", "--filter", "status=running")).isEqualTo("running failed");
        assertThat(list("{\"status\": [\"asleep\"]}").error()).isEqualTo("400 Invalid filter 'status=asleep'");
    }

    @Test
    void byExitCode() {
        assertThat(names("--filter", "exited=3")).isEqualTo("failed");
        assertThat(names("--filter", "exited=4")).isEmpty();
        assertThat(list("{\"exited\": [\"three\"]}").status()).isEqualTo(500);
    }

    @Test
    void byName() {
        assertThat(names("--filter", "name=ma")).isEqualTo("made");
        assertThat(names("--filter", "name=^/f")).isEqualTo("failed");
        assertThat(names("--filter", "name=ed$")).isEqualTo("failed");
    }

    @Test
    void byLabel() {
        assertThat(names("--filter", "label=colour")).isEqualTo("failed made");
        assertThat(names("--filter", "label=colour=red")).isEqualTo("made");
        assertThat(names("--filter", "label=colour=red", "--filter", "label=colour=blue")).isEmpty();
    }

    @Test
    void byIdAndAncestor() {
        assertThat(names("--filter", "id=" + docker.inspect("made", "{{.Id}}").substring(0, 12))).isEqualTo("made");
        assertThat(names("--filter", "ancestor=" + IMAGE)).isEqualTo("running failed made");
        assertThat(names("--filter", "ancestor=" + docker.inspect(IMAGE, "{{.Id}}").substring(7, 19))).isEqualTo("running failed made");
        assertThat(names("--filter", "ancestor=nosuch")).isEmpty();
    }

    /** By any name that it has, whatever its container was started by; and with what was made of it. */
    @Test
    void byAncestor() {
        docker.succeed("tag", IMAGE, "own/other:2");
        docker.succeed("create", "--name", "parent", IMAGE);
        docker.succeed("commit", "parent", "own/child");
        docker.succeed("create", "--name", "child", "own/child");
        docker.succeed("commit", "child", "own/grandchild:1");
        docker.succeed("create", "--name", "grandchild", "own/grandchild:1");
        String parent = docker.inspect(IMAGE, "{{.Id}}");
        String child = docker.inspect("own/child", "{{.Id}}");

        for (String each : new String[] {IMAGE, "own/other:2", "docker.io/own/other:2", parent, parent.substring(7), parent.substring(7, 15)}) {
            assertThat(names("--filter", "ancestor=" + each)).isEqualTo("grandchild child parent running failed made");
        }
        for (String each : new String[] {"own/child", "own/child:latest", child, child.substring(7, 19)}) {
            assertThat(names("--filter", "ancestor=" + each)).isEqualTo("grandchild child");
        }
        assertThat(names("--filter", "ancestor=own/grandchild:1", "--filter", "ancestor=nosuch")).isEqualTo("grandchild");
        assertThat(names("--filter", "ancestor=own/other")).isEmpty();
        assertThat(names("--filter", "ancestor=UPPER")).isEmpty();
        assertThat(names("--filter", "ancestor=own/child", "--filter", "name=running")).isEmpty();
        docker.succeed("rmi", "own/other:2");
    }

    @Test
    void byAge() {
        assertThat(names("--filter", "before=failed")).isEqualTo("made");
        assertThat(names("--filter", "since=failed")).isEqualTo("running");
        assertThat(list("{\"before\": [\"nosuch\"]}").error()).isEqualTo("500 no such container nosuch");
    }

    @Test
    void byVolumeAndNetwork() {
        assertThat(names("--filter", "volume=kept")).isEqualTo("running");
        assertThat(names("--filter", "volume=/data")).isEqualTo("running");
        assertThat(names("--filter", "network=bridge")).contains("running");
        assertThat(names("--filter", "network=none")).isEmpty();
    }

    @Test
    void byTheIdOfANetwork() {
        String id = docker.succeed("network", "inspect", "--format", "{{.Id}}", "bridge").line();

        assertThat(names("--filter", "network=" + id)).contains("running");
        assertThat(names("--filter", "network=" + id.substring(0, 12))).contains("running");
        assertThat(names("--filter", "network=" + "0".repeat(12))).isEmpty();
    }

    @Test
    void byExposedPort() {
        docker.succeed("run", "-d", "--name", "exposing", "--expose", "8080", "--expose", "53/udp", IMAGE, "sleep", "1000");
        docker.succeed("create", "--name", "silent", "--expose", "8080", IMAGE);

        assertThat(names("--filter", "expose=8080")).isEqualTo("exposing");
        assertThat(names("--filter", "expose=8000-9000/tcp")).isEqualTo("exposing");
        assertThat(names("--filter", "expose=8080/udp", "--filter", "expose=1-52/udp")).isEmpty();
    }

    @Test
    void byHealthAndTask() {
        assertThat(names("--filter", "health=none")).contains("running");
        assertThat(names("--filter", "is-task=true")).isEmpty();
        assertThat(list("{\"health\": [\"well\"]}").status()).isEqualTo(400);
    }

    @Test
    void theLastFew() {
        assertThat(names("-n", "2")).isEqualTo("running failed");
        assertThat(names("-l")).isEqualTo("running");
        assertThat(docker.wire().get("/containers/json?limit=1").json()).hasSize(1);
    }

    @Test
    void filtersThatAreNone() {
        assertThat(list("{\"nosuch\": [\"x\"]}").error()).isEqualTo("400 Invalid filter 'nosuch'");
        assertThat(docker.wire().get("/containers/json?filters=nonsense").status()).isEqualTo(Difference.between("json-errors", 500, 400));
        assertThat(docker.wire().get("/containers/json?limit=many").status()).isEqualTo(Difference.between("mistakes-500", 500, 400));
    }

    @Test
    void aSummaryHasItsFields() {
        JsonNode summary = list("{\"name\": [\"running\"]}").json().get(0);

        assertThat(summary.path("Names").toString()).isEqualTo("[\"/running\"]");
        assertThat(summary.path("Image").asText()).isEqualTo(IMAGE);
        assertThat(summary.path("ImageID").asText()).isEqualTo(docker.inspect(IMAGE, "{{.Id}}"));
        assertThat(summary.path("Command").asText()).isEqualTo("sleep 1000");
        assertThat(summary.path("State").asText()).isEqualTo("running");
        assertThat(summary.path("Status").asText()).startsWith("Up ");
        assertThat(summary.path("Ports").toString()).isEqualTo("[]");
        assertThat(summary.path("HostConfig").toString()).isEqualTo("{\"NetworkMode\":\"default\"}");
        assertThat(summary.path("NetworkSettings").path("Networks").path("bridge").path("IPAddress").asText()).startsWith("172.17.");
        assertThat(summary.path("Mounts").get(0).path("Name").asText()).isEqualTo("kept");
        assertThat(summary.has("SizeRw")).isFalse();
    }

    @Test
    void aSummaryTellsWhereVolumesLieButThoseOfAPathAlone() {
        docker.succeed("create", "--name", "mounting", "-v", "/x", "--mount", "type=volume,target=/y", "--mount", "type=volume,source=named,target=/z", IMAGE, "true");

        Map<String, String> sources = new TreeMap<>();
        list("{\"name\": [\"mounting\"]}").json().get(0).path("Mounts").forEach(mount -> sources.put(mount.path("Destination").asText(), mount.path("Source").asText()));
        assertThat(sources.get("/x")).isEmpty();
        assertThat(sources.get("/y")).endsWith("/_data");
        assertThat(sources.get("/z")).endsWith("/volumes/named/_data");
        docker.succeed("rm", "-v", "mounting");
        docker.succeed("volume", "rm", "named");
    }

    @Test
    void sizesWhenAskedFor() {
        JsonNode summary = docker.wire().get("/containers/json?all=1&size=1&" + Wire.filters("{\"name\": [\"failed\"]}")).json().get(0);

        assertThat(summary.path("SizeRootFs").asLong()).isPositive();
        assertThat(docker.wire().get("/containers/failed/json?size=1").json().path("SizeRootFs").asLong()).isEqualTo(summary.path("SizeRootFs").asLong());
    }

    @Test
    void tablesHaveTitles() {
        assertThat(docker.succeed("ps", "--filter", "name=running", "--format", "table {{.Names}}\t{{.Mounts}}\t{{.LocalVolumes}}").output()).matches("NAMES +MOUNTS +LOCAL VOLUMES\nrunning +kept +1\n");
        assertThat(docker.succeed("ps").output()).startsWith("CONTAINER ID   IMAGE");
        assertThat(docker.succeed("ps", "-s", "--filter", "name=running", "--format", "{{.Size}}").line()).startsWith("0B (virtual ");
        assertThat(docker.succeed("ps", "-a", "--filter", "name=failed", "--format", "{{json .}}").output()).contains("\"Names\":\"failed\"").contains("\"State\":\"exited\"").contains("\"Status\":\"Exited (3) ");
    }

    @Test
    void byPublishedPort() {
        assertThat(names("--filter", "publish=80")).isEmpty();
        assertThat(names("--filter", "health=starting")).isEmpty();
    }

    @Test
    void formats() {
        assertThat(docker.succeed("ps", "-a", "--filter", "name=failed", "--format", "{{.ID}} {{.Label \"colour\"}} {{.Mounts}} {{.Networks}} {{.State}}").line())
                .isEqualTo(docker.inspect("failed", "{{.Id}}").substring(0, 12) + " blue  bridge exited");
        assertThat(docker.succeed("ps", "--no-trunc", "-q").line()).isEqualTo(docker.inspect("running", "{{.Id}}"));
    }
}
