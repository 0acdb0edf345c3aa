package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SubnetTest {
    @Test
    void knowsItsFirstAndLastAddress() {
        Subnet subnet = Subnet.parse("172.17.0.0/16");

        assertThat(subnet.size()).isEqualTo(65536);
        assertThat(subnet.get(2).getHostAddress()).isEqualTo("172.17.0.2");
        assertThat(subnet.broadcast().getHostAddress()).isEqualTo("172.17.255.255");
        assertThat(subnet).hasToString("172.17.0.0/16");
    }

    @Test
    void saysWhereBitsAreTooMany() {
        assertThatThrownBy(() -> Subnet.parse("10.213.1.0/16"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"10.213.1.0/16\" has bits beyond its prefix; use \"10.213.0.0/16\"");
    }

    @Test
    void refusesWhatIsNotASubnet() {
        assertThatThrownBy(() -> Subnet.parse("10.0.0.0")).hasMessageContaining("is not a subnet");
        assertThatThrownBy(() -> Subnet.parse("10.0.0.256/32")).hasMessageContaining("\"256\" is more than 255");
        assertThatThrownBy(() -> Subnet.parse("10.0.0.0/33")).hasMessageContaining("not within 0 and 32");
    }

    @Test
    void overlapsWhatItContainsAndWhatContainsIt() {
        Subnet all = Subnet.parse("0.0.0.0/0");
        Subnet ten = Subnet.parse("10.0.0.0/8");
        Subnet inTen = Subnet.parse("10.213.0.0/16");

        assertThat(ten.overlaps(inTen)).isTrue();
        assertThat(inTen.overlaps(ten)).isTrue();
        assertThat(all.overlaps(inTen)).isTrue();
        assertThat(inTen.overlaps(Subnet.parse("10.214.0.0/16"))).isFalse();
    }

    @Test
    void countsAddressesAboveTheMiddleOfTheSpace() {
        assertThat(Subnet.parse("192.0.2.0/24").get(255).getHostAddress()).isEqualTo("192.0.2.255");
        assertThat(Subnet.parse("0.0.0.0/0").broadcast().getHostAddress()).isEqualTo("255.255.255.255");
    }
}
