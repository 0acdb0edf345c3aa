package dev.berth.lab.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.lab.machine.MachineName;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortDomainTest {

    private static final PortName PORT = new PortName(new MachineName("k3x9", "vm1"), 8080);

    private final PortDomain unset = new PortDomain(Optional.empty());

    @ParameterizedTest
    @CsvSource({"localhost:8080,p8080-vm1-k3x9.localhost:8080", "127.0.0.1:8080,p8080-vm1-k3x9.localhost:8080", "[::1]:81,p8080-vm1-k3x9.localhost:81", "LOCALHOST,p8080-vm1-k3x9.localhost"})
    void onThisComputerEachPortHasANameThatBrowsersKnow(String lab, String address) {
        assertThat(unset.address(PORT, lab)).contains(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"berth.example.org", "192.0.2.7:8080", "localhost.example.org", "[2001:db8::1]:8080"})
    void elsewhereSomebodyHasToSayWhichNamesLeadHere(String lab) {
        assertThat(unset.address(PORT, lab)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ports.example.net,berth.example.org,p8080-vm1-k3x9.ports.example.net", "ports.example.net,berth.example.org:8080,p8080-vm1-k3x9.ports.example.net:8080",
            "Ports.Example.net:444,berth.example.org:8080,p8080-vm1-k3x9.ports.example.net:444"})
    void aDomainThatIsSetIsUsedWhereverTheLabIs(String setting, String lab, String address) {
        assertThat(new PortDomain(Optional.of(setting)).address(PORT, lab)).contains(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p8080-vm1-k3x9.localhost:18080", "p8080-vm1-k3x9.localhost", "P8080-VM1-K3X9.LocalHost.:80"})
    void aHostNamesItsPort(String host) {
        assertThat(unset.name(host)).contains(PORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "p8080-vm1-k3x9", "p0-vm1-k3x9.localhost", "p65536-vm1-k3x9.localhost", "p08-vm1-k3x9.localhost", "p8080-vm1-k3x9.example.org", "p8080-vm1-k3-x9.localhost",
            "a.p8080-vm1-k3x9.localhost", "p8080--k3x9.localhost", "p8080-vm1-../x.localhost", "", ":", ".localhost"})
    void otherHostsNameNone(String host) {
        assertThat(unset.name(host)).isEmpty();
    }

    @Test
    void aPortHasANumberThatPortsHave() {
        assertThatThrownBy(() -> new PortName(new MachineName("k3x9", "vm1"), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PortName(new MachineName("k3x9", "vm1"), 65_536)).isInstanceOf(IllegalArgumentException.class);
    }
}
