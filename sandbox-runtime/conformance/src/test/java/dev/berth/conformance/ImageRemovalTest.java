package dev.berth.conformance;

import static dev.berth.conformance.DockerCommand.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Images that go: by name, by id, by force, as nobody's; and those that stay because they are used. */
@ExtendWith(EngineUnderTest.class)
class ImageRemovalTest {
    private final Docker docker;

    ImageRemovalTest(Docker docker) {
        this.docker = docker;
    }

    @BeforeEach
    void importOne() {
        docker.runWith(new Tar().file("one", "1").bytes(), "import", "--change", "CMD [\"sh\"]", "-", "own/first:1");
    }

    private String id(String name) {
        return docker.inspect(name, "{{.Id}}");
    }

    @Test
    void aNameOfSeveralIsOnlyUntagged() {
        docker.succeed("tag", "own/first:1", "own/first:2");

        assertThat(docker.succeed("rmi", "own/first:1").output()).isEqualTo("Untagged: own/first:1\n");
    }

    @Test
    void theLastNameTakesTheImageAlong() {
        String id = id("own/first:1");

        assertThat(docker.succeed("rmi", "own/first:1").output()).matches("Untagged: own/first:1\nDeleted: " + id + "\nDeleted: sha256:[0-9a-f]{64}\n");
    }

    @Test
    void byItsIdWithOneName() {
        String id = id("own/first:1");

        assertThat(docker.succeed("rmi", id).output()).startsWith("Untagged: own/first:1\nDeleted: " + id);
    }

    @Test
    void byItsIdWithSeveralNamesOnlyByForce() {
        docker.succeed("tag", "own/first:1", "own/second:1");
        String id = id("own/first:1");

        Result refused = docker.run("rmi", id);

        assertThat(refused.errors()).isEqualTo("Error response from daemon: conflict: unable to delete " + id.substring(7, 19)
                + " (must be forced) - image is referenced in multiple repositories\n");
        assertThat(docker.succeed("rmi", "-f", id).output()).contains("Untagged: own/first:1\n").contains("Untagged: own/second:1\n").contains("Deleted: " + id);
    }

    @Test
    void aStoppedContainerKeepsItById() {
        docker.succeed("create", "--name", "user", "own/first:1");
        String id = id("own/first:1").substring(7, 19);

        assertThat(docker.run("rmi", id).errors()).isEqualTo("Error response from daemon: conflict: unable to delete " + id + " (must be forced) - image is being used by stopped container "
                + docker.inspect("user", "{{.Id}}").substring(0, 12) + "\n");
        assertThat(docker.succeed("rmi", "-f", id).output()).contains("Untagged: own/first:1");
    }

    @Test
    void aRunningContainerKeepsItEvenAgainstForce() {
        docker.succeed("create", "--name", "maker", SmallImage.NAME);
        docker.succeed("commit", "maker", "own/running");
        docker.succeed("run", "-d", "--name", "user", "own/running", "sleep", "1000");
        String id = id("own/running").substring(7, 19);

        assertThat(docker.run("rmi", "-f", id).errors()).isEqualTo("Error response from daemon: conflict: unable to delete " + id + " (cannot be forced) - image is being used by running container "
                + docker.inspect("user", "{{.Id}}").substring(0, 12) + "\n");
    }

    @Test
    void aChildKeepsItsParent() {
        docker.succeed("create", "--name", "maker", "own/first:1");
        docker.succeed("commit", "maker", "own/child");
        docker.succeed("rm", "maker");
        String id = id("own/first:1").substring(7, 19);

        assertThat(docker.run("rmi", id).errors()).isEqualTo("Error response from daemon: conflict: unable to delete " + id + " (cannot be forced) - image has dependent child images\n");
        assertThat(docker.succeed("rmi", "own/first:1").output()).isEqualTo("Untagged: own/first:1\n");
    }

    @Test
    void anUntaggedParentGoesWithItsLastChild() {
        docker.succeed("create", "--name", "maker", "own/first:1");
        docker.succeed("commit", "maker", "own/child");
        docker.succeed("rm", "maker");
        String parent = id("own/first:1");
        docker.succeed("rmi", "own/first:1");

        assertThat(docker.succeed("rmi", "own/child").output()).contains("Deleted: " + parent);
    }

    @Test
    void whatIsNotThere() {
        String expected = words("Error: No such image: nosuch\n").since(26, "Error response from daemon: No such image: nosuch:latest\n").said();
        assertThat(docker.run("rmi", "nosuch")).isEqualTo(new Result(1, "", expected));
        assertThat(docker.wire().delete("/images/nosuch").error()).isEqualTo("404 No such image: nosuch:latest");
    }

    @Test
    void pruneTakesDanglingOnes() {
        String old = id("own/first:1");
        docker.runWith(new Tar().file("two", "22").bytes(), "import", "-", "own/first:1");

        String output = docker.succeed("image", "prune", "-f").output();

        assertThat(output).startsWith("Deleted Images:\ndeleted: " + old + "\n").endsWith("Total reclaimed space: 1B\n");
        assertThat(docker.run("inspect", old).code()).isEqualTo(1);
    }

    @Test
    void pruneOfAllKeepsWhatContainersUse() {
        docker.succeed("create", "--name", "keeper", SmallImage.NAME);
        docker.succeed("create", "--name", "user", "own/first:1");
        docker.runWith(new Tar().file("two", "2").bytes(), "import", "-", "own/second:1");

        String output = docker.succeed("image", "prune", "-af").output();

        assertThat(output).contains("untagged: own/second:1").doesNotContain("own/first:1").doesNotContain(SmallImage.NAME);
    }

    @Test
    void pruneFilters() {
        docker.runWith(new Tar().file("two", "2").bytes(), "import", "--change", "LABEL keep=yes", "-", "own/second:1");
        docker.succeed("rmi", "own/first:1");
        docker.runWith(new Tar().file("three", "3").bytes(), "import", "-", "own/second:1");

        assertThat(docker.succeed("image", "prune", "-f", "--filter", "label!=keep").output()).isEqualTo("Total reclaimed space: 0B\n");
        assertThat(docker.succeed("image", "prune", "-f", "--filter", "until=1h").output()).isEqualTo("Total reclaimed space: 0B\n");
        assertThat(docker.succeed("image", "prune", "-f", "--filter", "label=keep=yes").output()).startsWith("Deleted Images:\n");
    }

    @Test
    void aContainerRunsAgainThoughItsImageWasRemovedByForce() {
        docker.succeed("run", "--name", "first", SmallImage.NAME, "sh", "-c", "echo of the image > /told");
        docker.succeed("commit", "first", "own/made");
        docker.succeed("run", "--name", "left", "own/made", "cat", "/told");

        docker.succeed("rmi", "-f", "own/made");
        docker.succeed("rm", "first");

        assertThat(docker.succeed("start", "-a", "left").line()).isEqualTo("of the image");
    }
}
