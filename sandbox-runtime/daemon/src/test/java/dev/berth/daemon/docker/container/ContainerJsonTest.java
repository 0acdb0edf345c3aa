package dev.berth.daemon.docker.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.daemon.docker.system.EventRoutes;
import dev.berth.daemon.http.Json;
import dev.berth.engine.container.ContainerId;
import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.Containers.Sizes;
import dev.berth.engine.container.Health;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.container.option.HostOptions;
import dev.berth.engine.container.option.UnusedOptions;
import dev.berth.engine.event.Event;
import dev.berth.engine.image.Digest;
import dev.berth.engine.network.DerivedId;
import dev.berth.engine.network.EndpointOptions;
import dev.berth.engine.network.NetworkSettings;
import dev.berth.engine.network.NetworkSettings.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The shapes on the wire, against golden files that were compared with a stock Docker 20.10. */
class ContainerJsonTest {
    private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.5Z");
    private static final Instant STARTED = Instant.parse("2026-01-02T03:04:06Z");
    private static final Instant NOW = Instant.parse("2026-01-02T03:09:06Z");

    static ContainerView container(char digit, String name, ContainerState state) {
        return container(digit, name, state, new TreeSet<>());
    }

    private static ContainerView container(char digit, String name, ContainerState state, SortedSet<String> exposedPorts) {
        ContainerConfig config = new ContainerConfig("debian", Optional.of(List.of("sh", "-c", "sleep 5")), Optional.empty(), List.of("A=b"), "", "", "", "", Optional.empty(), false,
                false, false, false, false, true, true, Map.of("kind", "test"), Optional.empty(), OptionalInt.empty(), Optional.empty(), exposedPorts, new TreeSet<>(),
                UnusedOptions.NONE, Map.of(), HostOptions.DEFAULT);
        boolean runs = state instanceof ContainerState.Running;
        return new ContainerView(new ContainerId(String.valueOf(digit).repeat(64)), name, config, new Digest("d".repeat(64)), "debian", "sh",
                List.of("-c", "sleep 5"), List.of("A=b", "PATH=/bin"), "/", "", "abcdef012345", state, CREATED, 0, runs ? 7 : 0,
                new NetworkSettings(Map.of("bridge", new Endpoint(EndpointOptions.NONE, DerivedId.of("alice", "bridge"), runs ? "172.17.0.2" : "", runs ? 16 : 0, runs ? "172.17.0.1" : "", runs ? "02:42:ac:11:00:02" : "", runs ? "eth0" : "")), List.of()), List.of(), "", List.of(), Optional.empty(), 0, false);
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream file = ContainerJsonTest.class.getResourceAsStream(name)) {
            return Json.read(file.readAllBytes());
        }
    }

    private static void assertSame(JsonNode actual, String golden) throws IOException {
        assertThat(Json.read(Json.write(actual)).toPrettyString()).isEqualTo(golden(golden).toPrettyString());
    }

    @Test
    void aRunningContainerInspected() throws IOException {
        assertSame(ContainerInspection.of("alice", container('a', "busy", new ContainerState.Running(4711, STARTED, Optional.empty())), Optional.empty()), "inspect-running.json");
    }

    @Test
    void anEndedContainerListed() throws IOException {
        ContainerState ended = new ContainerState.Exited(3, STARTED, STARTED, false, "");

        assertSame(ContainerSummary.of("alice", container('a', "over", ended), "debian", Optional.of(new Sizes(5, 105)), NOW), "list-exited.json");
    }

    /** Made one by one they filled the engine's memory. */
    @Test
    void aRangeOfPortsIsNotListed() {
        ContainerView container = container('a', "busy", new ContainerState.Running(1, STARTED, Optional.empty()), new TreeSet<>(List.of("1-65535/tcp", "1-65535/udp", "80")));

        assertThat(ContainerPorts.list(container).toString()).isEqualTo("[{\"PrivatePort\":80,\"Type\":\"tcp\"}]");
    }

    @Test
    void anEvent() throws IOException {
        Event event = new Event("container", "die", "a".repeat(64), new TreeMap<>(Map.of("exitCode", "3", "image", "debian", "name", "over")), CREATED);

        assertSame(EventRoutes.json(event), "event-die.json");
    }

    @Test
    void statesAreSaidAsDockerSaysThem() {
        assertThat(StateText.of(new ContainerState.Created(null), Optional.empty(), NOW)).isEqualTo("Created");
        assertThat(StateText.of(new ContainerState.Running(1, STARTED, Optional.empty()), Optional.empty(), NOW)).isEqualTo("Up 5 minutes");
        assertThat(StateText.of(new ContainerState.Running(1, STARTED, Optional.empty()), Optional.of(new Health(Health.Status.STARTING, 0, List.of())), NOW))
                .isEqualTo("Up 5 minutes (health: starting)");
        assertThat(StateText.of(new ContainerState.Running(1, STARTED, Optional.empty()), Optional.of(new Health(Health.Status.HEALTHY, 0, List.of())), NOW))
                .isEqualTo("Up 5 minutes (healthy)");
        assertThat(StateText.of(new ContainerState.Restarting(new ContainerState.Exited(3, STARTED, STARTED, false, "")), Optional.empty(), NOW))
                .isEqualTo("Restarting (3) 5 minutes ago");
        assertThat(StateText.of(new ContainerState.Paused(1, STARTED, Optional.empty()), Optional.empty(), NOW)).isEqualTo("Up 5 minutes (Paused)");
        assertThat(StateText.of(new ContainerState.Exited(0, STARTED, STARTED, false, ""), Optional.empty(), NOW)).isEqualTo("Exited (0) 5 minutes ago");
        assertThat(StateText.of(new ContainerState.Removing(), Optional.empty(), NOW)).isEqualTo("Removal In Progress");
    }
}
