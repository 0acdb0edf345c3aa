package dev.berth.engine.machine;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;
import static dev.berth.engine.EngineException.Kind.SYSTEM;
import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerConfig;
import dev.berth.engine.container.ContainerId;
import dev.berth.engine.container.ContainerKind;
import dev.berth.engine.container.ContainerRecord;
import dev.berth.engine.container.HostOptions;
import dev.berth.engine.container.Run;
import dev.berth.engine.file.MachineIds;
import dev.berth.engine.volume.ContainerMounts;
import dev.berth.engine.volume.MountOrder;
import dev.berth.engine.volume.MountPoint;
import dev.berth.runtime.ContainerSpec;
import dev.berth.runtime.ContainerSpec.ContainerFile;
import dev.berth.runtime.ContainerSpec.Network;
import dev.berth.runtime.ExecSpec;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.NamespaceSharing;
import dev.berth.runtime.ProcessSpec;
import dev.berth.runtime.ResourceLimits;
import dev.berth.runtime.SandboxProcess;
import dev.berth.runtime.kernel.FolderDescriptor;
import dev.berth.runtime.network.AddressPool;
import dev.berth.runtime.network.DefaultBridge;
import dev.berth.runtime.network.Subnet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The containers that a student makes: programs in a machine, in namespaces of their own. */
final class ContainersOfMachine implements ContainerKind {
    static final String RECORD = "container.json";

    private static final int MOST_CONTAINERS = 200;

    /** What Docker leaves a container's root. */
    private static final Set<String> CAPABILITIES = Set.of(
            "chown", "dac_override", "fsetid", "fowner", "mknod", "net_raw", "setgid", "setuid", "setfcap", "setpcap", "net_bind_service",
            "sys_chroot", "kill", "audit_write");

    private final String machine;
    private final String machineHostname;
    private final int baseId;
    private final MachineFolder folder;
    private final MachineRuntime runtime;
    private final KeptProcesses kept;
    private final Trash trash;
    private final Path layerStore;
    private final ContainerMounts mounts;
    private final List<String> nameservers;
    private final AddressPool addresses = AddressPool.ofContainers(DefaultBridge.SUBNET);

    ContainersOfMachine(
            String machine,
            String machineHostname,
            int baseId,
            MachineFolder folder,
            MachineRuntime runtime,
            KeptProcesses kept,
            Trash trash,
            Path layerStore,
            ContainerMounts mounts,
            List<String> nameservers) {
        this.machine = machine;
        this.machineHostname = machineHostname;
        this.baseId = baseId;
        this.folder = folder;
        this.runtime = runtime;
        this.kept = kept;
        this.trash = trash;
        this.layerStore = layerStore;
        this.mounts = mounts;
        this.nameservers = nameservers;
    }

    @Override
    public void check(Optional<String> name, ContainerConfig config) {
        if (!config.host().runtime().isEmpty() && !config.host().runtime().equals("runc")) {
            throw new EngineException(INVALID_PARAMETER, "Unknown runtime specified " + config.host().runtime());
        }
        if (config.host().resources().diskBytes().isPresent()) {
            throw new EngineException(SYSTEM, "--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
        }
        String network = config.networkMode();
        if (network.startsWith("container:")) {
            throw new EngineException(NOT_IMPLEMENTED, "network mode \"" + network + "\" is not there yet: use bridge, none or host");
        }
        if (!Set.of("", "default", "bridge", "none", "host").contains(network)) {
            throw new EngineException(NOT_FOUND, "network " + network + " not found");
        }
        if (folders().size() >= MOST_CONTAINERS) {
            throw new EngineException(
                    UNAVAILABLE, "there are " + MOST_CONTAINERS + " containers, as many as a machine may have: remove some with docker rm");
        }
    }

    @Override
    public String defaultHostname(ContainerId id, String name, ContainerConfig config) {
        return config.networkMode().equals("host") ? machineHostname : id.abbreviated();
    }

    @Override
    public void prepare(ContainerRecord record) {
        folder.makeContainer(record.id().value(), baseId);
    }

    @Override
    public List<MountPoint> mount(ContainerRecord record, SortedSet<String> imageVolumes, Function<String, List<MountPoint>> mountsOf) {
        SortedSet<String> anonymous = new TreeSet<>(imageVolumes);
        anonymous.addAll(record.config().volumes());
        return mounts.make(spec(record, new Network.None()), record.config().host().mounts(), anonymous, mountsOf);
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
    public Run start(ContainerRecord record) {
        mounts.prepare(record.mounts());
        Network network = connect(record.config());
        mounts.mounted(record.id().value(), record.mounts());
        try {
            SandboxProcess process = runtime.startContainer(spec(record, network));
            return run(record, process, address(network));
        } catch (RuntimeException failure) {
            mounts.unmounted(record.id().value(), record.mounts());
            address(network).ifPresent(addresses::release);
            throw failure;
        }
    }

    private ContainerRun run(ContainerRecord record, SandboxProcess process, Optional<Inet4Address> address) {
        return new ContainerRun(machine, record.id(), process, runtime, () -> {
            address.ifPresent(addresses::release);
            mounts.unmounted(record.id().value(), record.mounts());
        }, address);
    }

    private Network connect(ContainerConfig config) {
        return switch (config.networkMode()) {
            case "none" -> new Network.None();
            case "host" -> new Network.Host();
            default -> new Network.Bridge(addresses.take(), DefaultBridge.GATEWAY, DefaultBridge.SUBNET.prefixLength());
        };
    }

    private static Optional<Inet4Address> address(Network network) {
        return network instanceof Network.Bridge bridge ? Optional.of(bridge.address()) : Optional.empty();
    }

    private ContainerSpec spec(ContainerRecord record, Network network) {
        HostOptions host = record.config().host();
        return new ContainerSpec(
                machine,
                record.id().value(),
                record.hostname(),
                record.config().domainname(),
                record.layers(),
                NamespaceSharing.NONE,
                network,
                CAPABILITIES,
                host.privileges().privileged(),
                host.privileges().readOnlyRoot(),
                false,
                MountOrder.of(record.mounts(), host.mounts().temporary()),
                host.sharedMemoryBytes(),
                host.settings(),
                host.resources().processLimits(),
                host.resources().outOfMemoryScore().orElse(0),
                host.init().orElse(false),
                files(record.hostname(), address(network)),
                record.program().process(record.config(), record.hostname()),
                ResourceLimits.of(host.resources().memoryBytes(), host.resources().processes()));
    }

    private List<ContainerFile> files(String hostname, Optional<Inet4Address> address) {
        String hosts = """
                127.0.0.1\tlocalhost
                ::1\tlocalhost ip6-localhost ip6-loopback
                fe00::0\tip6-localnet
                ff00::0\tip6-mcastprefix
                ff02::1\tip6-allnodes
                ff02::2\tip6-allrouters
                """;
        String own = address.map(value -> value.getHostAddress() + "\t" + hostname + "\n").orElse("");
        String resolver = nameservers.stream().map(server -> "nameserver " + server + "\n").collect(Collectors.joining());
        return List.of(
                new ContainerFile("/etc/hostname", hostname + "\n"),
                new ContainerFile("/etc/hosts", hosts + own),
                new ContainerFile("/etc/resolv.conf", resolver));
    }

    @Override
    public Optional<Run> adopt(ContainerRecord record) {
        return kept.take("container/" + machine + "/" + record.id()).map(process -> {
            Optional<Inet4Address> address = record.address().map(text -> Subnet.parse(text + "/32").first());
            address.ifPresent(addresses::claim);
            return run(record, process, address);
        });
    }

    @Override
    public SandboxProcess exec(ContainerRecord record, String execId, boolean privileged, ProcessSpec process) {
        return runtime.exec(new ExecSpec(machine, Optional.of(record.id().value()), execKey(execId), privileged, process));
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
        return runtime.openRoot(spec(record, new Network.None()));
    }

    @Override
    public MachineIds ids(ContainerRecord record) {
        return new MachineIds(baseId);
    }

    @Override
    public List<Path> layers(ContainerRecord record) {
        return record.layers().stream().map(layerStore::resolve).toList();
    }

    @Override
    public Path writableLayer(ContainerRecord record) {
        return folder.containerDisk(record.id().value()).resolve("upper");
    }

    @Override
    public void discard(ContainerRecord record) {
        discardFolders(folder.container(record.id().value()));
    }

    @Override
    public void discard(Path records) {
        discardFolders(records);
        mounts.abandon(records.getFileName().toString());
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
        return inside >= 0 && inside < MachinePlace.ID_COUNT ? inside : hostUser;
    }
}
