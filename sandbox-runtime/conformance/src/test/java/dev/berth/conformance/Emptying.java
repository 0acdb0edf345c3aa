package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Takes away what tests have made: containers, volumes, images. What bears the label {@value #KEPT} stays until its class is through. */
final class Emptying {
    /** On containers that the tests of a class share. */
    static final String KEPT = "conformance.kept";

    private Emptying() {}

    static Set<String> images(Docker docker) {
        return elements(docker.wire().get("/images/json?all=1")).map(each -> each.path("Id").asText()).collect(Collectors.toSet());
    }

    /** @param images that were there before: they stay */
    static void afterTest(Docker docker, Set<String> images) {
        empty(docker, images, true);
    }

    static void afterClass(Docker docker, Set<String> images) {
        empty(docker, images, false);
        docker.wire().post("/build/prune?all=1"); // BuildKit's cache, which is no image
    }

    private static void empty(Docker docker, Set<String> images, boolean keep) {
        Wire wire = docker.wire();
        List<String> containers = elements(wire.get("/containers/json?all=1")).filter(each -> !keep || !each.path("Labels").has(KEPT)).map(each -> each.path("Id").asText()).toList();
        containers.parallelStream().forEach(id -> {
            Answer answer = wire.delete("/containers/" + id + "?force=1&v=1");
            assertThat(answer.status()).as("removal of what a test has made: %s", answer.text()).isIn(204, 404, 409);
        });
        elements(wire.get("/volumes")).forEach(volumes -> volumes.forEach(volume -> wire.delete("/volumes/" + volume.path("Name").asText())));
        images(docker).stream().filter(image -> !images.contains(image)).forEach(image -> wire.delete("/images/" + image + "?force=1"));
    }

    private static Stream<JsonNode> elements(Answer answer) {
        return StreamSupport.stream(answer.json().spliterator(), false);
    }
}
