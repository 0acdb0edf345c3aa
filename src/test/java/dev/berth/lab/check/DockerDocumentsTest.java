package dev.berth.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The documents were written by Docker 20.10.24; what tasks do not ask for is left out of them. */
class DockerDocumentsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void readsARunningContainer() throws IOException {
        final ContainerFacts container = ContainerFacts.ofInspect(document("inspect-running.json"));

        assertThat(container).isEqualTo(new ContainerFacts(
                "98a8dc865cfeb3ba8ccb6640146de74b46f131fe263ce901067199d66313d12a",
                "brisk-heron",
                "debian",
                "sha256:072716e1fcfa23d427b30384ba05a4c04b3c18b5f60c72fda606cad2f9239d02",
                List.of("sleep", "1948"),
                "running",
                0,
                26719,
                false,
                false,
                false,
                false,
                Map.of("trip", "calm-fern"),
                Instant.parse("2026-11-24T14:06:02.143307836Z"),
                container.started(),
                "0001-01-01T00:00:00Z",
                new ContainerFacts.Options("", "98a8dc865cfe", "", List.of(), List.of(), "no", 0, 0, 0, "bridge", "none", false),
                ContainerFacts.Network.NONE,
                List.of()));
        assertThat(container.shortId()).isEqualTo("98a8dc865cfe");
        assertThat(Instant.parse(container.started())).isBetween(container.created(), container.created().plusSeconds(60));
    }

    @Test
    void readsPublishedPorts() throws IOException {
        final ContainerFacts container = ContainerFacts.ofInspect(JSON.readTree("""
                {"NetworkSettings": {"IPAddress": "172.17.0.2", "Ports": {
                  "443/tcp": null,
                  "53/udp": [{"HostIp": "0.0.0.0", "HostPort": "53"}],
                  "80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}, {"HostIp": "::", "HostPort": "8080"}, {"HostIp": "127.0.0.1", "HostPort": "9000"}]},
                  "Networks": {"back": {"IPAddress": "172.18.0.2", "Aliases": ["db", "98a8dc865cfe"]}, "bridge": {"IPAddress": "172.17.0.2", "Aliases": null}}}}
                """));

        assertThat(container.network()).isEqualTo(new ContainerFacts.Network("172.17.0.2", List.of("53:53/udp", "8080:80", "127.0.0.1:9000:80"),
                List.of(new ContainerFacts.Endpoint("back", "172.18.0.2", List.of("db", "98a8dc865cfe")), new ContainerFacts.Endpoint("bridge", "172.17.0.2", List.of()))));
    }

    @Test
    void readsAContainerWhoseProgramWasNotFound() throws IOException {
        final ContainerFacts container = ContainerFacts.ofInspect(document("inspect-not-found.json"));

        assertThat(container).extracting(ContainerFacts::state, ContainerFacts::exitCode, ContainerFacts::attached).containsExactly("created", 127, true);
    }

    @Test
    void readsTheEventsOfAContainersLife() throws IOException {
        final List<MachineEvent> events;
        try (InputStream lines = DockerDocumentsTest.class.getResourceAsStream("/docker-20.10/events.jsonl")) {
            events = JSON.readerFor(JsonNode.class).<JsonNode>readValues(lines).readAll().stream().map(MachineEvent::ofMessage).toList();
        }

        assertThat(events).extracting(MachineEvent::verb)
                .containsExactly("create", "start", "exec_create", "exec_start", "exec_die", "kill", "die", "destroy");
        assertThat(events.get(3).command()).isEqualTo("bash -c true");
        assertThat(events.get(5).attributes()).containsEntry("signal", "9");
        assertThat(events.get(6).attributes()).containsEntry("exitCode", "137").containsEntry("trip", "calm-fern");
    }

    @Test
    void readsADocumentThatHasNothing() throws IOException {
        assertThat(ContainerFacts.ofInspect(JSON.readTree("{}"))).extracting(ContainerFacts::name, ContainerFacts::created).containsExactly("", Instant.EPOCH);
        assertThat(ImageFacts.ofSummary(JSON.readTree("{\"Id\": \"sha256:a\", \"RepoTags\": null}")).names()).isEmpty();
        assertThat(MachineEvent.ofMessage(JSON.readTree("{}")).attributes()).isEmpty();
    }

    /** Docker does not say which steps have made a layer. */
    @Test
    void knowsWhichStepsMadeTheLayersOrThatItCannotTell() {
        final ImageContentFacts.Step copy = new ImageContentFacts.Step("/bin/sh -c #(nop) COPY file:1 in /", 7);
        final ImageContentFacts.Step run = new ImageContentFacts.Step("RUN /bin/sh -c true # buildkit", 0);
        final ImageContentFacts.Step folder = new ImageContentFacts.Step("/bin/sh -c #(nop) WORKDIR /srv", 0);
        final ImageContentFacts.Step command = new ImageContentFacts.Step("/bin/sh -c #(nop)  CMD [\"sh\"]", 0);
        final List<ImageContentFacts.Step> history = List.of(command, folder, run, copy);

        assertThat(content(1, history).layerSteps()).containsExactly(copy);
        assertThat(content(2, history).layerSteps()).containsExactly(copy, run);
        assertThat(content(3, history).layerSteps()).containsExactly(copy, run, folder);
        assertThat(content(4, history).layerSteps()).isEmpty();
    }

    private static ImageContentFacts content(final int layers, final List<ImageContentFacts.Step> history) {
        return new ImageContentFacts(List.of(), List.of(), List.of(), "", "", Map.of(), List.of(), List.of(), Collections.nCopies(layers, "sha256:a"), history);
    }

    private static JsonNode document(final String name) throws IOException {
        try (InputStream document = DockerDocumentsTest.class.getResourceAsStream("/docker-20.10/" + name)) {
            return JSON.readTree(document);
        }
    }
}
