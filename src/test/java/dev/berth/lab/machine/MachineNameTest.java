package dev.berth.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineNameTest {

    @Test
    void joinsStudentAndMachine() {
        assertThat(new MachineName("k3x9", "vm1")).hasToString("k3x9-vm1");
    }

    @Test
    void refusesWhatWouldMeanSomethingElseInAPath() {
        for (String bad : List.of("", "..", "a/b", "a-b", "A", "é", "a".repeat(40))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new MachineName(bad, "vm1"));
            assertThatIllegalArgumentException().isThrownBy(() -> new MachineName("ada", bad));
        }
    }
}
