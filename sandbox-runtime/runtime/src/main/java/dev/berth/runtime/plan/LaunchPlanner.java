package dev.berth.runtime.plan;

import dev.berth.runtime.ExecSpec;
import dev.berth.runtime.MachineSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns what is wanted into the steps that make it. Pure: the same spec gives the same plan, and nothing is touched. */
public final class LaunchPlanner {
    private static final List<String> CORNER = List.of("old", "store", "disk", "sockets", "machine", "container", "files", "hostproc", "hostsys", "device");

    /**
     * When the host's memory is short, programs of containers are killed first (300 or more, the engine says), then those of shells, then the first processes of machines, and the shims of containers,
     * which the launcher gives the same score. What serves all machines comes last: it has less than 0.
     */
    private static final int SCORE_OF_SHELL = 50;

    private static final int SCORE_OF_MACHINE = 25;

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
        steps.add(new LimitStep.OutOfMemoryScore(SCORE_OF_MACHINE));
        steps.add(new LaunchStep.UserNamespace(spec.baseId(), spec.idCount()));
        prepareCorner(steps, spec);
        steps.add(new LaunchStep.Plain(Operation.ENTER_USER_NAMESPACE));
        steps.add(new LaunchStep.Clone(EnumSet.allOf(Namespace.class)));
        steps.add(new MountStep.Overlay(spec.layers(), "/disk/root/upper", "/disk/root/work", "/machine", false));
        steps.add(new LaunchStep.Plain(Operation.KEEP_CORNER));
        steps.add(new LaunchStep.Plain(Operation.MOUNT_NAMESPACE));
        steps.add(new LaunchStep.Named(Operation.ROOT, "/machine"));
        KernelFileSystems.mount(steps, false, placement);
        steps.add(KernelFileSystems.sharedMemory(64 << 20));
        steps.add(new MountStep.Mount("tmpfs", "/run", "mode=755", EnumSet.of(MountAttribute.NOSUID, MountAttribute.NODEV), false));
        steps.add(new MountStep.Attach("/sockets", "/run/berth", true));
        steps.add(new FileStep.Link("/run/docker.sock", "berth/docker.sock"));
        steps.add(new MountStep.Attach("/disk/volumes", "/var/lib/docker/volumes", true));
        writeMachineFiles(steps, spec);
        steps.add(new FileStep.Setting("/proc/sys/net/ipv4/ip_forward", "1", false));
        steps.add(new LaunchStep.Named(Operation.HOSTNAME, spec.hostname()));
        steps.add(new LaunchStep.Plain(Operation.LOOPBACK));
        steps.add(new LaunchStep.Plain(Operation.PIVOT));
        steps.add(new LaunchStep.Named(Operation.SERVE, "init"));
        return new LaunchPlan(steps);
    }

    /**
     * One more program beside a running process, whose namespaces it enters.
     *
     * @param rights of the container's first process; of no matter for a machine
     */
    public LaunchPlan exec(ExecSpec spec, ProcessRights rights, Placement placement) {
        List<LaunchStep> steps = new ArrayList<>();
        joinControlGroups(steps, placement);
        if (spec.container().isEmpty()) {
            steps.add(new LimitStep.OutOfMemoryScore(SCORE_OF_SHELL));
        }
        String key = spec.container().map(container -> containerKey(spec.machine(), container)).orElseGet(() -> machineKey(spec.machine()));
        steps.add(new LaunchStep.Named(Operation.ENTER_PROCESS, key));
        steps.add(new LaunchStep.Clone(Set.of()));
        boolean everything = spec.container().isEmpty() || spec.privileged();
        Set<Capability> capabilities = everything ? Capability.MACHINE : rights.capabilities();
        ProgramSteps program = new ProgramSteps(spec.process(), capabilities, rights.noNewPrivileges(), spec.unconfined());
        program.openStreams(steps, false);
        program.become(steps, spec.container().isEmpty());
        steps.add(new LaunchStep.Plain(Operation.LIMITS_OF_PROCESS));
        program.confine(steps);
        program.execute(steps);
        return new LaunchPlan(steps);
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
        KernelFileSystems.DEVICES.forEach(device -> steps.add(new MountStep.Bind("/dev/" + device, staging + "/device/" + device, false, true)));
        steps.add(new LaunchStep.Named(Operation.ENTER_STAGING, staging));
    }

    private static void writeMachineFiles(List<LaunchStep> steps, MachineSpec spec) {
        String own = spec.network().map(network -> network.address().getHostAddress()).orElse("127.0.1.1");
        steps.add(new FileStep.WriteFile("/etc/hostname", spec.hostname() + "\n"));
        steps.add(new FileStep.WriteFile("/etc/hosts", "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n" + own + "\t" + spec.hostname() + "\n"));
        String resolver = spec.nameservers().stream().map(server -> "nameserver " + server + "\n").collect(Collectors.joining());
        steps.add(new FileStep.WriteFile("/etc/resolv.conf", resolver));
    }
}
