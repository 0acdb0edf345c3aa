package dev.berth.engine.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The machines that run now, and who wants to know when one comes or goes. Thread safe. */
public final class RunningMachines {
    private record Watcher(Consumer<MachineView> added, Consumer<String> removed) {}

    private final Map<String, RunningMachine> byName = new LinkedHashMap<>();
    private final List<Watcher> watchers = new ArrayList<>();

    synchronized void add(RunningMachine machine) {
        byName.put(machine.name(), machine);
        watchers.forEach(watcher -> watcher.added().accept(machine.view()));
    }

    synchronized Optional<RunningMachine> remove(String name) {
        RunningMachine gone = byName.remove(name);
        if (gone != null) {
            watchers.forEach(watcher -> watcher.removed().accept(name));
        }
        return Optional.ofNullable(gone);
    }

    public synchronized Optional<RunningMachine> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public synchronized List<MachineView> views() {
        return byName.values().stream().map(RunningMachine::view).toList();
    }

    public synchronized void watch(Consumer<MachineView> added, Consumer<String> removed) {
        watchers.add(new Watcher(added, removed));
        byName.values().forEach(machine -> added.accept(machine.view()));
    }
}
