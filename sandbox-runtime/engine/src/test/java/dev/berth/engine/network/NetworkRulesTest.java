package dev.berth.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.network.Network.Addresses;
import dev.berth.engine.network.Network.Pool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRulesTest {

    private static Addresses addresses(String subnet, String range, String gateway) {
        return NetworkRules.addresses(List.of(new Pool(subnet, range, gateway)), List.of());
    }

    @Test
    void aSubnetIsNamedByAnyAddressInIt() {
        assertThat(addresses("10.5.0.77/24", "10.5.0.130/25", "")).isEqualTo(new Addresses("10.5.0.0/24", "10.5.0.128/25", "10.5.0.1"));
        assertThat(addresses("10.5.0.0/024", "", "")).isEqualTo(new Addresses("10.5.0.0/24", "10.5.0.0/24", "10.5.0.1"));
    }

    /** They were taken for numbers, and kept as they were written. */
    @ParameterizedTest
    @ValueSource(strings = {"10.5.0.0/00000000000000000000024", "10.5.0.0/+24", "10.5.0.0/٢٤", "10.5.0.0/", "10.5.0.0", "10.5.0.0/24/24", "10.5.0.0/33", "10.5.0.0/124", "1.2.3/24"})
    void whatIsNoSubnetIsRefused(String text) {
        assertThatThrownBy(() -> addresses(text, "", "")).hasMessage("Invalid subnet " + text + " : invalid CIDR address: " + text);
        assertThatThrownBy(() -> addresses("10.5.0.0/16", text, "")).hasMessageEndingWith("subpool \"" + text + "\": Invalid Address SubPool");
    }

    @Test
    void whatIsKeptOfANetworkIsBounded() {
        NetworkRequest request = new NetworkRequest("web", "", List.of(new Pool("10.5.0.0/24", "", "1".repeat(20_000))), "", false, false, false, Map.of(), Map.of());

        assertThatThrownBy(() -> NetworkRules.check(request)).hasMessageStartingWith("the network is described in more than 16384 characters");
    }
}
