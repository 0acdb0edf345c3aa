package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static dev.berth.engine.fake.EngineOnFake.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.network.EndpointOptions;
import dev.berth.engine.network.NetworkRequest;
import dev.berth.engine.network.Networks;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Containers come to networks and leave them. */
class ConnectionsTest extends ContainersOfAMachine {

    private Networks networks() {
        return host.machine("alice").networks();
    }

    private void network(String name) {
        done(networks().create(new NetworkRequest(name, "", List.of(), "", false, false, false, Map.of(), Map.of())));
    }

    private static EndpointOptions aliases(String... names) {
        return new EndpointOptions(Optional.empty(), Optional.of(List.of(names)), Optional.empty());
    }

    /** A container's record had grown by each connection, and all records are kept in memory. */
    @Test
    void countAgainstTheRoomForAllContainers() {
        create("large", config("debian").command("serve").labels(Map.of("much", "x".repeat(1_550_000))).build());
        create("web", program("serve"));
        List<String> names = IntStream.range(0, 10).mapToObj(number -> "net" + number).toList();
        names.forEach(this::network);

        assertThatThrownBy(() -> names.forEach(name -> done(containers.connect("web", name, aliases(name + "a".repeat(3900))))))
                .hasMessageContaining("there is room for 1572864, say less or remove some with docker rm");

        assertThat(inspect("web").network().endpoints()).containsKey("net0").doesNotContainKey("net9");
    }

    /** Of empty names a hundred thousand had counted as nothing. */
    @Test
    void haveRoomForSoManyAliases() {
        run("web", "serve");
        network("own");
        String[] empty = Collections.nCopies(2000, "").toArray(String[]::new);

        assertThatThrownBy(() -> done(containers.connect("web", "own", aliases(empty)))).hasMessageContaining("described in more than 4096 characters");
    }
}
