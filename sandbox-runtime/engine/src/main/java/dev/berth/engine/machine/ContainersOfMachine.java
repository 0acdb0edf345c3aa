package dev.berth.engine.machine;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;
import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerId;
import dev.berth.engine.container.ContainerKind;
import dev.berth.engine.container.ContainerLinks;
import dev.berth.engine.container.ContainerRecord;
import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.Run;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.container.option.SecurityOptions;
import dev.berth.engine.dns.NameServer;
import dev.berth.engine.file.MachineIds;
import dev.berth.engine.file.WorkingFolder;
import dev.berth.engine.network.EndpointOptions;
import dev.berth.engine.network.Network;
import dev.berth.engine.network.NetworkSettings;
import dev.berth.engine.network.Networks;
import dev.berth.engine.network.NetworksOfMachine;
import dev.berth.engine.record.RecordFile;
import dev.berth.engine.volume.ContainerMounts;
import dev.berth.engine.volume.MountPoint;
import dev.berth.runtime.ContainerMount;
import dev.berth.runtime.ExecSpec;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.ProcessSpec;
import dev.berth.runtime.SandboxProcess;
import dev.berth.runtime.kernel.FolderDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The containers that a student makes: programs in a machine, in namespaces of their own. */
final class ContainersOfMachine implements ContainerKind {
    static final String RECORD = "container.json";

    private static final Logger LOG = LoggerFactory.getLogger(ContainersOfMachine.class);
    private static final int MOST_CONTAINERS = 200;

    private final String machine;
    private final String machineHostname;
    private final int baseId;
    private final MachineFolder folder;
    private final MachineRuntime runtime;
    private final KeptProcesses kept;
    private final Trash trash;
    private final ContainerLayers layers;
    private final ContainerMounts mounts;
    private final NetworksOfMachine allNetworks;
    private final ContainerSpecs specs;
    private final RunningFiles runningFiles;
    private final ContainerNetworks networks;
    /** Mounts of containers that builds have made. */
    private final Map<ContainerId, List<ContainerMount>> unrecorded = new ConcurrentHashMap<>();

    ContainersOfMachine(
            String machine,
            String machineHostname,
            int baseId,
            MachineFolder folder,
            MachineRuntime runtime,
            KeptProcesses kept,
            Trash trash,
            ContainerLayers layers,
            ContainerMounts mounts,
            NetworkEvents networkEvents,
            NetworksOfMachine allNetworks,
            NameServer names,
            List<String> nameservers,
            ContainerFiles files) {
        this.machine = machine;
        this.machineHostname = machineHostname;
        this.baseId = baseId;
        this.folder = folder;
        this.runtime = runtime;
        this.kept = kept;
        this.trash = trash;
        this.layers = layers;
        this.mounts = mounts;
        this.allNetworks = allNetworks;
        this.runningFiles = new RunningFiles(machine, runtime, files);
        this.networks = new ContainerNetworks(machine, allNetworks, networkEvents, new NamesOfContainers(machine, nameservers, names, runtime), runningFiles, runtime);
        this.specs = new ContainerSpecs(machine, machineHostname, folder, layers, files);
    }

    @Override
    public void check(Optional<String> name, ContainerConfig config) {
        if (!config.host().runtime().isEmpty() && !config.host().runtime().equals("runc")) {
            throw new EngineException(INVALID_PARAMETER, "Unknown runtime specified " + config.host().runtime());
        }
        if (config.host().resources().diskBytes().isPresent()) {
            throw new EngineException(SYSTEM, "--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
        }
        if (folders().size() >= MOST_CONTAINERS) {
            throw new EngineException(
                    UNAVAILABLE, "there are " + MOST_CONTAINERS + " containers, as many as a machine may have: remove some with docker rm");
        }
    }

    @Override
    public Networks networks() {
        return allNetworks;
    }

    @Override
    public String defaultHostname(ContainerId id, String name, ContainerConfig config) {
        return config.networkMode().equals("host") ? machineHostname : id.abbreviated();
    }

    @Override
    public void prepare(ContainerRecord record) {
        folder.makeContainer(record.id().value(), baseId);
        List<Path> all = Stream.concat(Stream.of(writableLayer(record)), layers(record).stream()).toList();
        WorkingFolder.require(record.program().workingDirectory(), all, ids(record), () -> openRoot(record));
    }

    @Override
    public List<MountPoint> mount(ContainerRecord record, SortedSet<String> imageVolumes, Function<String, List<MountPoint>> mountsOf) {
        SortedSet<String> anonymous = new TreeSet<>(imageVolumes);
        anonymous.addAll(record.config().volumes());
        return mounts.make(specs.ofFiles(record), record.config().host().mounts(), anonymous, mountsOf,
                planned -> removed(folder.container(record.id().value())).writeVolatile(record.withMounts(planned)));
    }

    @Override
    public void mountBesides(ContainerId container, List<ContainerMount> besides) {
        if (!besides.isEmpty()) {
            unrecorded.put(container, besides);
        }
    }

    @Override
    public void adoptMounts(ContainerRecord record) {
        mounts.adopt(record.id().value(), record.mounts());
    }

    @Override
    public void releaseMounts(ContainerRecord record, boolean withVolumes) {
        mounts.release(record.id().value(), record.mounts(), withVolumes);
    }

    @Override
    public List<Path> folders() {
        return list(folder.containers());
    }

    static List<Path> list(Path folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            List<Path> found = new ArrayList<>();
            entries.forEach(found::add);
            return found;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + folder, failure);
        }
    }

    @Override
    public String recordName() {
        return RECORD;
    }

    @Override
    public Path folder(ContainerId id, String name) {
        return folder.container(id.value());
    }

    @Override
    public boolean hasUnifiedControlGroups() {
        return runtime.hasUnifiedControlGroups();
    }

    @Override
    public String machine(ContainerRecord record) {
        return machine;
    }

    @Override
    public NetworkSettings connect(ContainerRecord record, Optional<Run> run, Network network, EndpointOptions options) {
        return changed(run, networks.connect(record, run.isPresent(), network, options));
    }

    @Override
    public NetworkSettings disconnect(ContainerRecord record, Optional<Run> run, Network network) {
        return changed(run, networks.disconnect(record, run.isPresent(), network));
    }

    private static NetworkSettings changed(Optional<Run> run, NetworkSettings settings) {
        run.ifPresent(each -> ((ContainerRun) each).network(settings));
        return settings;
    }

    @Override
    public void relink(ContainerRecord record, ContainerLinks.Linked linked) {
        runningFiles.changeAddress(record, linked);
    }

    @Override
    public void renamed(ContainerRecord record, boolean runs) {
        networks.renamed(record, runs);
    }

    @Override
    public Run start(ContainerRecord record, List<ContainerLinks.Linked> linked) {
        mounts.prepare(record.mounts());
        ContainerNetworks.Place place = networks.enter(record);
        mounts.mounted(record.id().value(), record.mounts());
        try {
            return run(record, runtime.startContainer(specs.of(record, place, linked, unrecorded.getOrDefault(record.id(), List.of())), networks.nameServer(record, place)), place.settings());
        } catch (RuntimeException failure) {
            over(record, place.settings());
            throw failure;
        }
    }

    private ContainerRun run(ContainerRecord record, SandboxProcess process, NetworkSettings settings) {
        return new ContainerRun(machine, record.id(), process, runtime, left -> over(record, left), settings);
    }

    private void over(ContainerRecord record, NetworkSettings settings) {
        networks.leave(record.id().value(), settings);
        networks.tellLeft(record.id().value(), settings);
        mounts.unmounted(record.id().value(), record.mounts());
    }

    @Override
    public Optional<Run> adopt(ContainerRecord record) {
        return kept.take("container/" + machine + "/" + record.id()).map(process -> {
            networks.adopt(record);
            if (record.state() instanceof ContainerState.Running && !process.exit().toCompletableFuture().isDone()) {
                runtime.unpause(machine, record.id().value()); // the earlier engine may have ended between a pause and its record, or while it committed
            }
            return run(record, process, record.network());
        });
    }

    @Override
    public SandboxProcess exec(ContainerRecord record, String execId, boolean privileged, ProcessSpec process) {
        boolean unconfined = SecurityOptions.parse(record.config().host().privileges().securityOptions()).unconfined();
        return runtime.exec(new ExecSpec(machine, Optional.of(record.id().value()), execKey(execId), privileged, unconfined, process));
    }

    @Override
    public Optional<SandboxProcess> adoptExec(ContainerRecord record, String execId) {
        return kept.take(execKey(execId));
    }

    private String execKey(String execId) {
        return "exec/" + machine + "/" + execId;
    }

    @Override
    public FolderDescriptor openRoot(ContainerRecord record) {
        return runtime.openRoot(specs.ofFiles(record));
    }

    @Override
    public MachineIds ids(ContainerRecord record) {
        return new MachineIds(baseId);
    }

    @Override
    public List<Path> layers(ContainerRecord record) {
        return layers.folders(record);
    }

    @Override
    public Path writableLayer(ContainerRecord record) {
        return folder.containerDisk(record.id().value()).resolve("upper");
    }

    @Override
    public void discard(ContainerRecord record) {
        unrecorded.remove(record.id());
        discardFolders(folder.container(record.id().value()));
    }

    @Override
    public void discard(Path records) {
        try {
            unfinished(records).ifPresent(record -> releaseMounts(record, true));
            mounts.abandon(records.getFileName().toString());
        } finally {
            discardFolders(records);
        }
    }

    /** After a crash of the host it may be there and empty: nothing waits for the disk to have it. */
    private static Optional<ContainerRecord> unfinished(Path records) {
        try {
            return removed(records).read();
        } catch (UncheckedIOException unreadable) {
            LOG.warn("which volumes were made for container {} cannot be read: they stay", records.getFileName(), unreadable);
            return Optional.empty();
        }
    }

    private static RecordFile<ContainerRecord> removed(Path records) {
        return new RecordFile<>(records.resolve(REMOVED), ContainerRecord.class);
    }

    private void discardFolders(Path records) {
        trash.discard(folder.containerDisk(records.getFileName().toString()));
        trash.discard(records);
    }

    @Override
    public void refuseAttach() {
        // every container has streams
    }

    @Override
    public void refuseCommit() {
        // every container can be one
    }

    @Override
    public void refuseRename() {
        // a name is only a word for the id
    }

    @Override
    public List<String> command(List<String> asked) {
        if (asked.isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "No command specified");
        }
        return asked;
    }

    @Override
    public int shownPid(int hostPid) {
        return ProcessId.inMachine(hostPid);
    }

    @Override
    public int shownUser(int hostUser) {
        int inside = hostUser - baseId;
        return inside >= 0 && inside < MachineAllocation.ID_COUNT ? inside : hostUser;
    }
}
