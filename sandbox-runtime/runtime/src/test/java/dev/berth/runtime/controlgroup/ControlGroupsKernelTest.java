package dev.berth.runtime.controlgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.ResourceLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups without processes, in whichever version this host has. What processes do in them is tested with machines. */
class ControlGroupsKernelTest {
    private final ControlGroups groups = ControlGroups.detect(ControlGroups.tagOf(Path.of("/tmp/control-groups-kernel-test")));

    @AfterEach
    void removeAll() {
        groups.machines().forEach(groups::removeMachine);
        groups.removeEmpty();
    }

    @Test
    void knowsTheMachinesThatHaveAGroup() {
        groups.createMachine("alice", ResourceLimits.NONE);
        groups.createMachine("bob", ResourceLimits.of(OptionalLong.of(64 << 20), OptionalLong.of(100)));

        assertThat(groups.machines()).containsExactlyInAnyOrder("alice", "bob");
        assertThat(groups.outOfMemoryKills("bob", Optional.empty())).isZero();
    }

    @Test
    void changesTheLimitsThatItIsTold() {
        groups.createMachine("alice", ResourceLimits.of(OptionalLong.of(64 << 20), OptionalLong.of(100)));

        groups.limit("alice", Optional.empty(), ResourceLimits.of(OptionalLong.of(32 << 20), OptionalLong.empty()));

        assertThat(groups.usage("alice", Optional.empty()).memory().limit()).hasValue(32 << 20);
        assertThat(groups.usage("alice", Optional.empty()).processes().limit()).hasValue(100);
    }

    @Test
    void knowsNoLimitOfAGroupThatHasNone() {
        groups.createMachine("alice", ResourceLimits.NONE);

        assertThat(groups.usage("alice", Optional.empty()).memory().limit()).isEmpty();
        assertThat(groups.usage("alice", Optional.empty()).processes().limit()).isEmpty();
    }

    /** Together they could use all memory of the host, however little each might have. */
    @Test
    void boundsTheMemoryOfAllMachinesTogether() {
        assertThat(groups.memoryLeft()).isEmpty();

        groups.limitMachines(96 << 20);
        groups.createMachine("alice", ResourceLimits.NONE);

        assertThat(groups.memoryLeft().orElseThrow()).isBetween(90L << 20, 96L << 20);
        groups.limitMachines(64 << 20);
        assertThat(groups.memoryLeft().orElseThrow()).isBetween(58L << 20, 64L << 20);
    }

    /** So that a shell of the machine can still end them. */
    @Test
    void leavesTheMachineProcessesThatItsContainersCannotTake() {
        assertThat(ControlGroups.processesOfContainers(OptionalLong.of(400))).isEqualTo("336");
        assertThat(ControlGroups.processesOfContainers(OptionalLong.of(100))).isEqualTo("75");
        assertThat(ControlGroups.processesOfContainers(OptionalLong.of(2))).isEqualTo("2");
        assertThat(ControlGroups.processesOfContainers(OptionalLong.empty())).isEqualTo("max");
    }

    @Test
    void knowsTheContainersThatHaveAGroupAndRemovesThemWithTheMachine() throws IOException {
        groups.createMachine("alice", ResourceLimits.NONE);
        groups.settleMachine("alice", (int) new ProcessBuilder("sleep", "1000").start().pid(), 200_000);
        groups.createContainer("alice", "c0ffee", ResourceLimits.of(OptionalLong.empty(), OptionalLong.of(7)));
        groups.createContainer("alice", "c0ffed", ResourceLimits.NONE);

        groups.removeContainer("alice", "c0ffed");

        assertThat(groups.containers("alice")).containsExactly("c0ffee");
        assertThat(groups.usage("alice", Optional.of("c0ffee")).processes().limit()).hasValue(7);
        groups.removeMachine("alice");
        assertThat(groups.containers("alice")).isEmpty();
    }

    @Test
    void removesWhatThereIsAndIsContentWithWhatThereIsNot() {
        groups.createMachine("alice", ResourceLimits.NONE);

        groups.removeContainer("alice", "nosuch");
        groups.removeMachine("alice");
        groups.removeMachine("alice");

        assertThat(groups.machines()).isEmpty();
    }

    @Test
    void hasATagOfItsOwnForEachFolder() {
        assertThat(ControlGroups.tagOf(Path.of("/run/berth"))).matches("[0-9a-f]{7}").isEqualTo(ControlGroups.tagOf(Path.of("/run/./berth")))
                .isNotEqualTo(ControlGroups.tagOf(Path.of("/run/berth2")));
    }
}
