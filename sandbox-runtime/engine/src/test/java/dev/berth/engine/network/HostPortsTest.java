package dev.berth.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.network.Publishing.Binding;
import dev.berth.runtime.kernel.SystemCallException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Numbers and words are those of a Docker 20.10.24. */
class HostPortsTest {
    private static final int IN_USE = 98;

    private final Set<Integer> ofPrograms = new HashSet<>();
    private final Set<Integer> reserved = new HashSet<>();
    private final HostPorts ports = new HostPorts((protocol, at, port) -> {
        if (ofPrograms.contains(port)) {
            throw new SystemCallException("bind", IN_USE);
        }
        reserved.add(port);
        return () -> reserved.remove(port);
    });

    private static Publishing published(String container, Binding... bindings) {
        return new Publishing(Map.of(container, List.of(bindings)), false);
    }

    private static Publishing at(String port) {
        return published("80/tcp", new Binding("", port));
    }

    private List<String> taken(String owner, List<String> exposed, Publishing publishing) {
        return ports.take(owner, exposed, publishing).stream().map(port -> port.hostAddress() + ":" + port.hostPort() + "->" + port.containerPort() + "/" + port.protocol()).toList();
    }

    private List<String> taken(String owner, String port) {
        return taken(owner, List.of("80/tcp"), at(port));
    }

    @Test
    void areTakenInDockersOrder() {
        Publishing several = published("80/tcp", new Binding("", "8080"), new Binding("127.0.0.1", "8081"), new Binding("", ""));

        assertThat(taken("web", List.of("80/tcp"), several)).containsExactly("0.0.0.0:32768->80/tcp", "127.0.0.1:8081->80/tcp", "0.0.0.0:8080->80/tcp");
        assertThat(taken("all", List.of("53/udp", "80/tcp", "90/tcp", "91/tcp"), new Publishing(Map.of(), true)))
                .containsExactly("0.0.0.0:32769->91/tcp", "0.0.0.0:32770->90/tcp", "0.0.0.0:32771->80/tcp", "0.0.0.0:32768->53/udp");
    }

    @Test
    void aPortThatAnotherContainerHasIsRefused() {
        taken("one", "8080");

        assertThatThrownBy(() -> taken("two", "8080")).isInstanceOf(EngineException.class).hasMessage("Bind for 0.0.0.0:8080 failed: port is already allocated");
        assertThat(taken("udp", List.of("80/udp"), published("80/udp", new Binding("", "8080")))).containsExactly("0.0.0.0:8080->80/udp");
    }

    @Test
    void aPortThatAProgramHasIsRefusedInTheWordsOfDockersProxy() {
        ofPrograms.add(9000);

        assertThatThrownBy(() -> taken("one", "9000")).hasMessage("Error starting userland proxy: listen tcp4 0.0.0.0:9000: bind: address already in use");
    }

    @Test
    void anotherIsTakenForOneThatNobodyChose() {
        ofPrograms.addAll(List.of(32768, 32769));

        assertThat(taken("one", "")).containsExactly("0.0.0.0:32770->80/tcp");
    }

    /** Each address on the loopback that somebody had published on was remembered for good. */
    @Test
    void itIsForgottenWhichWasLastOfAnAddressThatWasNotAskedForLately() {
        for (int number = 0; number <= HostPorts.MOST; number++) {
            String address = "127.0." + number / 256 + "." + number % 256;
            assertThat(taken(address, List.of("80/tcp"), published("80/tcp", new Binding(address, "")))).containsExactly(address + ":32768->80/tcp");
            ports.release(address);
            taken("usual" + number, "");
            ports.release("usual" + number);
        }

        assertThat(taken("again", List.of("80/tcp"), published("80/tcp", new Binding("127.0.0.0", "")))).containsExactly("127.0.0.0:32768->80/tcp");
        assertThat(taken("usual", "")).containsExactly("0.0.0.0:" + (32769 + HostPorts.MOST) + "->80/tcp");
    }

    @Test
    void oneOfARangeIsTaken() {
        assertThat(taken("one", "7000-7001")).containsExactly("0.0.0.0:7000->80/tcp");
        assertThat(taken("two", "7000-7001")).containsExactly("0.0.0.0:7001->80/tcp");
        assertThatThrownBy(() -> taken("three", "7000-7001")).hasMessage("all ports are allocated");
    }

    @Test
    void noneStaysTakenWhenOneIsRefused() {
        taken("one", "8080");

        assertThatThrownBy(() -> taken("two", List.of("80/tcp", "81/tcp"), new Publishing(Map.of("80/tcp", List.of(new Binding("", "8080")), "81/tcp", List.of(new Binding("", "9000"))), false)))
                .isInstanceOf(EngineException.class);

        assertThat(reserved).containsExactly(8080);
        assertThat(taken("three", "9000")).hasSize(1);
    }

    @Test
    void areFreeAgainAfterwardsAndNotForgottenByTheNextEngine() {
        List<PublishedPort> kept = ports.take("one", List.of("80/tcp"), at("8080"));
        ports.release("one");
        ports.release("one");
        ports.adopt("one", kept);

        assertThatThrownBy(() -> taken("two", "8080")).hasMessageContaining("port is already allocated");
        ports.release("one");
        assertThat(reserved).isEmpty();
    }

    @Test
    void onlyWhatTheContainerSaysItListensOnIsPublished() {
        assertThat(taken("one", List.of(), at("8080"))).isEmpty();
        assertThat(taken("two", List.of("80/sctp", "1-65535/tcp"), new Publishing(Map.of(), true))).isEmpty();
    }

    @Test
    void addressesThatAreNoneMeanAll() {
        assertThat(taken("one", List.of("80/tcp"), published("80/tcp", new Binding("nope", "8999")))).containsExactly("0.0.0.0:8999->80/tcp");
        assertThatThrownBy(() -> taken("two", List.of("80/tcp"), published("80/tcp", new Binding("::1", "8998")))).hasMessageContaining("a machine has no IPv6");
    }

    @Test
    void aMachineHasOnlySoMany() {
        List<String> many = IntStream.rangeClosed(1, HostPorts.MOST + 1).mapToObj(port -> port + "/tcp").toList();

        assertThatThrownBy(() -> taken("greedy", many, new Publishing(Map.of(), true))).hasMessage("there are 0 published ports, and 256 is as many as a machine may have: publish fewer than 257");
    }
}
