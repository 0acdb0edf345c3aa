package dev.berth.engine.machine;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The machines that run now, and who wants to know when one comes or goes. Thread safe; holds no lock while it tells. */
public final class RunningMachines {

    /** Hears of each machine once, also of one that comes while the watcher does. */
    private static final class Watcher {
        private final Consumer<MachineView> added;
        private final Consumer<String> removed;
        private final Set<String> told = new HashSet<>();

        Watcher(Consumer<MachineView> added, Consumer<String> removed) {
            this.added = added;
            this.removed = removed;
        }

        void added(RunningMachine machine) {
            boolean isNew;
            synchronized (told) {
                isNew = told.add(machine.name());
            }
            if (isNew) {
                added.accept(machine.view());
            }
        }

        void removed(String name) {
            boolean wasKnown;
            synchronized (told) {
                wasKnown = told.remove(name);
            }
            if (wasKnown) {
                removed.accept(name);
            }
        }
    }

    private final Map<String, RunningMachine> byName = new ConcurrentHashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    /** Called on the machine's queue, as is {@link #remove}: so each watcher hears of one machine's comings and goings in order. */
    void add(RunningMachine machine) {
        byName.put(machine.name(), machine);
        watchers.forEach(watcher -> watcher.added(machine));
    }

    void remove(String name) {
        if (byName.remove(name) != null) {
            watchers.forEach(watcher -> watcher.removed(name));
        }
    }

    public Optional<RunningMachine> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public List<MachineView> views() {
        return byName.values().stream().map(RunningMachine::view).toList();
    }

    public void watch(Consumer<MachineView> added, Consumer<String> removed) {
        Watcher watcher = new Watcher(added, removed);
        watchers.add(watcher);
        byName.values().forEach(watcher::added);
    }
}
