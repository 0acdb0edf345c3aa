package dev.berth.runtime.host;

import dev.berth.runtime.controlgroup.ControlGroups;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Which machines stand still. What is launched in a frozen machine would not begin, and what is killed there may not end, so the machine is thawed for it, and not frozen before that is over. Thread safe. */
final class FrozenMachines {
    private final ControlGroups groups;
    private final Set<String> frozen = new HashSet<>();
    private final Set<String> ending = new HashSet<>();
    private final Map<String, Integer> thawed = new HashMap<>();

    /** Thaws what an engine that was killed has left frozen. */
    FrozenMachines(ControlGroups groups) {
        this.groups = groups;
        groups.machines().forEach(machine -> groups.freezeMachine(machine, false));
    }

    synchronized void freeze(String machine) {
        if (!thawed.containsKey(machine) && !ending.contains(machine) && !frozen.contains(machine)) {
            groups.freezeMachine(machine, true);
            frozen.add(machine);
        }
    }

    synchronized void thaw(String machine) {
        if (frozen.contains(machine)) {
            groups.freezeMachine(machine, false);
            frozen.remove(machine);
        }
    }

    /** Thaws a machine that is going to end, and does not freeze it before {@link #ended}. */
    synchronized void end(String machine) {
        ending.add(machine);
        thaw(machine);
    }

    synchronized void ended(String machine) {
        ending.remove(machine);
        frozen.remove(machine);
    }

    <T> T whileThawed(String machine, Supplier<T> work) {
        begin(machine);
        try {
            return work.get();
        } finally {
            over(machine);
        }
    }

    private synchronized void begin(String machine) {
        thawed.merge(machine, 1, Integer::sum);
        thaw(machine);
    }

    private synchronized void over(String machine) {
        thawed.computeIfPresent(machine, (name, count) -> count > 1 ? count - 1 : null);
    }
}
