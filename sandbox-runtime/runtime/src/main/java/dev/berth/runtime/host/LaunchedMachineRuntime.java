package dev.berth.runtime.host;

import dev.berth.runtime.ContainerSpec;
import dev.berth.runtime.ExecSpec;
import dev.berth.runtime.ExitStatus;
import dev.berth.runtime.LaunchFailedException;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.MachineSpec;
import dev.berth.runtime.ResourceLimits;
import dev.berth.runtime.ResourceUsage;
import dev.berth.runtime.SandboxProcess;
import dev.berth.runtime.controlgroup.ControlGroups;
import dev.berth.runtime.kernel.ErrorNumber;
import dev.berth.runtime.kernel.FolderDescriptor;
import dev.berth.runtime.kernel.GivenFile;
import dev.berth.runtime.kernel.InternetSocket;
import dev.berth.runtime.kernel.SystemCallException;
import dev.berth.runtime.network.Bridge;
import dev.berth.runtime.network.NameSockets;
import dev.berth.runtime.network.PortForward;
import dev.berth.runtime.network.PortForward.Protocol;
import dev.berth.runtime.network.PrivateNetwork;
import dev.berth.runtime.plan.ContainerPlanner;
import dev.berth.runtime.plan.LaunchPlan;
import dev.berth.runtime.plan.LaunchPlanner;
import dev.berth.runtime.plan.Placement;
import dev.berth.runtime.plan.ProcessRights;
import dev.berth.runtime.plan.RootPlanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Machines by the launcher: plans what is wanted, has it carried out, and owns the control groups and networks around it. */
public final class LaunchedMachineRuntime implements MachineRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(LaunchedMachineRuntime.class);
    private static final String MACHINE_PREFIX = LaunchPlanner.machineKey("");
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    private final LaunchPlanner planner;
    private final ContainerPlanner containers = new ContainerPlanner();
    private final RootPlanner roots = new RootPlanner();
    private final AtomicLong opened = new AtomicLong();
    private final ControlGroups groups;
    private final FrozenMachines frozen;
    private final OptionalLong machinesMemory;
    private final NetworkConnector network = new NetworkConnector();
    private final LaunchedProcesses processes;
    private final Set<String> stopping = ConcurrentHashMap.newKeySet();
    private volatile Consumer<String> machineEnded = machine -> {};

    private LaunchedMachineRuntime(Path launcherSocket, Path layerStore, ControlGroups groups, OptionalLong machinesMemory) {
        this.planner = new LaunchPlanner(layerStore);
        this.groups = groups;
        this.frozen = new FrozenMachines(groups.machines().stream().filter(groups::isMachineFrozen).toList(), groups::freezeMachine);
        this.machinesMemory = machinesMemory;
        this.processes = LaunchedProcesses.connect(launcherSocket, new LaunchedProcesses.Ends() {
            @Override
            public ExitStatus complete(String key, ExitStatus status) {
                return withMemory(key, status);
            }

            @Override
            public void ended(String key) {
                machineOf(key).filter(machine -> !stopping.contains(machine)).ifPresent(machine -> machineEnded.accept(machine));
            }

            @Override
            public void launcherLost() {
                runningMachines().forEach(machine -> machineEnded.accept(machine));
            }
        });
        removeOrphans();
        if (machinesMemory.isPresent() && !limitMachines(machinesMemory.getAsLong())) {
            LOG.warn("machines that run use more memory than the {} bytes that all may have: that is their limit when they use less", machinesMemory.getAsLong());
        }
    }

    /**
     * Connects to the launcher, finds what still runs, and removes what nothing knows any more.
     *
     * @param launcherSocket where the launcher listens
     * @param layerStore host folder with a folder per layer; must exist
     * @param groups of this copy of Berth, see {@link ControlGroups#detect}
     * @param machinesMemory how many bytes all machines together may have; empty: what they may have stays as it is
     */
    public static LaunchedMachineRuntime connect(Path launcherSocket, Path layerStore, ControlGroups groups, OptionalLong machinesMemory) {
        return new LaunchedMachineRuntime(launcherSocket, layerStore, groups, machinesMemory);
    }

    private static Optional<String> machineOf(String key) {
        return key.startsWith(MACHINE_PREFIX) ? Optional.of(key.substring(MACHINE_PREFIX.length())) : Optional.empty();
    }

    /** Machines that ended meanwhile, and those that a launcher which is gone had started. */
    private void removeOrphans() {
        processes.all().stream().filter(process -> machineOf(process.key()).isPresent() && process.hasEnded()).forEach(LaunchedProcess::forget);
        List<String> running = runningMachines();
        groups.machines().stream().filter(machine -> !running.contains(machine)).forEach(groups::removeMachine);
        running.forEach(this::removeOrphans);
    }

    /** An engine that died between making a container's group and its launch has left the group alone. */
    private void removeOrphans(String machine) {
        groups.containers(machine).stream()
                .filter(container -> processes.find(LaunchPlanner.containerKey(machine, container)).isEmpty())
                .forEach(container -> groups.removeContainer(machine, container));
    }

    @Override
    public void startMachine(MachineSpec spec) {
        refuseSecond(LaunchPlanner.machineKey(spec.name()), "machine \"" + spec.name() + "\"");
        groups.createMachine(spec.name(), spec.limits());
        Placement placement = groups.placement(spec.name(), Optional.empty(), true);
        try {
            LaunchedProcess init = processes.launch(LaunchPlanner.machineKey(spec.name()), planner.machine(spec, placement), placement, pid -> {});
            groups.settleMachine(spec.name(), init.pid(), spec.baseId());
            network.connectMachine(init.pid(), spec.network());
        } catch (RuntimeException failure) {
            stopMachine(spec.name());
            throw failure;
        }
    }

    @Override
    public boolean hasUnifiedControlGroups() {
        return groups.unified();
    }

    @Override
    public long availableMemory() {
        return Math.min(HostMemory.available(), groups.memoryLeft().orElse(Long.MAX_VALUE));
    }

    @Override
    public long memoryStall() {
        return HostMemory.stalledNanoseconds();
    }

    @Override
    public void lendMemory(long bytes) {
        machinesMemory.ifPresent(limit -> limitMachines(limit + bytes));
    }

    /** What is lent now, by an earlier engine perhaps, the kernel knows. @return false when machines use more, so that the limit stays for now */
    private boolean limitMachines(long bytes) {
        long before = groups.machinesLimit().orElse(Long.MAX_VALUE);
        return before == bytes || groups.memoryLeft().orElse(Long.MAX_VALUE) >= before - bytes && groups.limitMachines(bytes);
    }

    @Override
    public Activity activity(String machine) {
        return groups.activity(machine);
    }

    @Override
    public void freezeOnly(Set<String> machines) {
        frozen.freezeOnly(machines);
    }

    @Override
    public Set<String> frozenMachines() {
        return frozen.frozen();
    }

    @Override
    public void keepAwake(String machine) {
        frozen.end(machine);
    }

    /** Otherwise cleaning up after the failed second would end the first. */
    private void refuseSecond(String key, String subject) {
        if (processes.find(key).isPresent()) {
            throw new IllegalStateException(subject + " was started before, stop and forget it first");
        }
    }

    @Override
    public CompletionStage<Void> endMachine(String machine) {
        LaunchedProcess init = processes.running(LaunchPlanner.machineKey(machine), "machine \"" + machine + "\"");
        stopping.add(machine); // until it is stopped, which nobody may leave out
        init.signal(SIGTERM);
        return init.exit().thenAccept(status -> {});
    }

    @Override
    public void stopMachine(String machine) {
        stopping.add(machine);
        try {
            frozen.end(machine);
            Optional<LaunchedProcess> init = processes.find(LaunchPlanner.machineKey(machine));
            init.ifPresent(process -> process.signal(SIGKILL));
            groups.removeMachine(machine); // thaws first: a frozen container would never die
            init.ifPresent(process -> {
                LaunchedProcesses.await(process.exit().toCompletableFuture());
                process.forget();
            });
        } finally {
            stopping.remove(machine);
            frozen.ended(machine);
        }
    }

    @Override
    public List<String> runningMachines() {
        return processes.all().stream().filter(process -> !process.hasEnded()).flatMap(process -> machineOf(process.key()).stream()).sorted().toList();
    }

    @Override
    public int machinePid(String machine) {
        return processes.running(LaunchPlanner.machineKey(machine), "machine \"" + machine + "\"").pid();
    }

    @Override
    public SandboxProcess startContainer(ContainerSpec spec, Optional<Consumer<NameSockets>> names) {
        refuseSecond(LaunchPlanner.containerKey(spec.machine(), spec.id()), "container \"" + spec.id() + "\"");
        groups.createContainer(spec.machine(), spec.id(), spec.limits());
        Placement placement = groups.placement(spec.machine(), Optional.of(spec.id()), false);
        try {
            return frozen.whileThawed(spec.machine(), () -> processes.launch(LaunchPlanner.containerKey(spec.machine(), spec.id()), plan(spec, placement), placement,
                    pid -> spec.bridged().ifPresent(place -> network.connectContainer(machinePid(spec.machine()), pid, spec.id(), place, names))));
        } catch (RuntimeException failure) {
            releaseContainer(spec.machine(), spec.id());
            throw failure;
        }
    }

    @Override
    public AutoCloseable reservePort(String machine, Protocol protocol, Inet4Address at, int port) {
        return network.reservePort(machinePid(machine), protocol, at, port);
    }

    @Override
    public NameSockets nameSockets(String machine, String container) {
        return network.nameSockets(containerPid(machine, container));
    }

    @Override
    public InternetSocket connectOut(String machine, InternetSocket.Kind kind, Inet4Address address, int port) {
        return network.connectOut(machinePid(machine), kind, address, port);
    }

    @Override
    public void createBridge(String machine, Bridge bridge) {
        network.createBridge(machinePid(machine), bridge);
    }

    @Override
    public void restoreBridge(String machine, Bridge bridge) {
        network.restoreBridge(machinePid(machine), bridge);
    }

    @Override
    public void removeBridge(String machine, Bridge bridge) {
        ifRunning(LaunchPlanner.machineKey(machine), pid -> network.removeBridge(pid, bridge));
    }

    @Override
    public void join(String machine, PrivateNetwork privateNetwork, PrivateNetwork.Member member) {
        network.join(machinePid(machine), privateNetwork, member);
    }

    @Override
    public void plug(String machine, String container, ContainerSpec.Endpoint endpoint) {
        network.plug(machinePid(machine), containerPid(machine, container), endpoint);
    }

    @Override
    public void unplug(String machine, String container, String inner) {
        ifRunning(LaunchPlanner.containerKey(machine, container), pid -> network.unplug(pid, inner));
    }

    @Override
    public void leadOut(String machine, String container, Bridge bridge, List<PortForward> ports) {
        network.leadOut(machinePid(machine), containerPid(machine, container), container, bridge, ports);
    }

    private int containerPid(String machine, String container) {
        return processes.running(LaunchPlanner.containerKey(machine, container), "container \"" + container + "\"").pid();
    }

    @Override
    public void withdrawPorts(String machine, String container) {
        ifRunning(LaunchPlanner.machineKey(machine), pid -> network.withdrawPorts(pid, container));
    }

    @Override
    public void withdrawOtherPorts(String machine, List<String> containers) {
        ifRunning(LaunchPlanner.machineKey(machine), pid -> network.withdrawOtherPorts(pid, containers));
    }

    /** What a machine or a container had in its network has ended with its first process. */
    private void ifRunning(String key, IntConsumer work) {
        processes.find(key).filter(first -> !first.hasEnded()).ifPresent(first -> {
            try {
                work.accept(first.pid());
            } catch (SystemCallException gone) {
                if (gone.errno() != ErrorNumber.ENOENT && gone.errno() != ErrorNumber.ESRCH) {
                    throw gone;
                }
            }
        });
    }

    private LaunchPlan plan(ContainerSpec spec, Placement placement) {
        try {
            return containers.plan(spec, placement);
        } catch (IllegalArgumentException impossible) {
            throw new LaunchFailedException("plan", LaunchedProcesses.INVALID, impossible.getMessage());
        }
    }

    @Override
    public SandboxProcess exec(ExecSpec spec) {
        Placement placement = groups.placement(spec.machine(), spec.container(), false);
        ProcessRights rights = spec.container()
                .map(id -> rights(processes.running(LaunchPlanner.containerKey(spec.machine(), id), "container \"" + id + "\"").pid()))
                .orElseGet(() -> new ProcessRights(Set.of(), false));
        return frozen.whileThawed(spec.machine(), () -> processes.launch(spec.key(), planner.exec(spec, rights, placement), placement, pid -> {}));
    }

    @Override
    public FolderDescriptor openRoot(ContainerSpec spec) {
        Placement placement = groups.placement(spec.machine(), Optional.empty(), false);
        boolean runs = processes.find(LaunchPlanner.containerKey(spec.machine(), spec.id())).filter(process -> !process.hasEnded()).isPresent();
        if (runs) {
            try {
                return open(spec.machine(), roots.ofRunning(spec, placement), placement);
            } catch (LaunchFailedException failure) { // it may have ended at this moment, and nobody has told us yet
                if (failure.errno() != ErrorNumber.ESRCH) {
                    throw failure;
                }
            }
        }
        return open(spec.machine(), roots.ofLayers(spec, placement), placement);
    }

    @Override
    public FolderDescriptor openMachineRoot(String machine) {
        Placement placement = groups.placement(machine, Optional.empty(), false);
        return open(machine, roots.ofMachine(machine, placement), placement);
    }

    @Override
    public void changeFile(String machine, String container, String path, UnaryOperator<String> change) {
        Placement placement = groups.placement(machine, Optional.empty(), false);
        try (FolderDescriptor folder = open(machine, roots.ofFile(machine, container, path, placement), placement)) {
            GivenFile.change(folder, RootPlanner.FILE, change);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot change \"" + path + "\" of container " + container, failure);
        }
    }

    private FolderDescriptor open(String machine, LaunchPlan plan, Placement placement) {
        return frozen.whileThawed(machine, () -> processes.open("root/" + ProcessHandle.current().pid() + "/" + opened.incrementAndGet(), plan, placement));
    }

    /** What a container's first process may have at most is what its later processes get: the kernel remembers it across a crash of ours. */
    private static ProcessRights rights(int pid) {
        try {
            return ProcessRights.ofStatus(Files.readAllLines(Path.of("/proc", Integer.toString(pid), "status")));
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    /** Whether a container's memory was at its limit while the process ran. */
    private ExitStatus withMemory(String key, ExitStatus status) {
        String[] parts = key.split("/");
        boolean container = parts.length == 3 && key.equals(LaunchPlanner.containerKey(parts[1], parts[2]));
        boolean outOfMemory = container && groups.outOfMemoryKills(parts[1], Optional.of(parts[2])) > 0;
        return new ExitStatus(status.code(), status.at(), outOfMemory);
    }

    @Override
    public void pause(String machine, String container) {
        groups.freeze(machine, container, true);
    }

    @Override
    public void unpause(String machine, String container) {
        groups.freeze(machine, container, false);
    }

    @Override
    public List<Integer> processes(String machine, String container) {
        int shim = processes.find(LaunchPlanner.containerKey(machine, container))
                .flatMap(process -> ProcessHandle.of(process.pid())).flatMap(ProcessHandle::parent).map(parent -> (int) parent.pid()).orElse(0);
        return groups.processes(machine, container).stream().filter(pid -> pid != shim).toList();
    }

    @Override
    public List<Integer> processes(String machine) {
        return groups.processes(machine);
    }

    @Override
    public void releaseContainer(String machine, String container) {
        frozen.whileThawed(machine, () -> {
            groups.removeContainer(machine, container);
            return container;
        });
    }

    @Override
    public void limit(String machine, Optional<String> container, ResourceLimits limits) {
        groups.limit(machine, container, limits);
    }

    @Override
    public ResourceUsage usage(String machine, Optional<String> container) {
        ResourceUsage usage = groups.usage(machine, container);
        String key = container.map(id -> LaunchPlanner.containerKey(machine, id)).orElseGet(() -> LaunchPlanner.machineKey(machine));
        return usage.withNetwork(processes.find(key).map(process -> InterfaceCounters.of(process.pid())).orElse(Map.of()));
    }

    @Override
    public Map<String, SandboxProcess> kept() {
        return processes.all().stream().filter(process -> machineOf(process.key()).isEmpty()).collect(Collectors.toMap(LaunchedProcess::key, process -> process));
    }

    @Override
    public void onMachineEnded(Consumer<String> listener) {
        machineEnded = listener;
    }

    @Override
    public void close() {
        processes.close();
    }
}
