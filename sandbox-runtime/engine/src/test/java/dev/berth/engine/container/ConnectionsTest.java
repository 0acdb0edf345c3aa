package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static dev.berth.engine.fake.EngineOnFake.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.fake.FakeProcess;
import dev.berth.engine.network.EndpointOptions;
import dev.berth.engine.network.Network;
import dev.berth.engine.network.Network.Pool;
import dev.berth.engine.network.NetworkRequest;
import dev.berth.engine.network.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        return new EndpointOptions(Optional.empty(), Optional.of(List.of(names)), Optional.empty(), Optional.empty());
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

    private void network(String name, String subnet, boolean internal) {
        done(networks().create(new NetworkRequest(name, "", List.of(new Pool(subnet, "", "")), "", false, internal, false, Map.of(), Map.of())));
    }

    private boolean isUsed(String network) {
        return networks().isUsed(networks().get(network));
    }

    private FakeProcess published(String name, String network, String port) {
        String id = create(name, config("debian").command("serve").network(network).publish(port, "80").build());
        done(containers.start(name));
        return host.runtime().process(id);
    }

    private static final EndpointOptions ADDRESS = new EndpointOptions(Optional.of("10.5.0.9"), Optional.empty(), Optional.empty(), Optional.empty());

    /** The address stayed taken, and the network in use. */
    @Test
    void areNotThereWhenTheContainerHasJustEnded() {
        run("web", "serve");
        network("own", "10.5.0.0/24", false);

        host.runtime().refuseNetworkCalls("(un)?plug .*");
        assertThatThrownBy(() -> done(containers.connect("web", "own", ADDRESS))).isInstanceOf(EngineException.class).hasMessageStartingWith("failed to add interface to sandbox: ");
        assertThat(isUsed("own")).isFalse();

        host.runtime().refuseNetworkCalls("");
        done(containers.connect("web", "own", ADDRESS));
        assertThat(inspect("web").network().addresses()).contains("10.5.0.9");
    }

    /** The second try had found the container's own port taken. */
    @Test
    void thatDoNotLeadOutTakeNoPorts() {
        network("inner", "10.5.0.0/24", true);
        published("web", "inner", "8080");

        host.runtime().refuseNetworkCalls("lead .* docker0");
        assertThatThrownBy(() -> done(containers.connect("web", "bridge", EndpointOptions.NONE))).hasMessageStartingWith("failed to add interface to sandbox: ");
        assertThat(host.runtime().networkCalls()).last().asString().startsWith("unplug ");
        assertThat(host.runtime().networkCalls()).filteredOn(call -> call.startsWith("lead ")).last().asString().contains(" br-");

        host.runtime().refuseNetworkCalls("");
        done(containers.connect("web", "bridge", EndpointOptions.NONE));
        assertThat(inspect("web").network().ports()).hasSize(1);
    }

    /** The container had left and was in it all the same. */
    @Test
    void endAlsoWhenNoOtherNetworkCanLeadOut() {
        network("own", "10.5.0.0/24", false);
        published("web", "bridge", "8080");
        done(containers.connect("web", "own", EndpointOptions.NONE));

        host.runtime().refuseNetworkCalls("lead .*");
        done(containers.disconnect("web", "bridge"));

        assertThat(inspect("web").network().endpoints()).containsOnlyKeys("own");
        assertThat(inspect("web").network().ports()).isEmpty();
        assertThat(isUsed("bridge")).isFalse();
        published("other", "bridge", "8080");
    }

    /** Address, ports and network stayed taken. */
    @Test
    void endWithTheContainerWhateverTheFirewallSays() {
        network("own", "10.5.0.0/24", false);
        FakeProcess server = published("web", "own", "8080");

        host.runtime().refuseNetworkCalls("withdraw .*");
        server.end(0);
        waitFor("web");

        await(() -> !isUsed("own"));
        published("other", "own", "8080");
        assertThat(inspect("other").network().addresses()).containsExactly("10.5.0.2");
    }

    /** All rules of the machine were read for it. */
    @Test
    void withoutPortsEndWithoutALookAtTheFirewall() {
        run("web", "serve");

        done(containers.disconnect("web", "bridge"));

        assertThat(host.runtime().networkCalls()).noneMatch(call -> call.startsWith("withdraw "));
    }

    /** The machine did not come back. */
    @Test
    void areMadeAgainBesideRecordsThatAreOfNoUse() throws IOException {
        network("own", "10.5.0.0/24", false);
        Path records;
        try (Stream<Path> all = Files.walk(host.home())) {
            records = all.filter(folder -> folder.endsWith("networks")).findFirst().orElseThrow();
        }
        host.kill();
        host.runtime().refuseNetworkCalls("restore .*");
        Files.writeString(records.resolve("empty.json"), "");
        Files.writeString(records.resolve("other.json"), "{\"id\": \"0123456789abcdef\", \"name\": \"other\", \"addresses\": {\"subnet\": \"x\"}}");

        host.comeBack();

        assertThat(networks().list()).extracting(Network::name).containsExactly("bridge", "host", "none", "own");
    }

    /** It ended with the first of them. */
    @Test
    void onePrunedNetworkThatStaysKeepsNoOther() {
        network("first", "10.5.0.0/24", false);
        network("second", "10.6.0.0/24", false);
        String first = "remove br-" + networks().get("first").id().substring(0, 12);

        host.runtime().refuseNetworkCalls(first);
        assertThat(done(networks().prune(network -> true))).containsExactly("second");

        host.runtime().refuseNetworkCalls("");
        assertThat(done(networks().prune(network -> true))).containsExactly("first");
    }

    /** All rules of a machine were read when it was made, too. */
    @Test
    void areWithdrawnOfAMachineThatTheLastEngineLeft() {
        assertThat(host.runtime().networkCalls()).isEmpty();
        published("web", "bridge", "8080");

        host.crash();

        assertThat(host.runtime().networkCalls()).containsExactly("withdraw all but [" + done(host.containers("alice").inspect("web")).id() + "]");
    }
}
