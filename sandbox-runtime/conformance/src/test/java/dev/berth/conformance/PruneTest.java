package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Removing what has ended, and what that gives back. */
@ExtendWith(EngineUnderTest.class)
class PruneTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    PruneTest(Docker docker) {
        this.docker = docker;
    }

    @Test
    void takesWhatDoesNotRun() {
        docker.succeed("run", "--name", "over", IMAGE, "sh", "-c", "head -c 1000 /dev/zero > /file");
        docker.succeed("run", "-d", "--name", "on", IMAGE, "sleep", "1000");
        String id = docker.inspect("over", "{{.Id}}");

        assertThat(docker.succeed("container", "prune", "-f").output()).isEqualTo("Deleted Containers:\n" + id + "\n\nTotal reclaimed space: 1kB\n");
        assertThat(docker.succeed("ps", "-a", "--format", "{{.Names}}").output()).isEqualTo("on\n");
    }

    @Test
    void keepsWhatFiltersExclude() {
        docker.succeed("create", "--name", "labelled", "--label", "keep=yes", IMAGE);
        docker.succeed("create", "--name", "plain", IMAGE);

        assertThat(docker.succeed("container", "prune", "-f", "--filter", "until=1h").output()).isEqualTo("Total reclaimed space: 0B\n");
        docker.succeed("container", "prune", "-f", "--filter", "label!=keep");

        assertThat(docker.succeed("ps", "-a", "--format", "{{.Names}}").output()).isEqualTo("labelled\n");
    }

    @Test
    void ofNothing() {
        assertThat(docker.wire().post("/containers/prune").text().strip()).isEqualTo("{\"ContainersDeleted\":null,\"SpaceReclaimed\":0}");
    }

    @Test
    void filtersThatDoNotExist() {
        assertThat(docker.wire().post("/containers/prune?" + Wire.filters("{\"nosuch\": [\"x\"]}")).error()).isEqualTo("400 Invalid filter 'nosuch'");
        assertThat(docker.wire().post("/volumes/prune?" + Wire.filters("{\"nosuch\": [\"x\"]}")).error()).isEqualTo("400 Invalid filter 'nosuch'");
        assertThat(docker.wire().post("/images/prune?" + Wire.filters("{\"nosuch\": [\"x\"]}")).error()).isEqualTo("400 Invalid filter 'nosuch'");
    }
}
