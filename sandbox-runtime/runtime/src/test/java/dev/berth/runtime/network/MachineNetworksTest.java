package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineNetworksTest {
    private static final Subnet POOL = Subnet.parse("10.213.0.0/16");

    private final MachineNetworks networks = new MachineNetworks(POOL, "b8080-");

    @Test
    void givesEachMachineASubnetAndANameOfItsOwn() {
        MachineNetwork first = networks.take();
        MachineNetwork second = networks.take();

        assertThat(first).isEqualTo(new MachineNetwork(POOL.get(2), POOL.get(1), 30, "b8080-0"));
        assertThat(second).isEqualTo(new MachineNetwork(POOL.get(6), POOL.get(5), 30, "b8080-1"));
    }

    @Test
    void keepsThePlaceOfAMachineThatGoesOnAfterARestart() {
        MachineNetwork running = networks.take();
        MachineNetworks restarted = new MachineNetworks(POOL, "b8080-");

        assertThat(restarted.claim(running)).isTrue();
        assertThat(restarted.claim(running)).isFalse();
        assertThat(restarted.take()).isNotEqualTo(running);
    }

    @Test
    void doesNotTakeAPlaceOfAnotherPoolOrTag() {
        MachineNetwork elsewhere = new MachineNetworks(Subnet.parse("10.214.0.0/16"), "b8080-").take();
        MachineNetwork otherCopy = new MachineNetworks(POOL, "b8081-").take();

        assertThat(networks.claim(elsewhere)).isFalse();
        assertThat(networks.claim(otherCopy)).isFalse();
    }

    @Test
    void givesAPlaceAgainOnceItCameBack() {
        MachineNetwork first = networks.take();
        networks.release(first);

        assertThat(networks.take()).isEqualTo(first);
    }

    @Test
    void keepsNamesWithinWhatTheKernelTakes() {
        MachineNetworks last = new MachineNetworks(POOL, "b1234567-");
        MachineNetwork network = last.take();
        for (int machine = 1; machine < POOL.size() / 4; machine++) {
            network = last.take();
        }

        assertThat(network.hostInterface()).isEqualTo("b1234567-16383").hasSizeLessThanOrEqualTo(15);
    }
}
