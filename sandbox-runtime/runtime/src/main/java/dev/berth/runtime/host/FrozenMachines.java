package dev.berth.runtime.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Which machines stand still. What is launched in a frozen machine would not begin, and what is killed there may not end, so the machine is thawed for it, and not frozen before that is over. Thread safe. */
final class FrozenMachines {
    private final Freezer freezer;
    private final Set<String> frozen = new HashSet<>();
    private final Set<String> ending = new HashSet<>();
    private final Map<String, Integer> thawed = new HashMap<>();

    /** Freezes all processes of a machine, or lets them go on. */
    interface Freezer {
        void freeze(String machine, boolean frozen);
    }

    /** @param left machines that an engine which was killed has left frozen: they stay so until they are not wanted so */
    FrozenMachines(Collection<String> left, Freezer freezer) {
        this.freezer = freezer;
        frozen.addAll(left);
    }

    synchronized Set<String> frozen() {
        return Set.copyOf(frozen);
    }

    /** Thaws all others first. One that fails does not keep the rest, and is thrown at the end. */
    synchronized void freezeOnly(Set<String> wanted) {
        Set<String> others = new LinkedHashSet<>(frozen);
        others.removeAll(wanted);
        List<RuntimeException> failures = new ArrayList<>();
        forEach(others, this::thaw, failures);
        forEach(wanted, this::freeze, failures);
        if (!failures.isEmpty()) {
            RuntimeException first = failures.remove(0);
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private static void forEach(Set<String> machines, Consumer<String> work, List<RuntimeException> failures) {
        for (String machine : machines) {
            try {
                work.accept(machine);
            } catch (RuntimeException failure) {
                failures.add(failure);
            }
        }
    }

    private void freeze(String machine) {
        if (!thawed.containsKey(machine) && !ending.contains(machine) && !frozen.contains(machine)) {
            freezer.freeze(machine, true);
            frozen.add(machine);
        }
    }

    private void thaw(String machine) {
        if (frozen.contains(machine)) {
            freezer.freeze(machine, false);
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
        try {
            begin(machine);
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
