package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostTableTest {
    private static final Subnet POOL = Subnet.parse("10.213.0.0/16");

    @Test
    void readsFromChainNamesWhatACopyWroteThere() {
        List<FirewallChain> chains = List.of(
                chain("filter", "FORWARD"),
                chain("berth-8080", HostTable.poolChain(POOL)),
                chain("berth-8080", "forward"),
                chain("berth-8080", HostTable.FORWARDING_WAS_OFF),
                chain("berth-8081", "forward"));

        assertThat(HostTable.fromChains(chains)).containsExactly(
                new HostTable("berth-8080", Optional.of(POOL), true),
                new HostTable("berth-8081", Optional.empty(), false));
    }

    @Test
    void avoidsPoolsOfOtherCopiesButKeepsItsOwn() {
        List<HostTable> tables = List.of(new HostTable("berth-8080", Optional.of(POOL), false));
        HostRoutes routes = new HostRoutes(List.of(POOL), Optional.empty());

        assertThat(HostNat.choosePool("berth-8080", HostNat.DEFAULT_POOLS, tables, routes)).isEqualTo(POOL);
        assertThat(HostNat.choosePool("berth-8081", HostNat.DEFAULT_POOLS, tables, routes)).isEqualTo(Subnet.parse("10.214.0.0/16"));
    }

    private static FirewallChain chain(String table, String name) {
        return new FirewallChain(table, name, Optional.empty());
    }
}
