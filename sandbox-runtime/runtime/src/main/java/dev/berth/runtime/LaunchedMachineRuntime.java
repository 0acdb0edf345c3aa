package dev.berth.runtime;

import dev.berth.runtime.controlgroup.ControlGroups;
import dev.berth.runtime.kernel.ErrorNumber;
import dev.berth.runtime.kernel.EventLoop;
import dev.berth.runtime.launcher.LauncherConnection;
import dev.berth.runtime.launcher.StepFailedException;
import dev.berth.runtime.plan.Capability;
import dev.berth.runtime.plan.LaunchPlan;
import dev.berth.runtime.plan.LaunchPlanner;
import dev.berth.runtime.plan.Placement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/** Machines by the launcher: plans what is wanted, has it carried out, and owns the control groups around it. */
public final class LaunchedMachineRuntime implements MachineRuntime {
    private static final String MACHINE_PREFIX = LaunchPlanner.machineKey("");
    private static final long LIMIT_SECONDS = 30;
    private static final int SIGKILL = 9;

    private final LaunchPlanner planner;
    private final ControlGroups groups;
    private final EventLoop loop = new EventLoop("berth-streams");
    private final NetworkConnector network = new NetworkConnector();
    private final LauncherConnection launcher;
    private final Map<String, LaunchedProcess> processes = new ConcurrentHashMap<>();
    private final Set<String> stopping = ConcurrentHashMap.newKeySet();
    private volatile Consumer<String> machineEnded = machine -> {};

    private LaunchedMachineRuntime(Path launcherSocket, Path layerStore, ControlGroups groups) {
        this.planner = new LaunchPlanner(layerStore);
        this.groups = groups;
        this.launcher = new LauncherConnection(launcherSocket, loop, new LauncherConnection.Listener() {
            @Override
            public void started(LauncherConnection.KeptProcess process) {
                adopt(process);
            }

            @Override
            public void ended(String key, ExitStatus status) {
                processEnded(key, status);
            }

            @Override
            public void lost() {
                launcherLost();
            }
        });
    }

    /**
     * Connects to the launcher, finds what still runs, and removes what nothing knows any more.
     *
     * @param launcherSocket where the launcher listens
     * @param layerStore host folder with a folder per layer; its path must exist
     */
    public static LaunchedMachineRuntime connect(Path launcherSocket, Path layerStore, ControlGroups groups) {
        LaunchedMachineRuntime runtime = new LaunchedMachineRuntime(launcherSocket, layerStore, groups);
        for (LauncherConnection.KeptProcess kept : await(runtime.launcher.list())) {
            LaunchedProcess process = runtime.adopt(kept);
            kept.ended().ifPresent(status -> process.ended(runtime.withMemory(kept.key(), status)));
        }
        runtime.removeOrphans();
        return runtime;
    }

    private LaunchedProcess adopt(LauncherConnection.KeptProcess kept) {
        LaunchedProcess process = new LaunchedProcess(kept, loop, new LaunchedProcess.Owner() {
            @Override
            public void closeInput(String key) {
                launcher.closeInput(key);
            }

            @Override
            public void forget(LaunchedProcess ended) {
                processes.remove(ended.key(), ended);
                launcher.forget(ended.key());
            }
        });
        processes.put(kept.key(), process);
        return process;
    }

    /** Groups of machines that a launcher which is gone had started. */
    private void removeOrphans() {
        Set<String> running = Set.copyOf(runningMachines());
        processes.values().stream().filter(process -> process.key().startsWith(MACHINE_PREFIX) && process.hasEnded()).forEach(LaunchedProcess::forget);
        groups.machines().stream().filter(machine -> !running.contains(machine)).forEach(groups::removeMachine);
    }

    @Override
    public void startMachine(MachineSpec spec) {
        groups.createMachine(spec.name(), spec.limits());
        Placement placement = groups.placement(spec.name(), Optional.empty(), true);
        try {
            LaunchedProcess init = launch(LaunchPlanner.machineKey(spec.name()), planner.machine(spec, placement), placement, pid -> {});
            groups.settleMachine(spec.name(), init.pid(), spec.baseId());
            network.connectMachine(init.pid(), spec.network());
        } catch (RuntimeException failure) {
            stopMachine(spec.name());
            throw failure;
        }
    }

    @Override
    public void stopMachine(String machine) {
        Optional<LaunchedProcess> init = Optional.ofNullable(processes.get(LaunchPlanner.machineKey(machine)));
        stopping.add(machine);
        try {
            init.ifPresent(process -> {
                process.signal(SIGKILL);
                groups.removeMachine(machine); // thaws first: a frozen container would never die
                await(process.exit().toCompletableFuture());
                process.forget();
            });
            groups.removeMachine(machine);
        } finally {
            stopping.remove(machine);
        }
    }

    @Override
    public List<String> runningMachines() {
        return processes.values().stream()
                .filter(process -> process.key().startsWith(MACHINE_PREFIX) && !process.hasEnded())
                .map(process -> process.key().substring(MACHINE_PREFIX.length()))
                .sorted().toList();
    }

    @Override
    public int machinePid(String machine) {
        return running(LaunchPlanner.machineKey(machine), "machine \"" + machine + "\"").pid();
    }

    private LaunchedProcess running(String key, String subject) {
        LaunchedProcess process = processes.get(key);
        if (process == null || process.hasEnded()) {
            throw new IllegalStateException(subject + " does not run, start it first");
        }
        return process;
    }

    @Override
    public SandboxProcess startContainer(ContainerSpec spec) {
        groups.createContainer(spec.machine(), spec.id(), spec.limits());
        Placement placement = groups.placement(spec.machine(), Optional.of(spec.id()), false);
        try {
            return launch(LaunchPlanner.containerKey(spec.machine(), spec.id()), planner.container(spec, placement), placement,
                    pid -> spec.address().ifPresent(address -> network.connectContainer(machinePid(spec.machine()), pid, address)));
        } catch (RuntimeException failure) {
            releaseContainer(spec.machine(), spec.id());
            throw failure;
        }
    }

    @Override
    public SandboxProcess exec(ExecSpec spec) {
        Placement placement = groups.placement(spec.machine(), spec.container(), false);
        Set<Capability> capabilities = spec.container()
                .map(id -> boundingSet(running(LaunchPlanner.containerKey(spec.machine(), id), "container \"" + id + "\"").pid()))
                .orElseGet(() -> EnumSet.noneOf(Capability.class));
        return launch(spec.key(), planner.exec(spec, capabilities, placement), placement, pid -> {});
    }

    /** What a container's first process may have at most is what its later processes get: the kernel remembers it across a crash of ours. */
    private static Set<Capability> boundingSet(int pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Integer.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("CapBnd:"))
                    .map(line -> Capability.ofMask(Long.parseUnsignedLong(line.substring("CapBnd:".length()).strip(), 16)))
                    .findFirst().orElseThrow();
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    private LaunchedProcess launch(String key, LaunchPlan plan, Placement placement, IntConsumer connect) {
        if (loop.isCurrent()) {
            throw new IllegalStateException("a launch waits for the event loop, so it cannot run on it");
        }
        LauncherConnection.Launch launch = launcher.launch(key, plan, placement);
        try {
            if (plan.awaitsNetwork()) {
                connectNetwork(launch, connect);
            }
            return processes.get(await(launch.started()).key());
        } catch (StepFailedException failure) {
            throw describe(plan, failure);
        } catch (LateException late) {
            launch.abandon();
            throw late;
        }
    }

    private static void connectNetwork(LauncherConnection.Launch launch, IntConsumer connect) {
        int pid = await(launch.announced());
        try {
            connect.accept(pid);
            launch.proceed();
        } catch (RuntimeException failure) {
            launch.abandon();
            launch.started().handle((process, expected) -> null).join();
            throw failure;
        }
    }

    private static LaunchFailedException describe(LaunchPlan plan, StepFailedException failure) {
        String step = failure.step() == StepFailedException.LAUNCHER ? "launch" : plan.kind(failure.step());
        String details = failure.step() == StepFailedException.LAUNCHER ? "" : " " + plan.steps().get(failure.step()).details();
        return new LaunchFailedException(step, failure.errno(), step + details + ": " + ErrorNumber.describe(failure.errno()));
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure.getCause());
        } catch (TimeoutException late) {
            throw new LateException(late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the launcher", interrupted);
        }
    }

    /** A plan hangs: its control group is frozen, or the host is out of memory. */
    private static final class LateException extends IllegalStateException {
        LateException(TimeoutException late) {
            super("the launcher did not answer within " + LIMIT_SECONDS + " s, see whether the container is paused", late);
        }
    }

    private void processEnded(String key, ExitStatus status) {
        LaunchedProcess process = processes.get(key);
        if (process == null) {
            return;
        }
        process.ended(withMemory(key, status));
        if (key.startsWith(MACHINE_PREFIX)) {
            String machine = key.substring(MACHINE_PREFIX.length());
            if (!stopping.contains(machine)) {
                machineEnded.accept(machine);
            }
        }
    }

    /** A process that was killed while its container's memory was at the limit. */
    private ExitStatus withMemory(String key, ExitStatus status) {
        String[] parts = key.split("/");
        boolean container = parts.length == 3 && key.equals(LaunchPlanner.containerKey(parts[1], parts[2]));
        boolean outOfMemory = container && groups.outOfMemoryKills(parts[1], Optional.of(parts[2])) > 0;
        return new ExitStatus(status.code(), status.at(), outOfMemory);
    }

    private void launcherLost() {
        runningMachines().forEach(machine -> machineEnded.accept(machine));
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
        int shim = Optional.ofNullable(processes.get(LaunchPlanner.containerKey(machine, container)))
                .flatMap(process -> ProcessHandle.of(process.pid())).flatMap(ProcessHandle::parent).map(parent -> (int) parent.pid()).orElse(0);
        return groups.processes(machine, container).stream().filter(pid -> pid != shim).toList();
    }

    @Override
    public void releaseContainer(String machine, String container) {
        groups.removeContainer(machine, container);
    }

    @Override
    public long memoryUsage(String machine) {
        return groups.memoryUsage(machine);
    }

    @Override
    public Map<String, SandboxProcess> kept() {
        return processes.entrySet().stream().filter(entry -> !entry.getKey().startsWith(MACHINE_PREFIX))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public void onMachineEnded(Consumer<String> listener) {
        machineEnded = listener;
    }

    @Override
    public void close() {
        launcher.close();
        processes.values().forEach(LaunchedProcess::close);
        loop.close();
    }
}
