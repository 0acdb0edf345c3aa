package dev.berth.engine.fake;

import dev.berth.runtime.ContainerSpec;
import dev.berth.runtime.ExecSpec;
import dev.berth.runtime.LaunchFailedException;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.MachineSpec;
import dev.berth.runtime.ProcessSpec;
import dev.berth.runtime.ResourceLimits;
import dev.berth.runtime.ResourceUsage;
import dev.berth.runtime.SandboxProcess;
import dev.berth.runtime.kernel.FolderDescriptor;
import dev.berth.runtime.kernel.InternetSocket;
import dev.berth.runtime.kernel.SystemCallException;
import dev.berth.runtime.network.Bridge;
import dev.berth.runtime.network.NameSockets;
import dev.berth.runtime.network.PortForward;
import dev.berth.runtime.network.PortForward.Protocol;
import dev.berth.runtime.network.PrivateNetwork;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A runtime without a kernel: machines and processes are objects. It survives the engines that are opened on it, as the launcher does, and complains when it is
 * used against its contract.
 */
public final class FakeRuntime implements MachineRuntime {
    private static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int LIMIT_SECONDS = 60;
    private final Set<String> activityAsked = ConcurrentHashMap.newKeySet();
    private volatile long lentMemory;
    private volatile Runnable memoryAsked = () -> {};
    private volatile long availableMemory = Long.MAX_VALUE;

    private final Map<String, MachineSpec> machines = new LinkedHashMap<>();
    private final Map<String, FakeProcess> processes = new LinkedHashMap<>();
    private final Map<String, ContainerSpec> containers = new TreeMap<>();
    private final Map<String, CompletableFuture<Void>> gates = new ConcurrentHashMap<>();
    private final Map<String, ResourceLimits> limits = new ConcurrentHashMap<>();
    private final Map<String, Activity> activities = new ConcurrentHashMap<>();
    private final Set<String> paused = new HashSet<>();
    private volatile Set<String> frozenMachines = Set.of();
    private Consumer<String> machineEnded = name -> {};
    private int lastPid = 1_000_000_000;
    private volatile boolean unified;
    private volatile CompletableFuture<Void> rootGate = CompletableFuture.completedFuture(null);
    private volatile CompletableFuture<Void> rootAsked = new CompletableFuture<>();
    private volatile boolean local;
    private final List<String> networkCalls = new CopyOnWriteArrayList<>();
    private volatile String refused = "";

    /** Starts of this machine take until the gate opens. */
    public void delayStart(String machine, CompletableFuture<Void> gate) {
        gates.put(machine, gate);
    }

    /** From now on limits are those of version 2 of control groups. */
    public void unifyControlGroups() {
        unified = true;
    }

    /** From now on containers run programs of this computer. */
    public void runLocalPrograms() {
        local = true;
    }

    @Override
    public long availableMemory() {
        memoryAsked.run();
        return availableMemory;
    }

    /** @param listener called when somebody asks what is available, and may throw */
    public void onMemoryAsked(Runnable listener) {
        memoryAsked = listener;
    }

    /** From now on: plenty when nobody says. */
    public void availableMemory(long bytes) {
        availableMemory = bytes;
    }

    @Override
    public long memoryStall() {
        return 0;
    }

    @Override
    public void lendMemory(long bytes) {
        lentMemory = bytes;
    }

    public long lentMemory() {
        return lentMemory;
    }

    @Override
    public Activity activity(String machine) {
        Activity taken = activities.getOrDefault(machine, new Activity(0, 0));
        activityAsked.add(machine);
        return taken;
    }

    /** Whether somebody has looked at each machine. */
    public boolean activitiesAreKnown() {
        return activityAsked.containsAll(runningMachines());
    }

    /** From now on. */
    public void activity(String machine, Activity taken) {
        activities.put(machine, taken);
    }

    @Override
    public void freezeOnly(Set<String> wanted) {
        frozenMachines = wanted;
    }

    @Override
    public Set<String> frozenMachines() {
        return frozenMachines;
    }

    @Override
    public void keepAwake(String machine) {
        // no program runs here
    }

    public boolean isFrozen(String machine) {
        return frozenMachines.contains(machine);
    }

    @Override
    public boolean hasUnifiedControlGroups() {
        return unified;
    }

    @Override
    public void startMachine(MachineSpec spec) {
        gates.getOrDefault(spec.name(), CompletableFuture.completedFuture(null)).join();
        add(spec);
    }

    private synchronized void add(MachineSpec spec) {
        if (machines.putIfAbsent(spec.name(), spec) != null) {
            throw new IllegalStateException("machine " + spec.name() + " runs already");
        }
    }

    /** Containers that run still keep it from ending. */
    @Override
    public synchronized CompletionStage<Void> endMachine(String machine) {
        refuseUnlessMachineRuns(machine);
        CompletableFuture<?>[] inside = processes.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("container/" + machine + "/"))
                .map(entry -> entry.getValue().connection().exit().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(inside);
    }

    @Override
    public void stopMachine(String machine) {
        List<FakeProcess> inside;
        synchronized (this) {
            machines.remove(machine);
            notifyAll();
            containers.keySet().removeIf(key -> key.startsWith("container/" + machine + "/"));
            inside = processes.entrySet().stream().filter(entry -> entry.getKey().contains("/" + machine + "/")).map(Map.Entry::getValue).toList();
        }
        inside.stream().filter(process -> !process.ended()).forEach(FakeProcess::kill);
    }

    /** Returns when the machine was stopped, or after a while. */
    public synchronized void awaitStop(String machine) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (machines.containsKey(machine) && System.nanoTime() < limit) {
            wait(TimeUnit.SECONDS.toMillis(1));
        }
    }

    /** The host has started anew: nothing is known of what ran. */
    public synchronized void forgetAll() {
        machines.clear();
        containers.clear();
        processes.clear();
    }

    /** A container of a machine that goes on is gone, and nothing is known of it. */
    public synchronized void lose(String container) {
        containers.keySet().removeIf(key -> key.endsWith("/" + container));
        processes.keySet().removeIf(key -> key.endsWith("/" + container));
    }

    /** The machine's first process dies by itself. */
    public void crash(String machine) {
        stopMachine(machine);
        machineEnded.accept(machine);
    }

    /** What the container wrote: there are no layers here. */
    @Override
    public FolderDescriptor openRoot(ContainerSpec spec) {
        Path root = machine(spec.machine()).disk().resolve("containers").resolve(spec.id()).resolve("upper");
        rootAsked.complete(null);
        rootGate.join();
        return FolderDescriptor.open(root);
    }

    /** Opening a container's root takes until the gate opens. @return completes when somebody opens one */
    public CompletableFuture<Void> delayRoots(CompletableFuture<Void> gate) {
        rootGate = gate;
        rootAsked = new CompletableFuture<>();
        return rootAsked;
    }

    @Override
    public synchronized FolderDescriptor openMachineRoot(String machine) {
        return FolderDescriptor.open(machines.get(machine).disk().resolve("root").resolve("upper"));
    }

    @Override
    public synchronized List<String> runningMachines() {
        return List.copyOf(machines.keySet());
    }

    @Override
    public synchronized int machinePid(String machine) {
        if (!machines.containsKey(machine)) {
            throw new IllegalStateException("machine " + machine + " does not run");
        }
        return 1_000_000_000;
    }

    public synchronized MachineSpec machine(String name) {
        return machines.get(name);
    }

    @Override
    public synchronized SandboxProcess startContainer(ContainerSpec spec, Optional<Consumer<NameSockets>> names) {
        String key = "container/" + spec.machine() + "/" + spec.id();
        refuseUnlessMachineRuns(spec.machine());
        if (containers.containsKey(key)) {
            throw new IllegalStateException(key + " was not released");
        }
        SandboxProcess process = launch(key, spec.process(), local);
        containers.put(key, spec);
        return process;
    }

    @Override
    public synchronized SandboxProcess exec(ExecSpec spec) {
        refuseUnlessMachineRuns(spec.machine());
        return launch(spec.key(), spec.process(), local && spec.container().isPresent());
    }

    private void refuseUnlessMachineRuns(String machine) {
        if (!machines.containsKey(machine)) {
            throw new IllegalStateException("machine " + machine + " does not run");
        }
    }

    private SandboxProcess launch(String key, ProcessSpec spec, boolean asProgram) {
        String program = spec.arguments().get(0);
        if (program.contains("nosuch")) {
            throw new LaunchFailedException("exec", ENOENT, "exec " + program + ": no such file or directory");
        }
        if (program.contains("forbidden")) {
            throw new LaunchFailedException("exec", EACCES, "exec " + program + ": permission denied");
        }
        if (processes.containsKey(key)) {
            throw new IllegalStateException(key + " was not forgotten");
        }
        Optional<LocalProgram> started = asProgram ? Optional.of(startProgram(spec)) : Optional.empty();
        FakeProcess process = new FakeProcess(key, ++lastPid, spec, started, () -> forget(key));
        processes.put(key, process);
        started.ifPresent(each -> each.drive(process));
        return process.connection();
    }

    private static LocalProgram startProgram(ProcessSpec spec) {
        try {
            return LocalProgram.start(spec);
        } catch (IOException missing) {
            throw new LaunchFailedException("exec", ENOENT, missing.getMessage());
        }
    }

    private synchronized void forget(String key) {
        processes.remove(key);
        notifyAll();
    }

    /** The process whose key contains {@code part}. */
    public synchronized FakeProcess process(String part) {
        return processes.entrySet().stream().filter(entry -> entry.getKey().contains(part)).map(Map.Entry::getValue).findFirst()
                .orElseThrow(() -> new AssertionError("no process " + part + " in " + processes.keySet()));
    }

    public synchronized ContainerSpec container(String id) {
        return containers.entrySet().stream().filter(entry -> entry.getKey().endsWith(id)).map(Map.Entry::getValue).findFirst().orElseThrow();
    }

    /** Keys of what was not given back, after a while in which it may still be. */
    public synchronized List<String> left() throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!(processes.isEmpty() && containers.isEmpty()) && System.nanoTime() < limit) {
            wait(TimeUnit.SECONDS.toMillis(1));
        }
        List<String> left = new ArrayList<>(processes.keySet());
        left.addAll(containers.keySet());
        return left;
    }

    /** From now on these fail. Packets go nowhere here. @param calls a regular expression, like {@code unplug .*} */
    public void refuseNetworkCalls(String calls) {
        refused = calls;
    }

    /** What was asked of networks, refused or not, like {@code unplug CONTAINER eth1}. */
    public List<String> networkCalls() {
        return List.copyOf(networkCalls);
    }

    private void network(String call) {
        networkCalls.add(call);
        if (call.matches(refused)) {
            throw new SystemCallException(call, EACCES);
        }
    }

    @Override
    public void createBridge(String machine, Bridge bridge) {
        network("create " + bridge.name());
    }

    @Override
    public void restoreBridge(String machine, Bridge bridge) {
        network("restore " + bridge.name());
    }

    @Override
    public void removeBridge(String machine, Bridge bridge) {
        network("remove " + bridge.name());
    }

    @Override
    public void join(String machine, PrivateNetwork network, PrivateNetwork.Member member) {
        // packets go nowhere
    }

    @Override
    public void plug(String machine, String container, ContainerSpec.Endpoint endpoint) {
        network("plug " + container + " " + endpoint.inner().name());
    }

    @Override
    public void unplug(String machine, String container, String inner) {
        network("unplug " + container + " " + inner);
    }

    @Override
    public void leadOut(String machine, String container, Bridge bridge, List<PortForward> ports) {
        network("lead " + container + " " + bridge.name());
    }

    @Override
    public AutoCloseable reservePort(String machine, Protocol protocol, Inet4Address at, int port) {
        return () -> {};
    }

    @Override
    public void changeFile(String machine, String container, String path, UnaryOperator<String> change) {
        // containers have no files here
    }

    /** Some port of this computer. */
    @Override
    public NameSockets nameSockets(String machine, String container) {
        return new NameSockets(InternetSocket.listening(InternetSocket.Kind.UDP, NameSockets.ADDRESS, 0, 4096), InternetSocket.listening(InternetSocket.Kind.TCP, NameSockets.ADDRESS, 0, 4096));
    }

    @Override
    public InternetSocket connectOut(String machine, InternetSocket.Kind kind, Inet4Address address, int port) {
        throw new IllegalStateException("machine " + machine + " has no network");
    }

    @Override
    public void withdrawPorts(String machine, String container) {
        network("withdraw " + container);
    }

    @Override
    public void withdrawOtherPorts(String machine, List<String> containers) {
        network("withdraw all but " + containers);
    }

    @Override
    public synchronized void pause(String machine, String container) {
        paused.add(container);
    }

    @Override
    public synchronized void unpause(String machine, String container) {
        paused.remove(container);
    }

    public synchronized boolean isPaused(String container) {
        return paused.contains(container);
    }

    @Override
    public synchronized List<Integer> processes(String machine) {
        return List.of();
    }

    @Override
    public synchronized List<Integer> processes(String machine, String container) {
        return List.of((int) ProcessHandle.current().pid());
    }

    @Override
    public synchronized void releaseContainer(String machine, String container) {
        containers.remove("container/" + machine + "/" + container);
        notifyAll();
    }

    @Override
    public void limit(String machine, Optional<String> container, ResourceLimits changed) {
        limits.put(machine + container.map(id -> "/" + id).orElse(""), changed);
    }

    /** What was asked last. @param group a machine, or a machine, a slash and a container's id */
    public ResourceLimits lastLimits(String group) {
        return limits.get(group);
    }

    @Override
    public ResourceUsage usage(String machine, Optional<String> container) {
        return new ResourceUsage(
                new ResourceUsage.Memory(4096, 8192, OptionalLong.empty(), 0, Map.of()),
                new ResourceUsage.Processor(0, 0, 0, List.of(), 0, 0, 0),
                new ResourceUsage.Processes(1, OptionalLong.empty()),
                List.of(),
                Map.of());
    }

    @Override
    public synchronized Map<String, SandboxProcess> kept() {
        Map<String, SandboxProcess> kept = new LinkedHashMap<>();
        processes.forEach((key, process) -> kept.put(key, process.connection()));
        return kept;
    }

    /** The engine is gone: its processes print into pipes that nobody reads. */
    public synchronized void disconnect() {
        machineEnded = name -> {};
        processes.values().forEach(FakeProcess::disconnect);
    }

    @Override
    public void close() {}

    /** No program goes on after its test. */
    synchronized void killPrograms() {
        processes.values().stream().filter(process -> !process.ended()).forEach(FakeProcess::killProgram);
    }

    @Override
    public void onMachineEnded(Consumer<String> listener) {
        machineEnded = listener;
    }
}
