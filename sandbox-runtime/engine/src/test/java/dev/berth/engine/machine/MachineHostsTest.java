package dev.berth.engine.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MachineHostsTest {
    private static final String HOSTS = "127.0.0.1 localhost\n::1 localhost vm2\n# 10.9.9.9 vm2\n10.1.0.3\tVM2  web # vm3\n10.1.0.4 vm2\nnonsense vm4\n";

    private static String address(String name) {
        return MachineHosts.address(HOSTS, name).map(Inet4Address::getHostAddress).orElse("none");
    }

    @Test
    void findsTheFirstLineThatHasTheName() {
        assertThat(address("vm2")).isEqualTo("10.1.0.3");
        assertThat(address("web")).isEqualTo("10.1.0.3");
        assertThat(address("vm3")).isEqualTo("none");
        assertThat(address("vm4")).isEqualTo("none");
        assertThat(address("10.1.0.4")).isEqualTo("none");
    }

    @Property
    void anyTextHasTheNameOrNot(@ForAll @StringLength(max = 30) @Chars({'1', '.', ' ', '\t', '\n', '#', 'a', ':', '/', '-'}) String text) {
        assertThat(MachineHosts.address(text + "\n10.1.0.3 vm2", "vm2").map(Inet4Address::getHostAddress)).contains("10.1.0.3");
    }
}
