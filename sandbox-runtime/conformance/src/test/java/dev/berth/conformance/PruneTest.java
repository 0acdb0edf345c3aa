package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies on the disk, and what goes when it is cleaned. */
@ExtendWith(EngineUnderTest.class)
class PruneTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    PruneTest(Docker docker) {
        this.docker = docker;
    }

    @Test
    void diskUsageCountsWhatIsThere() {
        docker.succeed("run", "-d", "--name", "writer", "-v", "measured:/v", IMAGE, "sh", "-c", "echo hi >/f; echo x >/v/x; echo done; sleep 1000");
        docker.succeed("exec", "writer", "sh", "-c", "until [ -s /v/x ]; do sleep 0.1; done");

        String table = docker.succeed("system", "df", "--format", "{{.Type}}={{.TotalCount}},{{.Active}},{{.Size}},{{.Reclaimable}}").output();

        assertThat(table).contains("Containers=1,1,3B,0B (0%)\n").contains("Local Volumes=1,1,2B,0B (0%)\n").contains("Build Cache=0,0,0B,0B\n");
        assertThat(docker.succeed("system", "df", "-v").output()).containsPattern("measured +1 +2B").containsPattern(IMAGE.replace(":", " +") + " .* 1\n");
        docker.succeed("rm", "-f", "writer");
        docker.succeed("volume", "rm", "measured");
    }

    @Test
    void systemPruneRemovesWhatHasEnded() {
        docker.succeed("run", "-d", "--name", "stays", IMAGE, "sleep", "1000");
        docker.succeed("run", "--name", "goes", IMAGE, "true");
        String id = docker.inspect("goes", "{{.Id}}");

        String said = docker.succeed("system", "prune", "-f").output();

        assertThat(said).contains("Deleted Containers:\n" + id + "\n").contains("Total reclaimed space: 0B");
        assertThat(docker.succeed("ps", "-a", "--format", "{{.Names}}").output()).isEqualTo("stays\n");
    }

    @Test
    void containersArePrunedAsFiltersSay() {
        docker.succeed("create", "--name", "kept", "--label", "keep=1", IMAGE);
        docker.succeed("create", "--name", "gone", "--label", "drop=1", IMAGE);

        docker.succeed("container", "prune", "-f", "--filter", "label=drop");
        assertThat(docker.succeed("ps", "-a", "--format", "{{.Names}}").line()).isEqualTo("kept");
        docker.succeed("container", "prune", "-f", "--filter", "label!=keep");
        docker.succeed("container", "prune", "-f", "--filter", "until=1h");
        assertThat(docker.succeed("ps", "-a", "--format", "{{.Names}}").line()).isEqualTo("kept");
        assertThat(docker.succeed("container", "prune", "-f", "--filter", "until=" + (Instant.now().getEpochSecond() + 1)).output()).contains("Deleted Containers:\n");
        assertThat(docker.wire().post("/containers/prune?" + Wire.filters("{\"x\":[\"y\"]}")).error()).contains("Invalid filter 'x'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"containers", "images", "networks"})
    void aTimeThatIsNone(String what) {
        assertThat(docker.wire().post("/" + what + "/prune?" + Wire.filters("{\"until\":[\"x\"]}")).error())
                .isEqualTo(Difference.between("mistakes-500", 500, 400) + " failed to parse value as time or duration: \"x\"");
    }

    @Test
    void nothingIsOlderThanTime() {
        docker.succeed("create", "--name", "kept", IMAGE);

        docker.succeed("container", "prune", "-f", "--filter", "until=0");
        docker.succeed("container", "prune", "-f", "--filter", "until=2020-01-01");
        docker.succeed("image", "prune", "-f", "--filter", "until=2020-01-01T10:20");
        docker.succeed("container", "prune", "-f", "--filter", "until=1.5h");

        assertThat(docker.succeed("ps", "-a", "--format", "{{.Names}}").line()).isEqualTo("kept");
    }

    @Test
    void aDayThatIsToCome() {
        docker.succeed("create", "--name", "gone", IMAGE);

        docker.succeed("container", "prune", "-f", "--filter", "until=2999-01-01");

        assertThat(docker.succeed("ps", "-aq").output()).isEmpty();
        docker.succeed("create", "--name", "gone", IMAGE);
        docker.succeed("container", "prune", "-f", "--filter", "until=-10h");
        assertThat(docker.succeed("ps", "-aq").output()).isEmpty();
    }

    @Test
    void networksThatAreAlwaysThereAreNotPruned() {
        assertThat(docker.wire().post("/networks/prune").text().strip()).isEqualTo("{\"NetworksDeleted\":null}");
        assertThat(docker.wire().post("/networks/prune?" + Wire.filters("{\"x\":[\"y\"]}")).text()).contains("Invalid filter 'x'");
    }
}
