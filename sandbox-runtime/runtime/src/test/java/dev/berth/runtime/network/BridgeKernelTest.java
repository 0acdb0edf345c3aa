package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.kernel.BoundSocket;
import dev.berth.runtime.network.PortForward.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeavesNothingBehind.class)
class BridgeKernelTest {
    private static final String OWNER = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private final TestNamespace machine = TestNamespace.machine();

    @BeforeEach
    void createBridge() {
        machine.run("ip link set lo up");
        Bridge.createDefault(machine.namespace());
    }

    @AfterEach
    void endMachine() {
        machine.close();
    }

    @Test
    void hasTheAddressAndHardwareAddressOfDockers() {
        assertThat(machine.run("ip -o address show docker0")).contains("3: docker0", "inet 172.17.0.1/16 brd 172.17.255.255 scope global docker0");
        assertThat(machine.run("ip -o link show docker0")).contains("mtu 1500", "link/ether 02:42:");
        assertThat(machine.run("brctl show docker0")).containsPattern("docker0\\s+8000\\.0242[0-9a-f]{8}\\s+no");
        assertThat(machine.run("cat /proc/sys/net/ipv4/ip_forward").strip()).isEqualTo("1");
    }

    @Test
    void printsDockersAddressTranslationRulesByIptables() {
        assertThat(machine.run("iptables -t nat -S").lines()).containsExactly(
                "-P PREROUTING ACCEPT",
                "-P INPUT ACCEPT",
                "-P OUTPUT ACCEPT",
                "-P POSTROUTING ACCEPT",
                "-N DOCKER",
                "-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER",
                "-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER",
                "-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE",
                "-A DOCKER -i docker0 -j RETURN");
    }

    @Test
    void printsDockersFilterRulesByIptables() {
        assertThat(machine.run("iptables -S").lines()).containsExactly(
                "-P INPUT ACCEPT",
                "-P FORWARD DROP",
                "-P OUTPUT ACCEPT",
                "-N DOCKER",
                "-N DOCKER-ISOLATION-STAGE-1",
                "-N DOCKER-ISOLATION-STAGE-2",
                "-N DOCKER-USER",
                "-A FORWARD -j DOCKER-USER",
                "-A FORWARD -j DOCKER-ISOLATION-STAGE-1",
                "-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
                "-A FORWARD -o docker0 -j DOCKER",
                "-A FORWARD -i docker0 ! -o docker0 -j ACCEPT",
                "-A FORWARD -i docker0 -o docker0 -j ACCEPT",
                "-A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2",
                "-A DOCKER-ISOLATION-STAGE-1 -j RETURN",
                "-A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP",
                "-A DOCKER-ISOLATION-STAGE-2 -j RETURN",
                "-A DOCKER-USER -j RETURN");
    }

    @Test
    void listsThemWithCountersAsTheCourseReadsThem() {
        assertThat(machine.run("iptables -t nat -vnL"))
                .containsPattern("0 +0 MASQUERADE .*\\* +!docker0 +172\\.17\\.0\\.0/16 +0\\.0\\.0\\.0/0")
                .contains("ADDRTYPE match dst-type LOCAL")
                .doesNotContain("incompatible");
        assertThat(machine.run("iptables -vnL")).contains("ctstate RELATED,ESTABLISHED", "Chain FORWARD (policy DROP");
    }

    @Test
    void letsTheStudentChangeTheRules() {
        machine.run("iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80");
        machine.run("iptables -I DOCKER-USER -s 172.17.0.9 -j DROP");
        machine.run("iptables-save | iptables-restore");

        assertThat(machine.run("iptables -t nat -S PREROUTING")).contains("--dport 8080");
        assertThat(machine.run("iptables -S DOCKER-USER")).contains("-s 172.17.0.9/32");
    }

    @Test
    void connectsContainersToItAndToEachOther() {
        try (TestNamespace first = TestNamespace.machine(); TestNamespace second = TestNamespace.machine()) {
            BridgePort firstPort = connect(first, 2);
            BridgePort secondPort = connect(second, 3);

            assertThat(first.run("ip -o address")).contains("4: eth0", "inet 172.17.0.2/16 brd 172.17.255.255 scope global eth0").doesNotContain("inet6");
            assertThat(first.run("ip -o link show eth0")).contains("4: eth0@if5:", "link/ether 02:42:ac:11:00:02");
            assertThat(first.run("ip route")).contains("default via 172.17.0.1 dev eth0");
            assertThat(machine.run("ip -o link show " + firstPort.name())).contains("5: " + firstPort.name() + "@if4:", "master docker0");
            assertThat(machine.run("brctl show docker0")).contains(firstPort.name(), secondPort.name());
            assertThat(List.of(firstPort.name(), secondPort.name())).allMatch(name -> name.matches("veth[0-9a-f]{7}"));
            assertThat(second.reaches("172.17.0.1")).isTrue();
            assertThat(second.reaches("172.17.0.2")).isTrue();
        }
    }

    @Test
    void findsNumbersForLinksBesideThoseOfTheStudent() {
        machine.run("ip link add mine index 5 type bridge");

        try (TestNamespace container = TestNamespace.machine()) {
            connect(container, 2);

            assertThat(container.run("ip -o link show eth0")).contains("6: eth0@if7:");
        }
    }

    @Test
    void removesAPortThatIsClosedTwice() {
        try (TestNamespace container = TestNamespace.machine()) {
            BridgePort port = connect(container, 2);

            port.close(machine.namespace());
            port.close(machine.namespace());

            assertThat(machine.run("ip -br link")).doesNotContain("veth");
            assertThat(container.run("ip -br link")).doesNotContain("eth0");
        }
    }

    @Test
    void aContainerWithoutTheBridgeIsRefusedInDockersWords() {
        try (TestNamespace container = TestNamespace.machine()) {
            machine.run("ip link del docker0");

            assertThatThrownBy(() -> connect(container, 2))
                    .isInstanceOf(NetlinkException.class)
                    .message().matches("adding interface veth[0-9a-f]{7} to bridge docker0 failed: could not find bridge docker0: route ip\\+net: no such network interface");
            assertThat(machine.run("ip -br link")).doesNotContain("veth");
        }
    }

    private BridgePort connect(TestNamespace container, int last) {
        return BridgePort.open(machine.namespace(), container.namespace(), Bridge.DEFAULT, inner(last));
    }

    private static BridgePort.Inner inner(int last) {
        Inet4Address address = Bridge.DEFAULT.subnet().get(last);
        return new BridgePort.Inner("eth0", address, MacAddress.ofContainer(address), true);
    }

    private void publish(PortForward... ports) {
        PublishedPorts.publish(machine.namespace(), OWNER, Bridge.DEFAULT, List.of(ports));
    }

    private static PortForward web(int last, int port) {
        return new PortForward(Protocol.TCP, Optional.empty(), port, Bridge.DEFAULT.subnet().get(last), 80);
    }

    /** Recorded from dockerd 20.10.24, for {@code docker run -p 8080:80 -p 127.0.0.1:8081:80 -p 53:53/udp}. */
    @Test
    void printsTheRulesOfPublishedPortsAsDockers() {
        Inet4Address container = Bridge.DEFAULT.subnet().get(2);

        publish(new PortForward(Protocol.TCP, Optional.of(Subnet.parse("127.0.0.1/32").first()), 8081, container, 80), web(2, 8080), new PortForward(Protocol.UDP, Optional.empty(), 53, container, 53));

        assertThat(machine.run("iptables -t nat -S").lines().filter(line -> line.contains("172.17.0.2"))).containsExactly(
                "-A POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE",
                "-A POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE",
                "-A POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p udp -m udp --dport 53 -j MASQUERADE",
                "-A DOCKER -d 127.0.0.1/32 ! -i docker0 -p tcp -m tcp --dport 8081 -j DNAT --to-destination 172.17.0.2:80",
                "-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80",
                "-A DOCKER ! -i docker0 -p udp -m udp --dport 53 -j DNAT --to-destination 172.17.0.2:53");
        assertThat(machine.run("iptables -S DOCKER").lines()).containsExactly(
                "-N DOCKER",
                "-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT",
                "-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT",
                "-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p udp -m udp --dport 53 -j ACCEPT");
        assertThat(machine.run("iptables -t nat -vnL DOCKER")).containsPattern("DNAT +(tcp|6) +-- +!docker0 \\* +0\\.0\\.0\\.0/0 +0\\.0\\.0\\.0/0 +tcp dpt:8080 to:172\\.17\\.0\\.2:80");
    }

    @Test
    void takesBackWhatLedToOneContainerAlone() {
        machine.run("iptables -I DOCKER-USER -s 172.17.0.9 -j DROP");
        String before = machine.run("iptables-save | grep -v ^#");
        publish(IntStream.range(9000, 9040).mapToObj(port -> web(2, port)).toArray(PortForward[]::new));
        PublishedPorts.publish(machine.namespace(), "other", Bridge.DEFAULT, List.of(web(3, 8080)));

        PublishedPorts.withdraw(machine.namespace(), OWNER);

        assertThat(machine.run("iptables-save")).doesNotContain("172.17.0.2").contains("172.17.0.3");
        PublishedPorts.withdrawOthers(machine.namespace(), List.of());
        assertThat(machine.run("iptables-save | grep -v ^#")).isEqualTo(before);
        assertThat(machine.run("nft list chain ip berth published")).doesNotContain("dnat");
    }

    /** One rule that a command of the student's took away between the look and the deletion had kept all others. */
    @Test
    void takesBackWhatTheStudentHasNotTakenMeanwhile() {
        publish(web(2, 8080), web(2, 8081));
        byte[] containers = "container/".getBytes(StandardCharsets.US_ASCII);

        try (NetlinkConnection netfilter = machine.namespace().visit(NetlinkConnection::netfilter)) {
            FirewallRule.deleteAll(netfilter, rule -> {
                if (rule.isMarked(containers) && rule.table().equals("nat") && rule.chain().equals("DOCKER")) {
                    machine.run("iptables -t nat -F DOCKER");
                }
                return rule.isMarked(containers);
            });
        }

        assertThat(machine.run("nft list ruleset")).doesNotContain("172.17.0.2");
    }

    @Test
    void leavesNothingWhenTheStudentHasTakenDockersChainsAway() {
        machine.run("iptables -t nat -F; iptables -t nat -X DOCKER");

        assertThatThrownBy(() -> publish(web(2, 8080))).isInstanceOf(NetlinkException.class).hasMessageContaining("DOCKER");

        assertThat(machine.run("nft list ruleset")).doesNotContain("172.17.0.2");
    }

    /** Whether a web server of busybox answers from there. */
    private static boolean answers(TestNamespace from, String address) {
        return from.succeeds("timeout 1 bash -c 'exec 3<>/dev/tcp/" + address.replace(':', '/') + "; printf \"GET /etc/passwd HTTP/1.0\\r\\n\\r\\n\" >&3; grep -q \"200 OK\" <&3'");
    }

    /** As the lab comes to a student's page. */
    private void connectWith(TestNamespace host) {
        MachineNetwork place = new MachineNetwork(Subnet.parse("10.99.0.2/32").first(), Subnet.parse("10.99.0.1/32").first(), 30, "outer");
        host.namespace().visit(() -> MachineLink.open(place, machine.namespace(), 1500));
    }

    private static void serve(TestNamespace container) {
        container.run("busybox httpd -p 80 -h /");
    }

    @Test
    void answersWhereverDockersProxyDoes() {
        try (TestNamespace server = TestNamespace.machine(); TestNamespace neighbour = TestNamespace.machine(); TestNamespace host = TestNamespace.host()) {
            connect(server, 2);
            connect(neighbour, 3);
            connectWith(host);
            serve(server);
            publish(web(2, 8080), new PortForward(Protocol.TCP, Optional.of(Subnet.parse("127.0.0.1/32").first()), 8081, Bridge.DEFAULT.subnet().get(2), 80));

            for (String address : List.of("localhost:8080", "127.0.0.9:8080", "172.17.0.1:8080", "10.99.0.2:8080", "127.0.0.1:8081")) {
                assertThat(answers(machine, address)).as(address).isTrue();
            }
            assertThat(answers(host, "10.99.0.2:8080")).isTrue();
            assertThat(answers(machine, "10.99.0.2:8081")).isFalse();
            for (TestNamespace container : List.of(server, neighbour)) {
                assertThat(answers(container, "172.17.0.1:8080")).isTrue();
                assertThat(answers(container, "10.99.0.2:8080")).isTrue();
                assertThat(answers(container, "172.17.0.1:8081")).isFalse();
            }
            assertThat(machine.run("iptables -t nat -vnL DOCKER")).containsPattern("\\s[1-9]\\d* +\\d+ DNAT .*dpt:8080");
            PublishedPorts.withdraw(machine.namespace(), OWNER);
            assertThat(answers(machine, "localhost:8080")).isFalse();
        }
    }

    @Test
    void leadsDatagrams() throws IOException {
        try (TestNamespace server = TestNamespace.machine()) {
            connect(server, 2);
            publish(new PortForward(Protocol.UDP, Optional.empty(), 5353, Bridge.DEFAULT.subnet().get(2), 53));
            try (DatagramSocket socket = server.namespace().visit(BridgeKernelTest::listen)) {
                for (String address : List.of("127.0.0.1", "172.17.0.1")) {
                    machine.run("bash -c 'echo hello > /dev/udp/" + address + "/5353'");

                    DatagramPacket packet = new DatagramPacket(new byte[16], 16);
                    socket.receive(packet);
                    assertThat(packet.getLength()).isEqualTo(6);
                    assertThat(packet.getAddress().getHostAddress()).isEqualTo("172.17.0.1");
                }
            }
        }
    }

    private static DatagramSocket listen() {
        try {
            DatagramSocket socket = new DatagramSocket(53);
            socket.setSoTimeout(10_000);
            return socket;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aRuleOfTheStudentsDecidesFirst() {
        try (TestNamespace server = TestNamespace.machine(); TestNamespace host = TestNamespace.host()) {
            connect(server, 2);
            connectWith(host);
            serve(server);
            publish(web(2, 8080));
            assertThat(answers(host, "10.99.0.2:8080")).isTrue();

            machine.run("iptables -I DOCKER-USER -s 10.99.0.1 -j DROP");

            assertThat(answers(host, "10.99.0.2:8080")).isFalse();
            assertThat(machine.run("iptables -vnL DOCKER-USER")).containsPattern("[1-9]\\d* +\\d+ DROP .*10\\.99\\.0\\.1");
        }
    }

    /** Loopback addresses are routed to the bridge, for what is published; nobody comes by that way. */
    @Test
    void aContainerDoesNotReachTheMachinesLoopback() {
        try (TestNamespace container = TestNamespace.machine()) {
            connect(container, 2);
            machine.run("busybox httpd -p 127.0.0.1:7000 -h /");
            container.run("ip address del 127.0.0.1/8 dev lo; echo 1 > /proc/sys/net/ipv4/conf/eth0/route_localnet; ip route add 127.0.0.0/8 via 172.17.0.1 dev eth0 src 172.17.0.2");

            assertThat(answers(machine, "127.0.0.1:7000")).isTrue();
            assertThat(answers(container, "127.0.0.1:7000")).isFalse();
        }
    }

    private BoundSocket bound(boolean datagram, String address) {
        return machine.namespace().visit(() -> BoundSocket.open(datagram, Subnet.parse(address + "/32").first(), 8080));
    }

    @Test
    void aPublishedPortIsNoProgramsAnyMore() throws Exception {
        try (BoundSocket reservation = bound(false, "0.0.0.0")) {
            assertThat(machine.succeeds("busybox httpd -p 8080 -h /")).isFalse();
            assertThatThrownBy(() -> bound(false, "127.0.0.1")).hasMessageContaining("in use");
            bound(true, "0.0.0.0").close();
        }
        assertThat(machine.succeeds("busybox httpd -p 8080 -h /")).isTrue();
    }

    private static Bridge own(String name, String subnet, boolean internal, boolean communicates) {
        Subnet parsed = Subnet.parse(subnet);
        return new Bridge(name, parsed, parsed.get(1), internal, communicates, true, 1500);
    }

    /** Recorded from dockerd 20.10.24, but for the rule of {@code ctstate DNAT}: four networks, made one after the other. */
    @Test
    void printsTheRulesOfMoreBridgesAsDockers() {
        own("br-first", "172.18.0.0/16", false, true).create(machine.namespace());
        own("br-inner", "10.5.0.0/24", true, true).create(machine.namespace());
        own("mute", "172.23.0.0/16", false, false).create(machine.namespace());

        assertThat(machine.run("iptables -S | grep ^-A").lines()).containsExactly(
                "-A FORWARD -j DOCKER-USER",
                "-A FORWARD -j DOCKER-ISOLATION-STAGE-1",
                "-A FORWARD -o mute -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
                "-A FORWARD -o mute -j DOCKER",
                "-A FORWARD -i mute ! -o mute -j ACCEPT",
                "-A FORWARD -i br-inner -o br-inner -j ACCEPT",
                "-A FORWARD -o br-first -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
                "-A FORWARD -o br-first -j DOCKER",
                "-A FORWARD -i br-first ! -o br-first -j ACCEPT",
                "-A FORWARD -i br-first -o br-first -j ACCEPT",
                "-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
                "-A FORWARD -o docker0 -j DOCKER",
                "-A FORWARD -i docker0 ! -o docker0 -j ACCEPT",
                "-A FORWARD -i docker0 -o docker0 -j ACCEPT",
                "-A FORWARD -i mute -o mute -j DROP",
                "-A DOCKER-ISOLATION-STAGE-1 ! -s 10.5.0.0/24 -o br-inner -j DROP",
                "-A DOCKER-ISOLATION-STAGE-1 ! -d 10.5.0.0/24 -i br-inner -j DROP",
                "-A DOCKER-ISOLATION-STAGE-1 -m conntrack --ctstate DNAT -j RETURN",
                "-A DOCKER-ISOLATION-STAGE-1 -i mute ! -o mute -j DOCKER-ISOLATION-STAGE-2",
                "-A DOCKER-ISOLATION-STAGE-1 -i br-first ! -o br-first -j DOCKER-ISOLATION-STAGE-2",
                "-A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2",
                "-A DOCKER-ISOLATION-STAGE-1 -j RETURN",
                "-A DOCKER-ISOLATION-STAGE-2 -o mute -j DROP",
                "-A DOCKER-ISOLATION-STAGE-2 -o br-first -j DROP",
                "-A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP",
                "-A DOCKER-ISOLATION-STAGE-2 -j RETURN",
                "-A DOCKER-USER -j RETURN");
        assertThat(machine.run("iptables -t nat -S | grep ^-A").lines()).containsExactly(
                "-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER",
                "-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER",
                "-A POSTROUTING -s 172.23.0.0/16 ! -o mute -j MASQUERADE",
                "-A POSTROUTING -s 172.18.0.0/16 ! -o br-first -j MASQUERADE",
                "-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE",
                "-A DOCKER -i mute -j RETURN",
                "-A DOCKER -i br-first -j RETURN",
                "-A DOCKER -i docker0 -j RETURN");
    }

    @Test
    void makesWhatIsMissingOfABridgeAndRemovesAllOfIt() {
        Bridge bridge = own("br-first", "172.18.0.0/16", false, true);
        bridge.create(machine.namespace());
        String rules = machine.run("iptables-save | grep -v ^#; nft list table ip berth");

        bridge.restore(machine.namespace());
        assertThat(machine.run("iptables-save | grep -v ^#; nft list table ip berth")).isEqualTo(rules);
        machine.run("ip link del br-first");
        bridge.restore(machine.namespace());
        assertThat(machine.run("ip -o -4 addr show br-first")).contains("inet 172.18.0.1/16");

        bridge.remove(machine.namespace());
        bridge.remove(machine.namespace());
        assertThat(machine.run("iptables-save; nft list table ip berth; ip link")).doesNotContain("br-first");
    }

    /** It was taken for a bridge of ours: without an address in the network, and removed with it. */
    @Test
    void leavesALinkOfItsNameToTheStudent() {
        machine.run("ip link add mine type bridge");

        assertThatThrownBy(() -> own("mine", "172.18.0.0/16", false, true).create(machine.namespace()))
                .isInstanceOf(NetlinkException.class).hasMessage("cannot add bridge \"mine\": File exists");

        assertThat(machine.run("ip -br link")).contains("mine");
        assertThat(machine.run("iptables-save; nft list table ip berth")).doesNotContain("mine");
    }

    @Test
    void isNotRemovedWhenItsRulesCannotBeRestored() {
        Bridge bridge = own("br-first", "172.18.0.0/16", false, true);
        bridge.create(machine.namespace());
        machine.run("nft flush ruleset");

        assertThatThrownBy(() -> bridge.restore(machine.namespace())).isInstanceOf(NetlinkException.class);

        assertThat(machine.run("ip -br link")).contains("br-first");
    }
}
