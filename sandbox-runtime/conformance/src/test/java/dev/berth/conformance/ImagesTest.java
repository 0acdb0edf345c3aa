package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Images: import, list, tag, inspect, remove. */
@ExtendWith(EngineUnderTest.class)
class ImagesTest {
    private final Docker docker;

    ImagesTest(Docker docker) {
        this.docker = docker;
    }

    @BeforeEach
    void importOne() throws IOException, InterruptedException {
        docker.runWith(SmallImage.tar(), "import", "-m", "made by a test", "--change", "CMD [\"echo\", \"imported\"]", "--change", "LABEL of=test", "-", "own/image:1");
    }

    @Test
    void anImportedImageRuns() {
        assertThat(docker.run("run", "--rm", "-e", "PATH=/bin", "own/image:1")).isEqualTo(new Result(0, "imported\n", ""));
    }

    @Test
    void lsShowsIt() {
        assertThat(docker.run("image", "ls", "--format", "{{.Repository}}:{{.Tag}}", "own/image").line()).isEqualTo("own/image:1");
        assertThat(docker.run("image", "ls", "--filter", "label=of=test", "--format", "{{.Repository}}").line()).isEqualTo("own/image");
        assertThat(docker.run("image", "ls", "--filter", "label=of=nothing", "-q").output()).isEmpty();
    }

    @Test
    void inspectTellsItsConfiguration() {
        assertThat(docker.inspect("own/image:1", "{{json .Config.Cmd}} {{.Config.Labels.of}} {{.Os}} {{len .RootFS.Layers}}"))
                .isEqualTo("[\"echo\",\"imported\"] test linux 1");
    }

    @Test
    void historyTellsHowItCame() {
        assertThat(docker.succeed("history", "--format", "{{.Comment}}", "own/image:1").output()).contains("made by a test");
    }

    @Test
    void anotherNameIsTheSameImage() {
        docker.succeed("tag", "own/image:1", "own/image:2");

        assertThat(docker.inspect("own/image:2", "{{.Id}}")).isEqualTo(docker.inspect("own/image:1", "{{.Id}}"));
        assertThat(docker.succeed("image", "rm", "own/image:2").output()).isEqualTo("Untagged: own/image:2\n");
    }

    @Test
    void rmRefusesWhileAStoppedContainerUsesIt() {
        docker.succeed("create", "--name", "user", "own/image:1");
        String container = docker.inspect("user", "{{.Id}}").substring(0, 12);
        String image = docker.inspect("own/image:1", "{{.Id}}").substring(7, 19);

        Result result = docker.run("image", "rm", "own/image:1");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.errors()).contains("conflict: unable to remove repository reference \"own/image:1\" (must force) - container " + container
                + " is using its referenced image " + image);
    }

    @Test
    void rmRemovesIt() {
        Result result = docker.succeed("image", "rm", "own/image:1");

        assertThat(result.output()).startsWith("Untagged: own/image:1\nDeleted: sha256:");
        assertThat(docker.run("image", "inspect", "own/image:1").errors()).containsIgnoringCase("No such image: own/image:1");
    }

    @Test
    void whatIsMissingIsSaidInTheWordsOfWhatWasAsked() {
        Wire wire = docker.wire();
        String id = "sha256:" + "1".repeat(64);

        assertThat(wire.get("/images/missing/json").error()).isEqualTo("404 no such image: missing: No such image: missing:latest");
        assertThat(wire.get("/images/" + id + "/json").error()).isEqualTo("404 no such image: " + id + ": No such image: " + id);
        assertThat(wire.get("/images/UPPER/json").error()).isEqualTo("400 no such image: UPPER: invalid reference format: repository name must be lowercase");
        assertThat(wire.get("/images/missing/history").error()).isEqualTo("404 No such image: missing:latest");
        assertThat(wire.get("/images/missing/get").error()).isEqualTo("404 No such image: missing");
        assertThat(wire.get("/images/get?names=missing:1").error()).isEqualTo("404 reference does not exist");
        assertThat(wire.get("/images/get?names=sha256:1111").error()).isEqualTo("404 No such image: sha256:1111");
        assertThat(wire.delete("/images/missing").error()).isEqualTo("404 No such image: missing:latest");
    }

    @Test
    void namesAreLowerCase() {
        assertThat(docker.run("tag", "own/image:1", "Own/Image").errors()).contains("must be lowercase");
    }
}
