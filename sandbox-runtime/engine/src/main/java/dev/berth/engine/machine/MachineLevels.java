package dev.berth.engine.machine;

import dev.berth.engine.EngineSettings;
import dev.berth.engine.build.Builds;
import dev.berth.engine.build.StepFolders;
import dev.berth.engine.container.ContainerRecord;
import dev.berth.engine.container.ContainerService;
import dev.berth.engine.dns.NameServer;
import dev.berth.engine.event.EventLog;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.store.ImageStore;
import dev.berth.engine.network.DerivedId;
import dev.berth.engine.network.EndpointOptions;
import dev.berth.engine.network.NetworkSettings;
import dev.berth.engine.network.NetworkSettings.Endpoint;
import dev.berth.engine.network.NetworksOfMachine;
import dev.berth.engine.volume.ContainerMounts;
import dev.berth.engine.volume.VolumesOfMachine;
import dev.berth.engine.work.LaunchAdmission;
import dev.berth.engine.work.SerialQueue;
import dev.berth.engine.work.ShutdownGate;
import dev.berth.engine.work.Workers;
import dev.berth.runtime.MachineRuntime;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Gives each machine that runs what its own clients work on: a level of containers, its images, its volumes, its events. */
final class MachineLevels {
    private final MachineRuntime runtime;
    private final ImageStore images;
    private final KeptProcesses kept;
    private final Trash trash;
    private final Workers all;
    private final LaunchAdmission admission;
    private final RunningMachines running;
    private final MachineSockets sockets;
    private final ContainerLayers layers;
    private final PrivateNetworks privateNetworks;
    private final NameServer names;
    private final EngineSettings settings;

    MachineLevels(
            MachineRuntime runtime,
            ImageStore images,
            KeptProcesses kept,
            Trash trash,
            Workers all,
            LaunchAdmission admission,
            RunningMachines running,
            MachineSockets sockets,
            ContainerLayers layers,
            PrivateNetworks privateNetworks,
            NameServer names,
            EngineSettings settings) {
        this.runtime = runtime;
        this.images = images;
        this.kept = kept;
        this.trash = trash;
        this.all = all;
        this.admission = admission;
        this.running = running;
        this.sockets = sockets;
        this.layers = layers;
        this.privateNetworks = privateNetworks;
        this.names = names;
        this.settings = settings;
    }

    /** The machine runs: now its containers can be made. Called on its queue. @param lastEnd when it had ended before; empty: only the engine is another. @param closed called when its run is released */
    MachineRun open(
            ContainerRecord record, MachineFolder folder, MachineAllocation place, SerialQueue queue, Optional<Instant> lastEnd, Consumer<RunningMachine> closed) {
        String name = record.name();
        EventLog events = new EventLog();
        Workers workers = all.of(name);
        Images visible = images.ofMachine(name, imageBytes(record), events::publish, Optional.of(new MachineOutlet(name, place.baseId(), runtime, names, settings.nameservers())));
        folder.makeVolumes();
        folder.makeNetworks();
        ShutdownGate gate = new ShutdownGate("machine \"" + name + "\" is being stopped");
        VolumesOfMachine volumes = new VolumesOfMachine(folder.volumes(), folder.volumeContents(), place.baseId(), trash::discard, events, workers, gate);
        ContainerMounts mounts = new ContainerMounts(name, place.baseId(), runtime, volumes);
        NetworksOfMachine networks = new NetworksOfMachine(name, folder.networks(), runtime, events, queue);
        ContainersOfMachine kind = new ContainersOfMachine(
                name, record.hostname(), place.baseId(), folder, runtime, kept, trash, layers, mounts, new NetworkEvents(events), networks, names, settings.nameservers(),
                new ContainerFiles(settings.nameservers(), () -> privateNetworks.others(record)));
        ContainerService level = new ContainerService(kind, visible, events, workers, admission, any -> queue, gate);
        level.all().adoptHere(lastEnd);
        Builds builds = new Builds(folder.builds(), new Builds.Parts(visible, level, level.files(), image -> layers.ofImage(visible.layerFolders(image)), new StepFolders(folder.volumeContents(), place.baseId()), workers, gate));
        MachineView view = new MachineView(name, record.hostname(), sockets.socket(name), place.baseId(), level, level.files(), visible, volumes, networks, Optional.of(builds), events);
        RunningMachine machine = new RunningMachine(record, folder, queue, level, gate, view, new CompletableFuture<>());
        running.add(machine);
        return new MachineRun(
                machine, runtime.machinePid(name), network(record, place), runtime, () -> {
                    names.endMachine(name);
                    closed.accept(machine);
                });
    }

    /** Gateway and prefix are the host's, and not told. */
    private static NetworkSettings network(ContainerRecord record, MachineAllocation place) {
        return place.link().map(link -> record.network().with("bridge", new Endpoint(EndpointOptions.NONE, DerivedId.of("", "bridge"), link.address(), 0, "", "", "eth0"))).orElse(record.network());
    }

    /** Its images may take as much of the host's disk as its files. */
    private OptionalLong imageBytes(ContainerRecord record) {
        OptionalLong asked = record.config().host().resources().diskBytes();
        return asked.isPresent() ? asked : settings.machineDiskBytes();
    }
}
