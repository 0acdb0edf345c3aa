package dev.berth.daemon.fake;

import dev.berth.engine.host.Engine;
import dev.berth.engine.machine.Hibernation;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.terminal.Terminals;
import dev.berth.engine.volume.NoVolumes;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** An engine with one machine, {@code alice}; its admin level is another set of the same containers. */
public final class FakeEngine implements Engine {
    public final FakeImages images = new FakeImages();
    public final FakeEvents events = new FakeEvents();
    public final FakeContainers containers = new FakeContainers(images, events);
    public final FakeFiles files = new FakeFiles();
    public final FakeTerminals terminals = new FakeTerminals();
    private final FakeHibernation hibernation = new FakeHibernation();
    private final FakeEvents adminEvents = new FakeEvents();
    private final FakeContainers machines = new FakeContainers(images, adminEvents);
    private final MachineView admin;
    private final MachineView machine;
    private Consumer<MachineView> added;
    private Consumer<String> removed;

    public FakeEngine(Path run) {
        admin = new MachineView("", "host", run.resolve("engine.sock"), 0, machines, files, images, new NoVolumes(), adminEvents);
        machine = new MachineView("alice", "vm1", run.resolve("machines/alice/docker.sock"), 0, containers, files, images, new NoVolumes(), events);
    }

    @Override
    public MachineView admin() {
        return admin;
    }

    @Override
    public List<MachineView> machines() {
        return List.of(machine);
    }

    @Override
    public Terminals terminals() {
        return terminals;
    }

    @Override
    public Hibernation hibernation() {
        return hibernation;
    }

    @Override
    public void watchMachines(Consumer<MachineView> whenAdded, Consumer<String> whenRemoved) {
        added = whenAdded;
        removed = whenRemoved;
        added.accept(machine);
    }

    @Override
    public CompletionStage<Void> stopMachines() {
        return CompletableFuture.runAsync(this::stopMachine); // sockets are never closed on a thread that serves them
    }

    public void stopMachine() {
        removed.accept(machine.name());
    }

    public void startMachine() {
        added.accept(machine);
    }

    @Override
    public void close() {
        containers.close();
        machines.close();
    }
}
