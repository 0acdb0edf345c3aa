package dev.berth.runtime.controlgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.ResourceLimits;
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
