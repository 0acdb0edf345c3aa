package dev.berth.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Machines whose freezer fails once when the test wants it to. */
class FrozenMachinesTest {
    private final Set<String> still = new HashSet<>(Set.of("left"));
    private final Set<String> failing = new HashSet<>();
    private final FrozenMachines machines = new FrozenMachines(List.of("left"), this::freeze);

    private void freeze(String machine, boolean frozen) {
        if (failing.remove(machine)) {
            throw new IllegalStateException("cannot write the state of " + machine);
        }
        if (frozen) {
            still.add(machine);
        } else {
            still.remove(machine);
        }
    }

    @Test
    void leavesWhatItFindsFrozenUntilItIsNotWantedSo() {
        assertThat(machines.frozen()).containsExactly("left");
        machines.freezeOnly(Set.of("left"));
        assertThat(still).containsExactly("left");

        machines.freezeOnly(Set.of());

        assertThat(still).isEmpty();
        assertThat(machines.frozen()).isEmpty();
    }

    @Test
    void freezesTheseAndThawsAllOthers() {
        machines.freezeOnly(Set.of("alice", "bob"));
        machines.freezeOnly(Set.of("bob", "carol"));

        assertThat(still).containsExactlyInAnyOrder("bob", "carol");
    }

    /** The rest were skipped, and nobody thawed them any more. */
    @Test
    void oneThatFailsDoesNotKeepTheOthers() {
        machines.freezeOnly(Set.of("alice", "bob"));
        failing.addAll(Set.of("alice", "carol"));

        assertThatThrownBy(() -> machines.freezeOnly(Set.of("carol", "dave")))
                .hasMessage("cannot write the state of alice")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        assertThat(still).containsExactlyInAnyOrder("alice", "dave");

        machines.freezeOnly(Set.of("carol", "dave"));
        assertThat(still).containsExactlyInAnyOrder("carol", "dave");
    }

    @Test
    void isNotFrozenWhileSomethingIsLaunched() {
        machines.freezeOnly(Set.of("alice"));

        Set<String> meanwhile = machines.whileThawed("alice", () -> {
            machines.freezeOnly(Set.of("alice"));
            return Set.copyOf(still);
        });
        assertThat(meanwhile).isEmpty();
        machines.freezeOnly(Set.of("alice"));

        assertThat(still).containsExactly("alice");
    }

    /** It counted as one that goes on for ever. */
    @Test
    void canBeFrozenAgainAfterALaunchThatCouldNotThawIt() {
        machines.freezeOnly(Set.of("alice"));
        failing.add("alice");
        assertThatThrownBy(() -> machines.whileThawed("alice", () -> "launched")).hasMessage("cannot write the state of alice");

        machines.freezeOnly(Set.of());
        machines.freezeOnly(Set.of("alice"));

        assertThat(still).containsExactly("alice");
    }

    @Test
    void isNotFrozenBeforeItHasEnded() {
        machines.freezeOnly(Set.of("alice"));

        machines.end("alice");
        machines.freezeOnly(Set.of("alice"));
        assertThat(still).isEmpty();
        machines.ended("alice");
        machines.freezeOnly(Set.of("alice"));

        assertThat(still).containsExactly("alice");
    }
}
