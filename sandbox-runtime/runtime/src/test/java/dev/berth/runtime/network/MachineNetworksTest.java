package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineNetworksTest {
    private static final Subnet POOL = Subnet.parse("10.213.0.0/16");

    private final MachineNetworks networks = new MachineNetworks(POOL, "b8080-");

    @Test
    void givesEachMachineASubnetAndANameOfItsOwn() {
        MachineNetwork first = networks.take(0);
        MachineNetwork second = networks.take(1);

        assertThat(first).isEqualTo(new MachineNetwork(POOL.get(2), POOL.get(1), 30, "b8080-0"));
        assertThat(second).isEqualTo(new MachineNetwork(POOL.get(6), POOL.get(5), 30, "b8080-1"));
    }

    @Test
    void keepsThePlaceOfAMachineThatGoesOnAfterARestart() {
        MachineNetwork running = networks.take(0);
        MachineNetworks restarted = new MachineNetworks(POOL, "b8080-");

        assertThat(restarted.claim(running)).isTrue();
        assertThat(restarted.claim(running)).isFalse();
        assertThat(restarted.take(0)).isNotEqualTo(running);
    }

    @Test
    void doesNotTakeAPlaceOfAnotherPoolOrTag() {
        MachineNetwork elsewhere = new MachineNetworks(Subnet.parse("10.214.0.0/16"), "b8080-").take(0);
        MachineNetwork otherCopy = new MachineNetworks(POOL, "b8081-").take(0);

        assertThat(networks.claim(elsewhere)).isFalse();
        assertThat(networks.claim(otherCopy)).isFalse();
    }

    @Test
    void givesAPlaceAgainOnceItCameBack() {
        MachineNetwork first = networks.take(0);
        networks.release(first);

        assertThat(networks.take(0)).isEqualTo(first);
    }

    /** It had the lowest that was free: which one that was changed with the order in which machines were started. */
    @Test
    void givesAMachineTheSamePlaceAtEachStart() {
        MachineNetwork fourth = networks.take(3);
        networks.release(fourth);
        networks.take(0);

        assertThat(networks.take(3)).isEqualTo(fourth);
        assertThat(networks.take(3)).as("its place is taken").isEqualTo(new MachineNetworks(POOL, "b8080-").take(1));
        assertThat(networks.take(1_000_000).hostInterface()).isEqualTo("b8080-2");
    }

    @Test
    void keepsNamesWithinWhatTheKernelTakes() {
        MachineNetworks last = new MachineNetworks(POOL, "b1234567-");
        int places = (int) (POOL.size() / 4);
        MachineNetwork network = last.take(places - 1);

        assertThat(network.hostInterface()).isEqualTo("b1234567-16383").hasSizeLessThanOrEqualTo(15);
    }
}
