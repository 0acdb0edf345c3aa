package dev.berth.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkSettingsTest {
    private final Networks networks = new BuiltInNetworks("alice", Instant.EPOCH);

    private String knownId(String network) {
        return NetworkSettings.of(Optional.of(network), Map.of()).known(networks).endpoints().get(network).networkId();
    }

    /** A network that had been removed was taken for one whose id begins with its name. */
    @Test
    void knowANetworkByItsWholeName() {
        String id = networks.get("bridge").id();

        assertThat(knownId("bridge")).isEqualTo(id);
        assertThat(knownId(id)).isEqualTo(id);
        assertThat(knownId(id.substring(0, 4))).isEmpty();
        assertThat(knownId("nosuch")).isEmpty();
    }
}
