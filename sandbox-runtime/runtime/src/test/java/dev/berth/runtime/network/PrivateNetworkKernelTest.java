package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.kernel.NetworkNamespace;
import dev.berth.runtime.network.PrivateNetwork.Member;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two machines of one student, and one of another, all at one host. */
@ExtendWith(LeavesNothingBehind.class)
class PrivateNetworkKernelTest {
    private static final int MTU = 1500;

    @TempDir
    private Path folder;

    private final TestNamespace host = TestNamespace.host();
    private final TestNamespace first = TestNamespace.machine();
    private final TestNamespace second = TestNamespace.machine();
    private final TestNamespace others = TestNamespace.machine();
    private PrivateNetwork network;
    private PrivateNetwork othersNetwork;

    @BeforeEach
    void joinMachines() {
        network = new PrivateNetwork(folder.resolve("networks/alice"));
        othersNetwork = new PrivateNetwork(folder.resolve("networks/bob"));
        plug(network, first, 1);
        plug(network, second, 2);
        plug(othersNetwork, others, 2);
    }

    @AfterEach
    void endNamespaces() {
        PrivateNetwork.closeAll(folder.resolve("networks"));
        List.of(first, second, others, host).forEach(TestNamespace::close);
    }

    @Test
    void joinsTheMachinesOfOneStudentAtTheAddressesOfTheirNumbers() {
        assertThat(first.run("ip -o -4 address show eth1")).contains("999: eth1", "inet 172.31.0.11/20 brd 172.31.15.255 scope global eth1");
        assertThat(first.reaches("172.31.0.12")).isTrue();
        assertThat(second.reaches("172.31.0.11")).isTrue();
    }

    @Test
    void letsAContainerReachTheOtherMachineUnderTheAddressOfItsOwn() {
        Bridge.createDefault(first.namespace());
        try (TestNamespace container = TestNamespace.machine()) {
            BridgePort.open(first.namespace(), container.namespace(), Bridge.DEFAULT, new BridgePort.Inner("eth0", Bridge.DEFAULT.subnet().get(2), MacAddress.random(), true));

            assertThat(container.reaches("172.31.0.12")).isTrue();
        }
    }

    @Test
    void leadsToNoMachineOfAnotherStudent() {
        plug(othersNetwork, host, 9); // somebody there who answers

        assertThat(others.reaches("172.31.0.19")).isTrue();
        assertThat(first.reaches("172.31.0.19")).isFalse();
    }

    @Test
    void leadsNowhereElse() {
        host.run("ip link add outside type bridge; ip address add 198.51.100.1/24 dev outside; ip link set outside up");
        first.run("ip route add default via 172.31.15.254");

        assertThat(first.run("ping -c 1 -W 1 198.51.100.1 || true")).contains("Destination Net Unreachable");
        assertThat(inRouter("ip -o address | tr -s ' ' | cut -d ' ' -f 4 | uniq")).isEqualTo("172.31.15.254");
        assertThat(inRouter("ip route | sort | cut -d ' ' -f 1 | tr '\\n' ' '")).isEqualTo("172.31.0.11 172.31.0.12");
        assertThat(inRouter("ss -Hltun")).isEmpty();
    }

    @Test
    void passesNothingOnUnderAnotherAddress() {
        first.run("ip address add 172.31.0.13/32 dev lo; ip address add 203.0.113.7/32 dev lo");
        second.run("ip route add 203.0.113.7 via 172.31.15.254");

        int before = received(second); // an answer would not find its way back in any case
        assertThat(first.succeeds("ping -c 1 -W 1 -I 203.0.113.7 172.31.0.12")).isFalse();
        assertThat(first.succeeds("ping -c 1 -W 1 -I 172.31.0.13 172.31.0.12")).isFalse();

        assertThat(received(second)).isEqualTo(before);
        first.run("ip neighbour flush all"); // nobody answered those addresses: for some seconds the kernel takes the neighbour for lost
        assertThat(first.reaches("172.31.0.12")).isTrue();
    }

    @Test
    void leadsNothingToAMachineThatSaysItIsAnother() {
        second.run("ip address add 172.31.0.11/32 dev lo; ip neighbour flush all");
        try (TestNamespace third = TestNamespace.machine()) {
            plug(network, third, 3);
            int before = received(second);
            third.run("ping -c 3 -i 0.2 -W 1 172.31.0.11");

            assertThat(received(second)).isEqualTo(before);
        }
    }

    @Test
    void isAMachinesOwnToLeaveAndToComeBackTo() {
        network.unplug(2);
        network.unplug(2);

        assertThat(first.reaches("172.31.0.12")).isFalse();
        assertThat(second.run("ip -br link")).doesNotContain("eth1");

        plug(network, second, 2);
        plug(network, second, 2);

        assertThat(first.reaches("172.31.0.12")).isTrue();
    }

    @Test
    void staysWhenWhoMadeItIsGoneAndEndsWhenItIsClosed() {
        PrivateNetwork found = new PrivateNetwork(network.router());

        assertThat(first.reaches("172.31.0.12")).isTrue();
        found.close();
        found.close();

        assertThat(network.router()).doesNotExist();
        assertThat(first.reaches("172.31.0.12")).isFalse();
        assertThat(othersNetwork.router()).exists();
    }

    @Test
    void isMadeWhereAFileLiesThatSomebodyWhoWasKilledHasLeft() throws Exception {
        PrivateNetwork left = new PrivateNetwork(folder.resolve("networks/carol"));
        Files.createFile(left.router());

        left.unplug(1);
        try (TestNamespace machine = TestNamespace.machine()) {
            plug(left, machine, 1);

            assertThat(machine.reaches("172.31.15.254")).isTrue();
        }
    }

    @Test
    void keepsTheWayToANameServerWhoseAddressIsOneOfTheNetworks() {
        try (TestNamespace machine = TestNamespace.machine()) {
            MachineNetwork uplink = new MachineNetworks(Subnet.parse("10.213.0.0/16"), "btest-").take(0);
            host.namespace().visit(() -> MachineLink.open(uplink, machine.namespace(), MTU));
            Inet4Address server = Subnet.parse("172.31.0.2/32").first();
            network.plug(machine.namespace(), new Member(3, Optional.of(uplink.gateway()), List.of(server, Subnet.parse("8.8.8.8/32").first())), MTU);

            assertThat(machine.run("ip route get 172.31.0.2")).contains("via 10.213.0.1 dev eth0");
            assertThat(machine.run("ip route get 172.31.0.11")).contains("dev eth1");
            assertThat(machine.reaches("172.31.0.11")).isTrue();
        }
    }

    private static void plug(PrivateNetwork network, TestNamespace machine, int number) {
        network.plug(machine.namespace(), new Member(number, Optional.empty(), List.of()), MTU);
    }

    private static int received(TestNamespace machine) {
        return Integer.parseInt(machine.run("nstat -asz IpInReceives | grep IpInReceives | tr -s ' ' | cut -d ' ' -f 2").strip());
    }

    private String inRouter(String command) {
        return host.run("nsenter --net=" + network.router() + " sh -c \"" + command + "\"").strip();
    }
}
