package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.machine.MachineProcess;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What runs in a machine, as the machine counts. */
class MachineProcessesKernelTest {
    @AutoClose
    private final MachineOnKernel alice = new MachineOnKernel();

    private List<MachineProcess> processes() {
        return done(alice.host().engine().processes().of("alice"));
    }

    private MachineProcess running(String... command) {
        EngineOnKernel.await("it runs", () -> processes().stream().anyMatch(process -> process.command().equals(List.of(command))));
        return processes().stream().filter(process -> process.command().equals(List.of(command))).findFirst().orElseThrow();
    }

    @Test
    void tellsAProgramOfTheMachineFromOneInAContainer() {
        String id = alice.run("exec sleep 1000");
        alice.beginHere("exec sleep 2000");

        MachineProcess inContainer = running("sleep", "1000");
        MachineProcess inMachine = running("sleep", "2000");
        MachineProcess first = processes().stream().filter(process -> process.pid() == 1).findFirst().orElseThrow();

        assertThat(inContainer.container()).contains(id);
        assertThat(inContainer.inside()).isEqualTo(1);
        assertThat(inContainer.pid()).isGreaterThan(1);
        assertThat(inMachine.container()).isEmpty();
        assertThat(inMachine.inside()).isEqualTo(inMachine.pid());
        assertThat(List.of(inContainer, inMachine)).allSatisfy(process -> {
            assertThat(process.user()).isZero();
            assertThat(process.root()).isEqualTo("/");
            assertThat(process.namespaces().get("user")).isEqualTo(first.namespaces().get("user"));
        });
        assertThat(inMachine.namespaces()).isEqualTo(first.namespaces());
        assertThat(inContainer.namespaces().get("uts")).isNotEqualTo(first.namespaces().get("uts"));
        assertThat(first.parent()).isZero();
    }

    @Test
    void tellsTheHostNameOfANamespaceAndWhetherANetworkPassesPacketsOn() {
        alice.beginHere("exec unshare -u sh -c 'hostname other; exec sleep 1000'");
        alice.beginHere("exec unshare -n sleep 2000");

        MachineProcess renamed = running("sleep", "1000");
        MachineProcess alone = running("sleep", "2000");
        MachineProcess first = processes().stream().filter(process -> process.pid() == 1).findFirst().orElseThrow();

        assertThat(renamed.surroundings().hostName()).isEqualTo("other");
        assertThat(first.surroundings().hostName()).isEqualTo(alone.surroundings().hostName()).isNotEmpty().isNotEqualTo("other");
        assertThat(first.surroundings().forwards()).isTrue();
        alice.beginHere("echo 0 >/proc/sys/net/ipv4/ip_forward");
        EngineOnKernel.await("the machine passes nothing on", () -> processes().stream().noneMatch(process -> process.pid() == 1 && process.surroundings().forwards()));
    }

    /** Busybox cannot make one, so that here all are in that of the machine. */
    @Test
    void tellsTheTimeNamespaceWhereTheKernelHasSuch() {
        MachineProcess first = processes().stream().filter(process -> process.pid() == 1).findFirst().orElseThrow();

        assertThat(first.namespaces().containsKey("time")).isEqualTo(Files.exists(Path.of("/proc/self/ns/time"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void tellsOfNoneThatIsNotThereOrDoesNotRun() {
        assertThatThrownBy(() -> done(alice.host().engine().processes().of("bob"))).hasMessageContaining("No such container: bob");

        done(alice.host().engine().admin().containers().stop("alice", OptionalInt.of(10)));

        assertThatThrownBy(() -> done(alice.host().engine().processes().of("alice"))).hasMessageContaining("machine \"alice\" is not running");
    }
}
