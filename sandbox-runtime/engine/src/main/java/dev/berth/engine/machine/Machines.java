package dev.berth.engine.machine;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import dev.berth.engine.EngineException;
import dev.berth.engine.EngineSettings;
import dev.berth.engine.container.ContainerId;
import dev.berth.engine.container.ContainerKind;
import dev.berth.engine.container.ContainerLinks;
import dev.berth.engine.container.ContainerRecord;
import dev.berth.engine.container.Run;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.dns.NameServer;
import dev.berth.engine.file.MachineIds;
import dev.berth.engine.image.store.ImageStore;
import dev.berth.engine.network.BuiltInNetworks;
import dev.berth.engine.network.EndpointOptions;
import dev.berth.engine.network.Network;
import dev.berth.engine.network.NetworkSettings;
import dev.berth.engine.network.Networks;
import dev.berth.engine.record.RecordFile;
import dev.berth.engine.volume.MountPoint;
import dev.berth.engine.work.LaunchAdmission;
import dev.berth.engine.work.SerialQueue;
import dev.berth.engine.work.Workers;
import dev.berth.runtime.ContainerMount;
import dev.berth.runtime.ExecSpec;
import dev.berth.runtime.ExitStatus;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.ProcessSpec;
import dev.berth.runtime.SandboxProcess;
import dev.berth.runtime.kernel.FolderDescriptor;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** The containers of the admin level: each is a whole machine, with a level of containers of its own while it runs. */
public final class Machines implements ContainerKind {
    private static final String RUNTIME = "machine";
    private static final int KILLED = 137;

    private final EngineSettings settings;
    private final MachineRuntime runtime;
    private final KeptProcesses kept;
    private final MachinePlaces places;
    private final MachineDisks disks;
    private final Trash trash;
    private final Workers workers;
    private final List<Consumer<String>> removed = new CopyOnWriteArrayList<>();
    private final MachineSockets sockets;
    private final MachineStarts starts;
    private final PrivateNetworks privateNetworks;
    private final Networks networks = new BuiltInNetworks("", Instant.now());
    private final Map<String, SerialQueue> queues = new ConcurrentHashMap<>();

    public Machines(
            EngineSettings settings,
            MachineRuntime runtime,
            ImageStore images,
            KeptProcesses kept,
            MachinePlaces places,
            MachineDisks disks,
            Trash trash,
            Workers workers,
            LaunchAdmission admission,
            RunningMachines running,
            NameServer names) {
        this.settings = settings;
        this.runtime = runtime;
        this.kept = kept;
        this.places = places;
        this.disks = disks;
        this.trash = trash;
        this.workers = workers;
        this.sockets = new MachineSockets(settings.run());
        this.privateNetworks = new PrivateNetworks(runtime, settings.run(), settings.nameservers());
        MachineLevels levels = new MachineLevels(
                runtime, images, kept, trash, workers, admission, running, sockets, new ContainerLayers(layerStore(), images.initLayer()), privateNetworks, names, settings);
        this.starts = new MachineStarts(settings, runtime, places, disks, trash, running, sockets, levels, privateNetworks);
        folders().forEach(path -> {
            places.claim(new MachineFolder(path));
            new RecordFile<>(path.resolve(MachineFolder.RECORD), ContainerRecord.class).read().ifPresent(privateNetworks::know);
        });
        runtime.onMachineEnded(name -> running.find(name).ifPresent(machine -> queue(name).execute(() -> endedByItself(machine))));
    }

    /** @param listener told the name of each machine that is gone with its disk */
    public void onRemoved(Consumer<String> listener) {
        removed.add(listener);
    }

    private static void endedByItself(RunningMachine machine) {
        machine.exit().complete(new ExitStatus(KILLED, Instant.now(), false));
    }

    /** The one queue on which everything is done that concerns a machine: itself, its containers, its terminals. */
    public SerialQueue queue(String machine) {
        return queues.computeIfAbsent(machine, name -> workers.of(name).commandQueue());
    }

    @Override
    public void check(Optional<String> name, ContainerConfig config) {
        if (!config.host().runtime().equals(RUNTIME)) {
            throw new EngineException(INVALID_PARAMETER, "runtime \"" + config.host().runtime()
                    + "\" is not available here: on this socket containers are machines, so ask for --runtime machine; for an ordinary container use a machine's own socket");
        }
        MachineOptions.refuseOthers(config);
        PrivateNetworks.check(config);
        disks.check(config.host().resources().diskBytes());
        name.ifPresent(MachineOptions::checkName);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NetworkSettings connect(ContainerRecord record, Optional<Run> run, Network network, EndpointOptions options) {
        throw new EngineException(NOT_IMPLEMENTED, "a machine stays in its network: connect containers on its own socket");
    }

    @Override
    public NetworkSettings disconnect(ContainerRecord record, Optional<Run> run, Network network) {
        throw new EngineException(NOT_IMPLEMENTED, "a machine stays in its network: disconnect containers on its own socket");
    }

    @Override
    public String defaultHostname(ContainerId id, String name, ContainerConfig config) {
        return id.abbreviated();
    }

    public MachineFolder folder(String name) {
        return new MachineFolder(settings.home().resolve("machines").resolve(name));
    }

    @Override
    public void prepare(ContainerRecord record) {
        MachineFolder folder = folder(record.name());
        disks.close(folder);
        trash.discard(folder.path());
        MachineAllocation place = places.take(folder);
        folder.make();
        disks.make(folder, record.config().host().resources().diskBytes(), place.baseId());
        privateNetworks.know(record);
    }

    /** A machine has its disk and nothing else; what its image calls a volume is a folder on it. */
    @Override
    public List<MountPoint> mount(ContainerRecord record, SortedSet<String> imageVolumes, Function<String, List<MountPoint>> mountsOf) {
        return List.of();
    }

    @Override
    public void mountBesides(ContainerId container, List<ContainerMount> mounts) {
        throw new IllegalStateException("no build makes machines");
    }

    @Override
    public void adoptMounts(ContainerRecord record) {
        // it has none
    }

    @Override
    public void releaseMounts(ContainerRecord record, boolean withVolumes) {
        // it has none
    }

    @Override
    public List<Path> folders() {
        Path machines = settings.home().resolve("machines");
        MachineFolder.makeFolder(machines, "rwx------");
        return ContainersOfMachine.list(machines);
    }

    @Override
    public String recordName() {
        return MachineFolder.RECORD;
    }

    @Override
    public Path folder(ContainerId id, String name) {
        return folder(name).path();
    }

    @Override
    public boolean hasUnifiedControlGroups() {
        return runtime.hasUnifiedControlGroups();
    }

    @Override
    public String machine(ContainerRecord record) {
        return record.name();
    }

    @Override
    public Run start(ContainerRecord record, List<ContainerLinks.Linked> linked) {
        return starts.start(record, folder(record.name()), queue(record.name()));
    }

    @Override
    public Optional<Run> adopt(ContainerRecord record) {
        return starts.adopt(record, folder(record.name()), queue(record.name()));
    }

    @Override
    public SandboxProcess exec(ContainerRecord record, String execId, boolean privileged, ProcessSpec process) {
        return runtime.exec(new ExecSpec(record.name(), Optional.empty(), execKey(record, execId), true, process));
    }

    @Override
    public Optional<SandboxProcess> adoptExec(ContainerRecord record, String execId) {
        return kept.take(execKey(record, execId));
    }

    private static String execKey(ContainerRecord record, String execId) {
        return "exec/" + record.name() + "/" + execId;
    }

    @Override
    public FolderDescriptor openRoot(ContainerRecord record) {
        if (!runtime.runningMachines().contains(record.name())) {
            throw new EngineException(CONFLICT, "machine \"" + record.name() + "\" does not run: start it to copy its files");
        }
        return runtime.openMachineRoot(record.name());
    }

    @Override
    public MachineIds ids(ContainerRecord record) {
        return new MachineIds(places.get(folder(record.name())).baseId());
    }

    @Override
    public List<Path> layers(ContainerRecord record) {
        return record.layers().stream().map(layerStore()::resolve).toList();
    }

    /** Host folder with a folder per layer. */
    public Path layerStore() {
        return settings.home().resolve("layers");
    }

    @Override
    public Path writableLayer(ContainerRecord record) {
        MachineFolder folder = folder(record.name());
        disks.open(folder);
        return folder.rootLayer();
    }

    @Override
    public void discard(ContainerRecord record) {
        privateNetworks.forget(record);
        sockets.remove(record.name());
        discard(folder(record.name()).path());
        queues.remove(record.name());
        removed.forEach(listener -> listener.accept(record.name()));
    }

    @Override
    public void discard(Path records) {
        MachineFolder folder = new MachineFolder(records);
        Optional<MachineAllocation> place = places.find(folder);
        disks.close(folder);
        trash.discard(records);
        place.ifPresent(places::release);
    }

    @Override
    public void refuseAttach() {
        throw new EngineException(NOT_IMPLEMENTED, "machines have no streams to attach to: use exec -it NAME bash");
    }

    @Override
    public void refuseCommit() {
        throw new EngineException(NOT_IMPLEMENTED, "machines cannot be made images: commit a container on the machine's own socket, or make a recipe of what machines are to have");
    }

    @Override
    public void relink(ContainerRecord record, ContainerLinks.Linked linked) {
        // they have none
    }

    @Override
    public void renamed(ContainerRecord record, boolean runs) {
        // they keep their names
    }

    @Override
    public void refuseRename() {
        throw new EngineException(NOT_IMPLEMENTED, "machines keep their names: make another one");
    }

    /** Its image's command is not run: a machine's first process is our own. */
    @Override
    public List<String> command(List<String> asked) {
        return List.of("init");
    }

    @Override
    public int shownPid(int hostPid) {
        return hostPid;
    }

    @Override
    public int shownUser(int hostUser) {
        return hostUser;
    }
}
