package dev.berth.runtime.plan;

import dev.berth.runtime.ContainerMount;
import dev.berth.runtime.ContainerSpec;
import dev.berth.runtime.ExecSpec;
import dev.berth.runtime.MachineSpec;
import dev.berth.runtime.ProcessSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns what is wanted into the steps that make it. Pure: the same spec gives the same plan, and nothing is touched. */
public final class LaunchPlanner {
    private static final Set<MountAttribute> SEALED = EnumSet.of(MountAttribute.NOSUID, MountAttribute.NODEV, MountAttribute.NOEXEC);
    private static final Set<MountAttribute> SEALED_READ_ONLY = EnumSet.allOf(MountAttribute.class);
    private static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom", "tty");
    private static final List<String> CORNER = List.of("old", "store", "disk", "sockets", "machine", "container", "files", "hostproc", "hostsys", "device");
    /** As runc's default specification and Docker mask them. */
    private static final List<String> MASKED = List.of(
            "/proc/asound", "/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug",
            "/proc/scsi", "/sys/firmware");
    private static final List<String> READ_ONLY = List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");
    private static final int SHORT_ID = 12;

    private final Path layerStore;

    /** @param layerStore host folder with a folder per layer */
    public LaunchPlanner(Path layerStore) {
        this.layerStore = layerStore;
    }

    /** The name under which the launcher keeps a machine's first process. */
    public static String machineKey(String machine) {
        return "machine/" + machine;
    }

    /** The name under which the launcher keeps a container's first process. */
    public static String containerKey(String machine, String id) {
        return "container/" + machine + "/" + id;
    }

    /** The machine's namespaces and root file system, up to its first process. */
    public LaunchPlan machine(MachineSpec spec, Placement placement) {
        List<LaunchStep> steps = new ArrayList<>();
        joinControlGroups(steps, placement);
        steps.add(new LaunchStep.UserNamespace(spec.baseId(), spec.idCount()));
        prepareCorner(steps, spec);
        steps.add(new LaunchStep.Plain(Operation.ENTER_USER_NAMESPACE));
        steps.add(new LaunchStep.Clone(EnumSet.allOf(Namespace.class)));
        steps.add(new MountStep.Overlay(spec.layers(), "/disk/root/upper", "/disk/root/work", "/machine"));
        steps.add(new LaunchStep.Plain(Operation.KEEP_CORNER));
        steps.add(new LaunchStep.Plain(Operation.MOUNT_NAMESPACE));
        steps.add(new LaunchStep.Named(Operation.ROOT, "/machine"));
        mountKernelFileSystems(steps, Set.of());
        steps.add(mount("tmpfs", "/run", "mode=755", MountAttribute.NOSUID, MountAttribute.NODEV));
        steps.add(new MountStep.Attach("/sockets", "/run/berth", true));
        steps.add(new FileStep.Link("/run/docker.sock", "berth/docker.sock"));
        writeMachineFiles(steps, spec);
        steps.add(new FileStep.Setting("/proc/sys/net/ipv4/ip_forward", "1"));
        steps.add(new LaunchStep.Named(Operation.HOSTNAME, spec.hostname()));
        steps.add(new LaunchStep.Plain(Operation.LOOPBACK));
        steps.add(new LaunchStep.Plain(Operation.PIVOT));
        steps.add(new LaunchStep.Named(Operation.SERVE, "init"));
        return new LaunchPlan(steps);
    }

    /** A container inside its machine, up to its program. */
    public LaunchPlan container(ContainerSpec spec, Placement placement) {
        List<LaunchStep> steps = new ArrayList<>();
        boolean bridged = spec.network() instanceof ContainerSpec.Network.Bridge;
        Set<Namespace> namespaces = EnumSet.allOf(Namespace.class);
        if (spec.network() instanceof ContainerSpec.Network.Host) {
            namespaces.remove(Namespace.NET);
        }
        joinControlGroups(steps, placement);
        MountedInContainer.open(steps, machineKey(spec.machine()), spec.mounts());
        steps.add(new LaunchStep.Named(Operation.ENTER_MACHINE, machineKey(spec.machine())));
        steps.add(new LaunchStep.Shim("shim " + spec.id().substring(0, Math.min(SHORT_ID, spec.id().length())), namespaces));
        if (bridged) {
            steps.add(new LaunchStep.Plain(Operation.ANNOUNCE));
        }
        steps.add(new LaunchStep.Named(Operation.ROOT, "/"));
        steps.add(mount("tmpfs", "/files", "mode=755,size=1m", MountAttribute.NOSUID, MountAttribute.NODEV, MountAttribute.NOEXEC));
        steps.add(overlay(spec));
        steps.add(new LaunchStep.Named(Operation.ROOT, "/container"));
        mountKernelFileSystems(steps, EnumSet.of(MountAttribute.RO));
        MountedInContainer.place(steps, spec.mounts(), 0, true);
        Set<String> mounted = spec.mounts().stream().map(ContainerMount::target).collect(Collectors.toSet());
        spec.files().stream().filter(file -> !mounted.contains(file.path())).forEach(file -> steps.add(new FileStep.BindFile(file.path(), file.content())));
        if (namespaces.contains(Namespace.NET)) {
            steps.add(new FileStep.Setting("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0"));
            steps.add(new LaunchStep.Plain(Operation.LOOPBACK));
        }
        Set<Capability> capabilities = spec.capabilities().stream().map(Capability::of).collect(Collectors.toCollection(() -> EnumSet.noneOf(Capability.class)));
        boolean confined = !capabilities.contains(Capability.SYS_ADMIN);
        if (confined) {
            steps.add(new LaunchStep.Paths(Operation.MASK, MASKED));
            steps.add(new LaunchStep.Paths(Operation.READ_ONLY, READ_ONLY));
        }
        if (spec.readOnlyRoot()) {
            steps.add(new LaunchStep.Paths(Operation.READ_ONLY, List.of("/")));
        }
        steps.add(new LaunchStep.Named(Operation.HOSTNAME, spec.hostname()));
        steps.add(new LaunchStep.Plain(Operation.PIVOT));
        program(steps, spec.process(), capabilities, confined ? Profile.CONTAINER : Profile.MACHINE, true, bridged);
        return new LaunchPlan(steps);
    }

    /**
     * One more program beside a running process, whose namespaces it enters.
     *
     * @param containerCapabilities what the container's first process may have at most; of no matter for a machine
     */
    public LaunchPlan exec(ExecSpec spec, Set<Capability> containerCapabilities, Placement placement) {
        List<LaunchStep> steps = new ArrayList<>();
        joinControlGroups(steps, placement);
        String key = spec.container().map(container -> containerKey(spec.machine(), container)).orElseGet(() -> machineKey(spec.machine()));
        steps.add(new LaunchStep.Named(Operation.ENTER_PROCESS, key));
        steps.add(new LaunchStep.Clone(Set.of()));
        boolean everything = spec.container().isEmpty() || spec.privileged();
        Set<Capability> capabilities = everything ? Capability.MACHINE : containerCapabilities;
        Profile profile = capabilities.contains(Capability.SYS_ADMIN) ? Profile.MACHINE : Profile.CONTAINER;
        program(steps, spec.process(), capabilities, profile, false, false);
        return new LaunchPlan(steps);
    }

    static LaunchStep overlay(ContainerSpec spec) {
        String disk = "/disk/containers/" + spec.id();
        return new MountStep.Overlay(spec.layers(), disk + "/upper", disk + "/work", "/container");
    }

    static void joinControlGroups(List<LaunchStep> steps, Placement placement) {
        if (!placement.joined().isEmpty()) {
            steps.add(new LaunchStep.Paths(Operation.JOIN_CONTROL_GROUPS, placement.joined().stream().map(Path::toString).toList()));
        }
    }

    /** All of it in a mount namespace that the host's root owns, before the user namespace is entered: what is mounted here, the machine cannot change. */
    private void prepareCorner(List<LaunchStep> steps, MachineSpec spec) {
        String staging = layerStore.toString();
        steps.add(new LaunchStep.Plain(Operation.MOUNT_NAMESPACE));
        steps.add(new LaunchStep.Named(Operation.OPEN_STORE, staging));
        steps.add(new MountStep.Staging(staging, CORNER));
        steps.add(new LaunchStep.Named(Operation.PLACE_STORE, staging + "/store"));
        steps.add(new MountStep.Bind(spec.disk().toString(), staging + "/disk", false, false));
        steps.add(new MountStep.Bind(spec.sockets().toString(), staging + "/sockets", true, false));
        // A visible proc and sysfs is what the kernel asks for before it lets a user namespace mount its own.
        steps.add(new MountStep.Bind("/proc", staging + "/hostproc", false, false));
        steps.add(new MountStep.Bind("/sys", staging + "/hostsys", false, false));
        DEVICES.forEach(device -> steps.add(new MountStep.Bind("/dev/" + device, staging + "/device/" + device, false, true)));
        steps.add(new LaunchStep.Named(Operation.ENTER_STAGING, staging));
    }

    private static LaunchStep mount(String type, String target, String options, MountAttribute... attributes) {
        return new MountStep.Mount(type, target, options, Set.of(attributes), false);
    }

    private static void mountKernelFileSystems(List<LaunchStep> steps, Set<MountAttribute> system) {
        Set<MountAttribute> systemAttributes = system.isEmpty() ? SEALED : SEALED_READ_ONLY;
        steps.add(new MountStep.Mount("proc", "/proc", "", SEALED, false));
        steps.add(new MountStep.Mount("sysfs", "/sys", "", systemAttributes, false));
        steps.add(new MountStep.Mount("cgroup2", "/sys/fs/cgroup", "", systemAttributes, true));
        steps.add(mount("tmpfs", "/dev", "mode=755,size=64m", MountAttribute.NOSUID));
        DEVICES.forEach(device -> steps.add(new MountStep.Attach("/device/" + device, "/dev/" + device, false)));
        steps.add(mount("devpts", "/dev/pts", "newinstance,ptmxmode=0666,mode=620,gid=5", MountAttribute.NOSUID, MountAttribute.NOEXEC));
        steps.add(new MountStep.Mount("tmpfs", "/dev/shm", "mode=1777,size=64m", SEALED, false));
        steps.add(new MountStep.Mount("mqueue", "/dev/mqueue", "", SEALED, false));
        steps.add(new FileStep.Link("/dev/fd", "/proc/self/fd"));
        steps.add(new FileStep.Link("/dev/stdin", "/proc/self/fd/0"));
        steps.add(new FileStep.Link("/dev/stdout", "/proc/self/fd/1"));
        steps.add(new FileStep.Link("/dev/stderr", "/proc/self/fd/2"));
        steps.add(new FileStep.Link("/dev/core", "/proc/kcore"));
        steps.add(new FileStep.Link("/dev/ptmx", "pts/ptmx"));
    }

    private static void writeMachineFiles(List<LaunchStep> steps, MachineSpec spec) {
        String own = spec.network().map(network -> network.address().getHostAddress()).orElse("127.0.1.1");
        steps.add(new FileStep.WriteFile("/etc/hostname", spec.hostname() + "\n"));
        steps.add(new FileStep.WriteFile("/etc/hosts", "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n" + own + "\t" + spec.hostname() + "\n"));
        String resolver = spec.nameservers().stream().map(server -> "nameserver " + server + "\n").collect(Collectors.joining());
        steps.add(new FileStep.WriteFile("/etc/resolv.conf", resolver));
    }

    private static void program(List<LaunchStep> steps, ProcessSpec process, Set<Capability> capabilities, Profile profile, boolean console, boolean awaits) {
        steps.add(new LaunchStep.Streams(process.terminal(), process.rows(), process.columns(), process.openInput()));
        if (console && process.terminal()) {
            steps.add(new LaunchStep.Plain(Operation.CONSOLE));
        }
        steps.add(new LaunchStep.Named(Operation.IDENTITY, process.user()));
        steps.add(new LaunchStep.Named(Operation.WORKING_DIRECTORY, process.workingDirectory().isEmpty() ? "/" : process.workingDirectory()));
        if (awaits) {
            steps.add(new LaunchStep.Plain(Operation.AWAIT));
        }
        steps.add(new LaunchStep.SystemCalls(profile));
        steps.add(new LaunchStep.Credentials(capabilities));
        steps.add(new LaunchStep.Exec(process.arguments(), process.environment()));
    }
}
