package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeavesNothingBehind.class)
class MachineLinkKernelTest {
    private static final int MTU = 1400;

    private final MachineNetwork network = new MachineNetworks(Subnet.parse("10.213.0.0/16"), "btest-").take(0);
    private final TestNamespace host = TestNamespace.host();
    private final TestNamespace machine = TestNamespace.machine();

    @AfterEach
    void endNamespaces() {
        machine.close();
        host.close();
    }

    @Test
    void givesAMachineAnInterfaceWithAddressAndDefaultRoute() {
        open();

        assertThat(machine.run("ip -o -4 address show eth0")).contains("2: eth0", "inet 10.213.0.2/30 brd 10.213.0.3 scope global eth0");
        assertThat(machine.run("ip route")).contains("default via 10.213.0.1 dev eth0");
        assertThat(machine.run("ip -o link show")).contains("lo: <LOOPBACK,UP", "eth0@if", "mtu 1400");
        assertThat(machine.reaches("10.213.0.1")).isTrue();
        assertThat(machine.reaches("127.0.0.1")).isTrue();
    }

    @Test
    void givesTheHostARouteToTheMachineAloneAndNoIpv6Address() {
        open();

        // Until the kernel has noticed the carrier the line ends with "linkdown": on a busy host the test saw that.
        assertThat(host.run("ip route").strip().lines()).singleElement().asString().startsWith("10.213.0.2 dev btest-0 proto kernel scope link src 10.213.0.1");
        assertThat(host.run("ip -o -6 address show btest-0")).isEmpty();
        assertThat(host.reaches("10.213.0.2")).isTrue();
    }

    @Test
    void removesBothEndsAndCanBeClosedTwice() {
        MachineLink link = open();

        host.namespace().visit(() -> {
            link.close();
            link.close();
            return null;
        });

        assertThat(host.run("ip -br link")).doesNotContain("btest");
        assertThat(machine.run("ip -br link")).doesNotContain("eth0");
    }

    @Test
    void isRemovedByAnEngineThatAdoptedItAfterACrash() {
        open();

        host.namespace().visit(() -> {
            MachineLink.adopt(network).close();
            return null;
        });

        assertThat(host.run("ip -br link")).doesNotContain("btest");
    }

    @Test
    void leavesNothingOnTheHostWhenTheMachineRefuses() {
        machine.run("ip link add eth0 type bridge");

        assertThatThrownBy(this::open).isInstanceOf(NetlinkException.class).hasMessage("cannot add link \"btest-0\": File exists");

        assertThat(host.run("ip -br link")).doesNotContain("btest");
    }

    private MachineLink open() {
        return host.namespace().visit(() -> MachineLink.open(network, machine.namespace(), MTU));
    }
}
