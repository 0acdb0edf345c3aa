package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A host of its own, with an outside that knows no way back to the machines: what answers was reached under the host's address. */
@ExtendWith(LeavesNothingBehind.class)
class HostNatKernelTest {
    private static final int MTU = 1500;
    private static final String OUTSIDE = "198.51.100.2";
    private static final String HOST = "198.51.100.1";

    /** What is let through comes at once, but this machine may be busy; what is dropped is waited for in vain. */
    private static final int LET_THROUGH_MILLISECONDS = 5000;

    private static final int DROPPED_MILLISECONDS = 300;

    private final TestNamespace host = TestNamespace.host();
    private final TestNamespace outside = TestNamespace.host();
    private final TestNamespace first = TestNamespace.machine();
    private final TestNamespace second = TestNamespace.machine();

    private HostNat nat;
    private MachineNetwork firstNetwork;
    private MachineNetwork secondNetwork;

    @BeforeEach
    void connectTheHostToTheOutside() {
        host.run("echo 0 > /proc/sys/net/ipv4/ip_forward; ip link set lo up; ip link add uplink type veth peer name eth0 netns " + outside.pid());
        host.run("ip address add " + HOST + "/24 dev uplink; ip link set uplink up; ip route add default via " + OUTSIDE);
        outside.run("ip address add " + OUTSIDE + "/24 dev eth0; ip link set eth0 up; ip link set lo up");
        nat = open("test", HostNat.DEFAULT_POOLS);
        MachineNetworks networks = new MachineNetworks(nat.pool(), nat.interfacePrefix());
        firstNetwork = networks.take(0);
        secondNetwork = networks.take(1);
        onHost(() -> MachineLink.open(firstNetwork, first.namespace(), MTU));
        onHost(() -> MachineLink.open(secondNetwork, second.namespace(), MTU));
    }

    @AfterEach
    void endNamespaces() {
        List.of(first, second, outside, host).forEach(TestNamespace::close);
    }

    @Test
    void letsAMachineReachTheOutsideAndNothingOutsideReachAMachine() {
        outside.run("ip route add 10.213.0.0/16 via " + HOST);

        assertThat(first.reaches(OUTSIDE)).isTrue();
        assertThat(outside.reaches(firstNetwork.address().getHostAddress())).isFalse();
    }

    @Test
    void letsAContainerInAMachineReachTheOutside() {
        Bridge.createDefault(first.namespace());
        try (TestNamespace container = TestNamespace.machine()) {
            BridgePort.open(first.namespace(), container.namespace(), Bridge.DEFAULT, new BridgePort.Inner("eth0", Bridge.DEFAULT.subnet().get(2), MacAddress.random(), true));

            assertThat(container.reaches(OUTSIDE)).isTrue();
        }
    }

    @Test
    void keepsMachinesFromEachOther() {
        assertThat(first.reaches(secondNetwork.address().getHostAddress())).isFalse();
        assertThat(host.reaches(secondNetwork.address().getHostAddress())).isTrue();
    }

    @Test
    void keepsMachinesOfTwoCopiesFromEachOther() {
        HostNat other = open("other", HostNat.DEFAULT_POOLS);
        MachineNetwork network = new MachineNetworks(other.pool(), other.interfacePrefix()).take(0);
        try (TestNamespace machine = TestNamespace.machine()) {
            onHost(() -> MachineLink.open(network, machine.namespace(), MTU));

            assertThat(machine.reaches(OUTSIDE)).isTrue();
            assertThat(machine.reaches(firstNetwork.address().getHostAddress())).isFalse();
            assertThat(first.reaches(network.address().getHostAddress())).isFalse();
        }
    }

    @Test
    void dropsWhatComesUnderAnAddressThatIsNotTheMachines() {
        first.run("ip address add " + secondNetwork.address().getHostAddress() + "/32 dev lo");
        first.run("ip address add 203.0.113.7/32 dev lo");

        assertThat(first.succeeds("ping -c 1 -W 1 -I 203.0.113.7 " + OUTSIDE)).isFalse();
        assertThat(first.succeeds("ping -c 1 -W 1 -I " + secondNetwork.address().getHostAddress() + " " + OUTSIDE)).isFalse();
        assertThat(first.reaches(OUTSIDE)).isTrue();
    }

    @Test
    void keepsTheHostsServicesFromMachinesAndAnswersTheirPings() throws IOException {
        try (ServerSocket hosts = onHost(() -> listen(HOST, 8080)); ServerSocket others = outside.namespace().visit(() -> listen(OUTSIDE, 8080))) {
            assertThat(connects(first, HOST, 8080, DROPPED_MILLISECONDS)).isFalse();
            assertThat(connects(first, firstNetwork.gateway().getHostAddress(), 8080, DROPPED_MILLISECONDS)).isFalse();
            assertThat(connects(first, OUTSIDE, 8080, LET_THROUGH_MILLISECONDS)).isTrue();
            assertThat(first.reaches(HOST)).isTrue();
        }
    }

    @Test
    void letsMachinesAskANameServerOnTheHostAlone() throws IOException {
        onHost(() -> HostNat.open("test", HostNat.DEFAULT_POOLS, List.of(Subnet.parse(HOST + "/32").first())));

        try (ServerSocket names = onHost(() -> listen("0.0.0.0", 53))) {
            assertThat(connects(first, HOST, 53, LET_THROUGH_MILLISECONDS)).isTrue();
            assertThat(connects(first, firstNetwork.gateway().getHostAddress(), 53, DROPPED_MILLISECONDS)).isFalse();
        }
    }

    /** A host follows so many connections and no more: a student's flood once left none for the class. */
    @Test
    void leavesConnectionsForOthersWhenAMachineOpensAllItCan() {
        first.namespace().visit(() -> flood(1000));

        assertThat(Integer.parseInt(host.run("cat /proc/sys/net/netfilter/nf_conntrack_count").strip())).isBetween(150, 250);
        assertThat(first.reaches(OUTSIDE)).isFalse();
        assertThat(second.reaches(OUTSIDE)).isTrue();
    }

    @Test
    void keepsTheCloudsCredentialsFromMachines() {
        outside.run("ip address add 169.254.169.254/32 dev lo");

        assertThat(host.reaches("169.254.169.254")).isTrue();
        assertThat(first.reaches("169.254.169.254")).isFalse();
    }

    /** They left the host by its default route. */
    @Test
    void addressesThatNoMachineHasAreUnreachable() {
        assertThat(host.run("ip route get " + firstNetwork.address().getHostAddress())).contains(firstNetwork.hostInterface());
        assertThat(host.succeeds("ip route get 10.213.200.1")).isFalse();
        assertThat(host.run("ip route show type unreachable")).startsWith("unreachable 10.213.0.0/16 ");

        host.run("nft delete table inet berth-test; ip link delete " + firstNetwork.hostInterface() + "; ip link delete " + secondNetwork.hostInterface());
        assertThat(open("test", HostNat.DEFAULT_POOLS).pool()).as("its own route is no obstacle").isEqualTo(nat.pool());
        close(nat);

        assertThat(host.run("ip route show type unreachable")).isEmpty();
        assertThat(host.run("ip route get 10.213.200.1")).contains("uplink");
    }

    @Test
    void goesOnAfterACrashWithTheSamePoolAndOneTable() {
        HostNat again = open("test", HostNat.DEFAULT_POOLS);

        assertThat(again.pool()).isEqualTo(nat.pool());
        assertThat(first.reaches(OUTSIDE)).isTrue();
        assertThat(host.run("nft list tables").strip()).isEqualTo("table inet berth-test");
        close(again);
        assertThat(host.run("cat /proc/sys/net/ipv4/ip_forward").strip()).isEqualTo("0");
    }

    @Test
    void takesAllBackWhenClosedTwice() {
        assertThat(host.run("nft list ruleset")).contains("table inet berth-test", "iifname \"btest-*\" fib saddr . iif oif 0 drop", "masquerade");

        close(nat);
        close(nat);

        assertThat(host.run("nft list ruleset")).isEmpty();
        assertThat(host.run("cat /proc/sys/net/ipv4/ip_forward").strip()).isEqualTo("0");
        assertThat(first.reaches(OUTSIDE)).isFalse();
    }

    @Test
    void leavesForwardingOnForTheCopyThatGoesOnAndOffAfterTheLast() {
        HostNat other = open("other", HostNat.DEFAULT_POOLS);
        assertThat(other.pool()).isNotEqualTo(nat.pool());

        close(nat);
        assertThat(host.run("cat /proc/sys/net/ipv4/ip_forward").strip()).isEqualTo("1");

        close(other);
        assertThat(host.run("cat /proc/sys/net/ipv4/ip_forward").strip()).isEqualTo("0");
    }

    @Test
    void leavesForwardingOnWhereItWasOnBefore() {
        close(nat);
        host.run("echo 1 > /proc/sys/net/ipv4/ip_forward");

        close(open("test", HostNat.DEFAULT_POOLS));

        assertThat(host.run("cat /proc/sys/net/ipv4/ip_forward").strip()).isEqualTo("1");
    }

    @Test
    void passesIptablesThatDropWhatIsForwardedAndLeavesThemAsTheyWere() {
        host.run("iptables -P FORWARD DROP; iptables -N DOCKER-USER; iptables -A FORWARD -j DOCKER-USER; iptables -A DOCKER-USER -j RETURN");
        String before = host.run("iptables -S");
        assertThat(first.reaches(OUTSIDE)).isFalse();

        HostNat again = open("test", HostNat.DEFAULT_POOLS);
        assertThat(first.reaches(OUTSIDE)).isTrue();
        assertThat(first.reaches(secondNetwork.address().getHostAddress())).isFalse();
        assertThat(host.run("iptables -S DOCKER-USER")).contains("-i btest-+", "-o btest-+");

        close(again);
        assertThat(host.run("iptables -S")).isEqualTo(before);
    }

    @Test
    void choosesAPoolThatMeetsNoRouteOfTheHost() {
        close(nat);
        host.run("ip route add 10.213.128.0/17 via " + OUTSIDE);

        HostNat moved = open("test", HostNat.DEFAULT_POOLS);

        assertThat(moved.pool()).hasToString("10.214.0.0/16");
        assertThatThrownBy(() -> open("other", List.of(Subnet.parse("10.214.0.0/20"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no free addresses for machines");
    }

    @Test
    void whatIsLeftIsRemovedAlsoWhereNoPoolIsFree() {
        host.run("ip route add 10.192.0.0/10 via " + OUTSIDE);

        remove("nobody");
        remove("test");

        assertThat(host.run("nft list tables")).doesNotContain("berth-");
    }

    private void remove(String tag) {
        onHost(() -> {
            HostNat.remove(tag);
            return null;
        });
    }

    private HostNat open(String tag, List<Subnet> pools) {
        return onHost(() -> HostNat.open(tag, pools, List.of()));
    }

    private void close(HostNat opened) {
        onHost(() -> {
            opened.close();
            return null;
        });
    }

    private <T> T onHost(Supplier<T> action) {
        return host.namespace().visit(action);
    }

    private static int flood(int flows) {
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int port = 1; port <= flows; port++) {
                socket.send(new DatagramPacket(new byte[1], 1, new InetSocketAddress(OUTSIDE, port)));
            }
            return flows;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ServerSocket listen(String address, int port) {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(new InetSocketAddress(address, port));
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean connects(TestNamespace from, String address, int port, int milliseconds) {
        return from.namespace().visit(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), milliseconds);
                return true;
            } catch (IOException failure) {
                return false;
            }
        });
    }
}
