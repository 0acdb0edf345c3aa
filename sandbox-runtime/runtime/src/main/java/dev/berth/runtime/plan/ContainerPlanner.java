package dev.berth.runtime.plan;

import dev.berth.runtime.ContainerMount;
import dev.berth.runtime.ContainerSpec;
import dev.berth.runtime.NamespaceSharing.Owner;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Plans containers. Pure, as {@link LaunchPlanner}. */
public final class ContainerPlanner {
    static final String FILES = "/files";
    private static final int SHORT_ID = 12;

    /**
     * A container inside its machine, up to its program.
     *
     * @throws IllegalArgumentException for what no container can have: an unknown capability, limit or propagation, a setting that is not its own
     */
    public LaunchPlan plan(ContainerSpec spec, Placement placement) {
        List<LaunchStep> steps = new ArrayList<>();
        Set<Namespace> own = ownNamespaces(spec);
        LaunchPlanner.joinControlGroups(steps, placement);
        asHost(steps, spec);
        steps.add(new LaunchStep.Named(Operation.ENTER_MACHINE, LaunchPlanner.machineKey(spec.machine())));
        steps.add(new LaunchStep.Shim("shim " + spec.id().substring(0, Math.min(SHORT_ID, spec.id().length())), own));
        boolean bridged = spec.network() instanceof ContainerSpec.Network.Bridged;
        if (bridged) {
            steps.add(new LaunchStep.Plain(Operation.ANNOUNCE));
        }
        root(steps, spec, own, placement);
        namespaces(steps, spec, own);
        steps.add(new LaunchStep.Plain(Operation.PIVOT));
        program(steps, spec, bridged);
        return new LaunchPlan(steps);
    }

    private static Set<Namespace> ownNamespaces(ContainerSpec spec) {
        Set<Namespace> own = EnumSet.of(Namespace.MOUNT, Namespace.CGROUP);
        addIf(own, Namespace.PID, spec.sharing().processes() instanceof Owner.Itself);
        addIf(own, Namespace.IPC, spec.sharing().communication() instanceof Owner.Itself);
        addIf(own, Namespace.UTS, spec.sharing().names() instanceof Owner.Itself);
        addIf(own, Namespace.NET, !(spec.network() instanceof ContainerSpec.Network.Host) && !(spec.network() instanceof ContainerSpec.Network.Shared));
        return own;
    }

    private static void addIf(Set<Namespace> own, Namespace namespace, boolean condition) {
        if (condition) {
            own.add(namespace);
        }
    }

    /** What only the host's root can do or hold. */
    private static void asHost(List<LaunchStep> steps, ContainerSpec spec) {
        steps.add(new LimitStep.OutOfMemoryScore(spec.outOfMemoryScore()));
        share(steps, spec, Namespace.PID, spec.sharing().processes());
        share(steps, spec, Namespace.IPC, spec.sharing().communication());
        if (spec.network() instanceof ContainerSpec.Network.Shared shared) {
            steps.add(new SharingStep(LaunchPlanner.containerKey(spec.machine(), shared.id()), Namespace.NET));
        }
        MountedInContainer.open(steps, LaunchPlanner.machineKey(spec.machine()), spec.mounts());
        sharedMemoryOwner(spec).ifPresent(key -> steps.add(new SourceStep.Open(key, KernelFileSystems.SHARED_MEMORY, false)));
    }

    private static void share(List<LaunchStep> steps, ContainerSpec spec, Namespace namespace, Owner owner) {
        if (owner instanceof Owner.Container other) {
            steps.add(new SharingStep(LaunchPlanner.containerKey(spec.machine(), other.id()), namespace));
        }
    }

    /** Who talks by shared memory has the same /dev/shm. */
    private static Optional<String> sharedMemoryOwner(ContainerSpec spec) {
        Owner owner = spec.sharing().communication();
        if (owner instanceof Owner.Container other) {
            return Optional.of(LaunchPlanner.containerKey(spec.machine(), other.id()));
        }
        return owner instanceof Owner.Machine ? Optional.of(LaunchPlanner.machineKey(spec.machine())) : Optional.empty();
    }

    private static void root(List<LaunchStep> steps, ContainerSpec spec, Set<Namespace> own, Placement placement) {
        roomForFiles(steps);
        steps.add(overlay(spec));
        steps.add(new LaunchStep.Named(Operation.ROOT, "/container"));
        KernelFileSystems.mount(steps, !spec.privileged(), placement);
        int binds = (int) spec.mounts().stream().filter(ContainerMount.Bind.class::isInstance).count();
        if (own.contains(Namespace.IPC)) {
            spec.sharedMemoryBytes().ifPresent(bytes -> steps.add(KernelFileSystems.sharedMemory(bytes)));
        } else {
            steps.add(new SourceStep.Place(binds, KernelFileSystems.SHARED_MEMORY, false, Propagation.RPRIVATE));
        }
        MountedInContainer.place(steps, spec.mounts(), 0, true);
        bindFiles(steps, spec);
    }

    /** For {@link #bindFiles}. */
    static void roomForFiles(List<LaunchStep> steps) {
        steps.add(new LaunchStep.Named(Operation.ROOT, "/"));
        steps.add(new MountStep.Mount("tmpfs", FILES, "mode=755,size=1m", EnumSet.of(MountAttribute.NOSUID, MountAttribute.NODEV, MountAttribute.NOEXEC), false));
    }

    /** A mount in the place of one of them is what the client wants to see there. */
    static void bindFiles(List<LaunchStep> steps, ContainerSpec spec) {
        Set<String> mounted = spec.mounts().stream().map(ContainerMount::target).collect(Collectors.toSet());
        spec.files().stream().filter(file -> !mounted.contains(file.path())).forEach(file -> steps.add(new FileStep.BindFile(file.path(), file.content())));
    }

    static LaunchStep overlay(ContainerSpec spec) {
        String disk = "/disk/containers/" + spec.id();
        return new MountStep.Overlay(spec.layers(), disk + "/upper", disk + "/work", "/container", spec.volatileRoot());
    }

    /** Settings and names of its own namespaces; afterwards nobody changes them any more. */
    private static void namespaces(List<LaunchStep> steps, ContainerSpec spec, Set<Namespace> own) {
        if (own.contains(Namespace.NET)) {
            steps.add(new FileStep.Setting("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0", false));
            steps.add(new LaunchStep.Plain(Operation.LOOPBACK));
        }
        new TreeMap<>(spec.settings()).forEach((name, value) -> steps.add(KernelSettings.step(name, value, own)));
        if (!spec.privileged()) {
            KernelFileSystems.shut(steps);
        }
        if (spec.readOnlyRoot()) {
            steps.add(new LaunchStep.Paths(Operation.READ_ONLY, List.of("/")));
        }
        if (own.contains(Namespace.UTS)) {
            steps.add(new LaunchStep.Named(Operation.HOSTNAME, spec.hostname()));
            if (!spec.domainname().isEmpty()) {
                steps.add(new LaunchStep.Named(Operation.DOMAINNAME, spec.domainname()));
            }
        }
    }

    private static void program(List<LaunchStep> steps, ContainerSpec spec, boolean awaitsNetwork) {
        Set<Capability> capabilities = spec.privileged() ? Capability.MACHINE
                : spec.capabilities().stream().map(Capability::of).collect(Collectors.toCollection(() -> EnumSet.noneOf(Capability.class)));
        ProgramSteps program = new ProgramSteps(spec.process(), capabilities, spec.noNewPrivileges(), spec.unconfined());
        program.openStreams(steps, true);
        program.become(steps, true);
        if (awaitsNetwork) {
            steps.add(new LaunchStep.Plain(Operation.AWAIT));
        }
        spec.processLimits().forEach(limit -> steps.add(new LimitStep.OfProcess(limit)));
        program.confine(steps);
        if (spec.init()) {
            steps.add(new LaunchStep.Named(Operation.INIT, "/sbin/docker-init -- " + String.join(" ", spec.process().arguments())));
        }
        program.execute(steps);
    }
}
