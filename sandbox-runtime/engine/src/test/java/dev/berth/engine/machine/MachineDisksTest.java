package dev.berth.engine.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.work.HostSpace;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineDisksTest {
    @TempDir
    private Path home;

    @Test
    void noMachineIsMadeOnAHostThatIsNearlyFull() {
        MachineDisks disks = MachineDisks.open(home, OptionalLong.empty(), new HostSpace(() -> 100L << 20));
        MachineFolder machine = new MachineFolder(home.resolve("alice"));

        assertThatThrownBy(() -> disks.make(machine, OptionalLong.empty(), 100_000)).hasMessageStartingWith("no space left on device: the host keeps its last 512 MiB");

        assertThat(machine.disk()).doesNotExist();
    }
}
