package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Images as they are listed, inspected, named. */
@ExtendWith(EngineUnderTest.class)
class ImageListTest {
    private final Docker docker;

    ImageListTest(Docker docker) {
        this.docker = docker;
    }

    @BeforeEach
    void importOne() {
        docker.runWith(new Tar().file("one", "1").bytes(), "import", "--change", "CMD [\"sh\"]", "--change", "LABEL of=test", "-", "own/first:1");
    }

    private String names(String... filter) {
        String[] command = new String[filter.length + 4];
        command[0] = "image";
        command[1] = "ls";
        command[2] = "--format";
        command[3] = "{{.Repository}}:{{.Tag}}";
        System.arraycopy(filter, 0, command, 4, filter.length);
        return docker.succeed(command).output();
    }

    @Test
    void theNewestComesFirst() throws InterruptedException {
        docker.runWith(new Tar().file("two", "2").bytes(), "import", "-", "own/second:1");
        String created = docker.inspect("own/second:1", "{{.Created}}") + docker.inspect("own/first:1", "{{.Created}}");

        assertThat(created).isNotEmpty();
        assertThat(names("own/*")).contains("own/first:1").contains("own/second:1");
    }

    @Test
    void filters() {
        docker.succeed("tag", "own/first:1", "own/first:2");

        assertThat(names("--filter", "reference=own/first:2")).isEqualTo("own/first:2\n");
        assertThat(names("--filter", "reference=own/*").lines()).containsExactlyInAnyOrder("own/first:1", "own/first:2");
        assertThat(names("--filter", "reference=o[^a-v]n/f?r*:2")).isEqualTo("own/first:2\n");
        assertThat(names("--filter", "reference={own/first,x}")).isEmpty();
        assertThat(names("--filter", "label=of=test").lines()).hasSize(2);
        assertThat(names("--filter", "label=of=other")).isEmpty();
        assertThat(names("--filter", "since=" + SmallImage.NAME)).contains("own/first:1");
        assertThat(names("--filter", "before=own/first:1")).contains(SmallImage.NAME).doesNotContain("own/first");
    }

    @Test
    void aNameBesideTheFilters() {
        assertThat(docker.wire().get("/images/json?filter=nosuch").json().isEmpty()).isEqualTo(Difference.between("name-filter", false, true));
    }

    @Test
    void filtersThatDoNotExist() {
        assertThat(docker.wire().get("/images/json?" + Wire.filters("{\"nosuch\": [\"x\"]}")).error()).isEqualTo("400 Invalid filter 'nosuch'");
        assertThat(docker.wire().get("/images/json?" + Wire.filters("{\"dangling\": [\"maybe\"]}")).error()).isEqualTo("400 Invalid filter 'dangling=[maybe]'");
        assertThat(docker.wire().get("/images/json?" + Wire.filters("{\"reference\": [\"[\"]}")).error()).isEqualTo(Difference.between("mistakes-500", 500, 400) + " syntax error in pattern");
        assertThat(docker.wire().get("/images/json?" + Wire.filters("{\"before\": [\"nosuch\"]}")).error()).isEqualTo("404 No such image: nosuch:latest");
    }

    @Test
    void danglingWhenItsNameGoesToAnother() {
        String old = docker.inspect("own/first:1", "{{.Id}}");
        docker.runWith(new Tar().file("two", "2").bytes(), "import", "-", "own/first:1");

        assertThat(names("--filter", "dangling=true")).isEqualTo("<none>:<none>\n");
        assertThat(docker.succeed("image", "ls", "-q", "--no-trunc", "--filter", "dangling=true").line()).isEqualTo(old);
    }

    @Test
    void aSummaryHasItsFields() {
        JsonNode summary = docker.wire().get("/images/json?" + Wire.filters("{\"reference\": [\"own/first\"]}")).json().get(0);

        assertThat(summary.path("Id").asText()).matches("sha256:[0-9a-f]{64}");
        assertThat(summary.path("RepoTags").toString()).isEqualTo("[\"own/first:1\"]");
        assertThat(summary.path("RepoDigests").toString()).isEqualTo("null");
        assertThat(summary.path("ParentId").asText()).isEmpty();
        assertThat(summary.path("Labels").toString()).isEqualTo("{\"of\":\"test\"}");
        assertThat(summary.path("Created").asLong()).isPositive();
        assertThat(summary.path("Size").asLong()).isEqualTo(summary.path("VirtualSize").asLong()).isPositive();
        assertThat(summary.path("SharedSize").asLong()).isEqualTo(-1);
        assertThat(summary.path("Containers").asLong()).isEqualTo(-1);
    }

    @Test
    void labelsThatNobodySpokeOfAreNone() {
        docker.runWith(new Tar().file("three", "3").bytes(), "import", "-", "own/plain:1");
        docker.succeed("create", "--name", "maker", "own/plain:1", "x");
        docker.succeed("commit", "maker", "own/made:1");

        assertThat(docker.wire().get("/images/json?" + Wire.filters("{\"reference\": [\"own/plain\"]}")).json().get(0).path("Labels").toString()).isEqualTo("null");
        assertThat(docker.wire().get("/images/json?" + Wire.filters("{\"reference\": [\"own/made\"]}")).json().get(0).path("Labels").toString()).isEqualTo("{}");
    }

    @Test
    void inspectionHasItsFields() {
        JsonNode image = docker.wire().get("/images/own/first:1/json").json();

        assertThat(image.path("RepoTags").toString()).isEqualTo("[\"own/first:1\"]");
        assertThat(image.path("RepoDigests").toString()).isEqualTo("[]");
        assertThat(image.path("Architecture").asText()).isEqualTo("amd64");
        assertThat(image.path("Os").asText()).isEqualTo("linux");
        assertThat(image.path("DockerVersion").asText()).isEqualTo(Difference.between("docker-version", "20.10.24+dfsg1", ""));
        assertThat(image.path("Config").path("Labels").toString()).isEqualTo("{\"of\":\"test\"}");
        assertThat(image.path("RootFS").path("Type").asText()).isEqualTo("layers");
        assertThat(image.path("RootFS").path("Layers").get(0).asText()).matches("sha256:[0-9a-f]{64}");
        assertThat(image.path("GraphDriver").path("Name").asText()).isEqualTo("overlay2");
        assertThat(image.path("Metadata").path("LastTagTime").asText()).isNotEmpty();
    }

    @Test
    void oneCanBeAskedForByPartOfItsId() {
        String id = docker.inspect("own/first:1", "{{.Id}}");

        assertThat(docker.inspect(id.substring(7, 19), "{{.Id}}")).isEqualTo(id);
        assertThat(docker.inspect(id, "{{.Id}}")).isEqualTo(id);
        assertThat(docker.inspect("docker.io/own/first:1", "{{.Id}}")).isEqualTo(id);
    }

    @Test
    void tagRefusesWhatIsNoName() {
        assertThat(docker.wire().post("/images/own/first:1/tag?repo=UPPER").error()).isEqualTo(Difference.between("mistakes-500", 500, 400) + " invalid reference format: repository name must be lowercase");
        assertThat(docker.wire().post("/images/own/first:1/tag?repo=a&tag=b:c").status()).isEqualTo(Difference.between("mistakes-500", 500, 400));
    }

    @Test
    void tagMovesAName() {
        docker.runWith(new Tar().file("two", "2").bytes(), "import", "-", "own/second:1");

        docker.succeed("tag", "own/second:1", "own/first:1");

        assertThat(docker.inspect("own/first:1", "{{.Id}}")).isEqualTo(docker.inspect("own/second:1", "{{.Id}}"));
    }

    @Test
    void history() {
        JsonNode history = docker.wire().get("/images/own/first:1/history").json();

        assertThat(history).hasSize(1);
        assertThat(history.get(0).path("Id").asText()).isEqualTo(docker.inspect("own/first:1", "{{.Id}}"));
        assertThat(history.get(0).path("Tags").toString()).isEqualTo("[\"own/first:1\"]");
        assertThat(history.get(0).path("Comment").asText()).isEqualTo("Imported from -");
        assertThat(history.get(0).path("Size").asLong()).isEqualTo(1);
    }
}
