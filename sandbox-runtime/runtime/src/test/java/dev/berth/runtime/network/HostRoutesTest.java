package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostRoutesTest {
    private static final String HEADING = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";

    @Test
    void tellsTheUplinkFromOtherDestinations() {
        HostRoutes routes = HostRoutes.parse(List.of(
                HEADING,
                "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
                "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
                "tun0\t0080D50A\t00000000\t0001\t0\t0\t0\t0080FFFF\t0\t0\t0"));

        assertThat(routes.uplink()).contains("eth0");
        assertThat(routes.destinations()).containsExactly(Subnet.parse("192.0.2.0/24"), Subnet.parse("10.213.128.0/17"));
    }

    @Test
    void hasNoUplinkOnAHostWithoutRoutes() {
        assertThat(HostRoutes.parse(List.of(HEADING))).isEqualTo(new HostRoutes(List.of(), Optional.empty()));
        assertThat(HostRoutes.parse(List.of()).destinations()).isEmpty();
    }
}
