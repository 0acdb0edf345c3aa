package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Takes away what tests have made: containers, volumes, images. What bears the label {@value #KEPT} stays until its class is through. */
final class Emptying {
    /** On containers that the tests of a class share. */
    static final String KEPT = "conformance.kept";

    /** On the class's images, which take seconds to load: these stay until their class is through as well. */
    private static final String RECIPE = "dev.berth.recipe";

    private Emptying() {}

    static void afterTest(Docker docker) {
        empty(docker, true);
    }

    static void afterClass(Docker docker) {
        empty(docker, false);
    }

    private static void empty(Docker docker, boolean keep) {
        Wire wire = docker.wire();
        List<String> containers = elements(wire.get("/containers/json?all=1")).filter(each -> !keep || !each.path("Labels").has(KEPT)).map(each -> each.path("Id").asText()).toList();
        containers.parallelStream().forEach(id -> {
            Answer answer = wire.delete("/containers/" + id + "?force=1&v=1");
            assertThat(answer.status()).as("removal of what a test has made: %s", answer.text()).isIn(204, 404, 409);
        });
        elements(wire.get("/volumes")).forEach(volumes -> volumes.forEach(volume -> wire.delete("/volumes/" + volume.path("Name").asText())));
        elements(wire.get("/images/json?all=1")).filter(each -> !foreseen(each) && !(keep && each.path("Labels").has(RECIPE))).forEach(each -> wire.delete("/images/" + each.path("Id").asText() + "?force=1"));
    }

    private static boolean foreseen(JsonNode image) {
        return StreamSupport.stream(image.path("RepoTags").spliterator(), false).anyMatch(name -> name.asText().equals(SmallImage.NAME));
    }

    private static Stream<JsonNode> elements(Answer answer) {
        return StreamSupport.stream(answer.json().spliterator(), false);
    }
}
