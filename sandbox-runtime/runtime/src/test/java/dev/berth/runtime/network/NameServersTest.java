package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameServersTest {
    @Test
    void takesTheHostsOwnInTheirOrder() {
        List<String> own = List.of("# made by hand", "search example.org", "nameserver 10.0.0.2", "nameserver  192.0.2.53 # second", "nameserver 10.0.0.2");

        assertThat(addresses(own, List.of())).containsExactly("10.0.0.2", "192.0.2.53");
    }

    @Test
    void takesThoseBehindAStubOnTheHostsLoopback() {
        assertThat(addresses(List.of("nameserver 127.0.0.53", "options edns0"), List.of("nameserver 10.1.0.1"))).containsExactly("10.1.0.1");
    }

    @Test
    void fallsBackToPublicOnesAsDockerDoes() {
        assertThat(addresses(List.of("nameserver ::1", "nameserver 0.0.0.0", "nameserver 1.2.3.999"), List.of())).containsExactly("8.8.8.8", "8.8.4.4");
    }

    @Test
    void takesTheHostsOwnBesideAStub() {
        assertThat(addresses(List.of("nameserver 127.0.0.1", "nameserver 10.0.0.2"), List.of("nameserver 10.1.0.1"))).containsExactly("10.0.0.2");
    }

    private static List<String> addresses(List<String> own, List<String> upstream) {
        return NameServers.choose(own, upstream).stream().map(Inet4Address::getHostAddress).toList();
    }
}
