package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeavesNothingBehind.class)
class DefaultBridgeKernelTest {
    private final TestNamespace machine = TestNamespace.machine();

    @BeforeEach
    void createBridge() {
        machine.run("ip link set lo up");
        DefaultBridge.create(machine.namespace());
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
        return BridgePort.open(machine.namespace(), container.namespace(), DefaultBridge.SUBNET.get(last), MacAddress.ofContainer(DefaultBridge.SUBNET.get(last)));
    }
}
