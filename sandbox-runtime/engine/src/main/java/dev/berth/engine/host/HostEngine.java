package dev.berth.engine.host;

import dev.berth.engine.EngineSettings;
import dev.berth.engine.container.ContainerService;
import dev.berth.engine.container.ContainerSupervisor;
import dev.berth.engine.dns.NameServer;
import dev.berth.engine.event.EventLog;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.store.ImageStore;
import dev.berth.engine.machine.Hibernation;
import dev.berth.engine.machine.ImageFilesOfMachines;
import dev.berth.engine.machine.ImagesInUse;
import dev.berth.engine.machine.KeptProcesses;
import dev.berth.engine.machine.MachineDisks;
import dev.berth.engine.machine.MachineFolder;
import dev.berth.engine.machine.MachinePlaces;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.machine.Machines;
import dev.berth.engine.machine.ProcessesOfMachines;
import dev.berth.engine.machine.RunningMachines;
import dev.berth.engine.machine.SleepingMachines;
import dev.berth.engine.machine.Trash;
import dev.berth.engine.terminal.ShellsOfMachines;
import dev.berth.engine.terminal.Terminals;
import dev.berth.engine.volume.NoVolumes;
import dev.berth.engine.work.HostSpace;
import dev.berth.engine.work.LaunchAdmission;
import dev.berth.engine.work.MemoryGovernor;
import dev.berth.engine.work.ShutdownGate;
import dev.berth.engine.work.Workers;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.network.MachineNetworks;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The engine of this host: puts the parts together, and takes over what an earlier engine left. Machines, containers, terminals and logs go on from where they
 * were, whatever ended that engine.
 */
public final class HostEngine implements Engine {
    private static final String SOCKET = "engine.sock";
    private static final int STOP_SECONDS = 10;

    private final MemoryGovernor governor;
    private final LaunchAdmission admission;
    private final Workers workers;
    private final Trash trash;
    private final RunningMachines running;
    private final ShellsOfMachines terminals;
    private final Hibernation hibernation;
    private final ProcessesOfMachines processes;
    private final ImageFilesOfMachines imageFiles;
    private final ContainerSupervisor machines;
    private final NameServer names;
    private final MachineView admin;

    private HostEngine(
            MemoryGovernor governor,
            LaunchAdmission admission,
            Workers workers,
            Trash trash,
            RunningMachines running,
            ShellsOfMachines terminals,
            Hibernation hibernation,
            ProcessesOfMachines processes,
            ImageFilesOfMachines imageFiles,
            ContainerSupervisor machines,
            NameServer names,
            MachineView admin) {
        this.governor = governor;
        this.admission = admission;
        this.workers = workers;
        this.trash = trash;
        this.running = running;
        this.terminals = terminals;
        this.hibernation = hibernation;
        this.processes = processes;
        this.imageFiles = imageFiles;
        this.machines = machines;
        this.names = names;
        this.admin = admin;
    }

    /**
     * Returns when all that runs was taken over. One engine at a time may be open on a home.
     *
     * @param runtime stays the caller's, who closes it after the engine; @param images as well
     * @param networks where machines get their addresses; empty: they have no network
     */
    public static HostEngine open(EngineSettings settings, MachineRuntime runtime, ImageStore images, Optional<MachineNetworks> networks) {
        Workers workers = new Workers();
        MemoryGovernor governor = new MemoryGovernor(runtime);
        LaunchAdmission admission = new LaunchAdmission(runtime::availableMemory, governor, workers.commands());
        Trash trash = new Trash(settings.home().resolve("trash"));
        KeptProcesses kept = new KeptProcesses(runtime.kept());
        RunningMachines running = new RunningMachines();
        EventLog events = new EventLog();
        Images catalogue = images.catalogue(events::publish);
        MachinePlaces places = new MachinePlaces(networks, settings.mostMachines());
        MachineDisks disks = MachineDisks.open(settings.home(), settings.machineDiskBytes(), HostSpace.of(settings.home()));
        NameServer names = new NameServer(runtime::connectOut);
        Machines machines = new Machines(settings, runtime, images, kept, places, disks, trash, workers, admission, running, names);
        machines.onRemoved(images::forgetMachine);
        ContainerService level = new ContainerService(machines, catalogue, events, workers, admission, machines::queue, new ShutdownGate("the engine is being stopped"));
        SleepingMachines hibernation = new SleepingMachines(running, machines::folder, level);
        ShellsOfMachines terminals = new ShellsOfMachines(running, runtime, workers, admission, trash, hibernation::greeting);
        machines.onRemoved(terminals::forgetMachine);
        images.takeOver(() -> ImagesInUse.of(machines.folders()));
        level.all().adopt().toCompletableFuture().join();
        machines.folders().forEach(path -> terminals.adopt(new MachineFolder(path), kept));
        kept.endRest();
        level.all().startDue();
        MachineView admin = new MachineView("", "", settings.run().resolve(SOCKET), 0, level, level.files(), catalogue, new NoVolumes(), machines.networks(), Optional.empty(), events);
        return new HostEngine(
                governor, admission, workers, trash, running, terminals, hibernation, new ProcessesOfMachines(running, level, runtime, workers),
                new ImageFilesOfMachines(running, level, machines.layerStore(), workers), level.all(), names, admin);
    }

    @Override
    public MachineView admin() {
        return admin;
    }

    @Override
    public List<MachineView> machines() {
        return running.views();
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
    public ProcessesOfMachines processes() {
        return processes;
    }

    @Override
    public ImageFilesOfMachines imageFiles() {
        return imageFiles;
    }

    @Override
    public void watchMachines(Consumer<MachineView> added, Consumer<String> removed) {
        running.watch(added, removed);
    }

    @Override
    public void takeTurns() {
        governor.begin(admission::isLaunching);
    }

    @Override
    public CompletionStage<Void> stopMachines() {
        return machines.stop(OptionalInt.of(STOP_SECONDS)).whenComplete((stopped, failure) -> machines.goOn());
    }

    @Override
    public void close() {
        governor.close();
        workers.close();
        names.close();
        trash.close();
    }
}
