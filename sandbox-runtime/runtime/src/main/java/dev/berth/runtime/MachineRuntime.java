package dev.berth.runtime;

import dev.berth.runtime.kernel.FolderDescriptor;
import dev.berth.runtime.kernel.InternetSocket;
import dev.berth.runtime.network.Bridge;
import dev.berth.runtime.network.NameSockets;
import dev.berth.runtime.network.NetlinkException;
import dev.berth.runtime.network.PortForward;
import dev.berth.runtime.network.PortForward.Protocol;
import dev.berth.runtime.network.PrivateNetwork;
import java.net.Inet4Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Makes machines and processes in them. Calls block for milliseconds (a launch) and may come from any thread; two calls for the same machine must not overlap.
 * After a crash of the engine a new instance finds what still runs: see {@link #runningMachines()} and {@link #kept()}.
 */
public interface MachineRuntime extends AutoCloseable {

    /**
     * What a machine has taken, its containers included.
     *
     * @param memoryBytes that it has now, page cache included
     * @param processorNanoseconds that it has used since it was started
     */
    record Activity(long memoryBytes, long processorNanoseconds) {}

    /**
     * Starts a machine: its control group, user namespace, root file system, network and first process. Returns when it is ready for a shell.
     *
     * @throws LaunchFailedException with nothing left behind
     * @throws IllegalStateException when it runs
     */
    void startMachine(MachineSpec spec);

    /**
     * Has the machine's first process tell all others to end (SIGTERM, SIGHUP), and end when they have. What is left of it then, or whoever does not listen, is for {@link #stopMachine}.
     *
     * @return completes when the first process has ended, on any thread
     * @throws IllegalStateException when the machine does not run
     */
    CompletionStage<Void> endMachine(String machine);

    /** Ends every process of the machine, and removes its control group, network and descriptors. Its disk stays. Nothing happens when it does not run. */
    void stopMachine(String machine);

    /** Names of the machines whose first process lives. */
    List<String> runningMachines();

    /** Whether the limits are those of version 2 of control groups: it refuses others than version 1, by other names. */
    boolean hasUnifiedControlGroups();

    /** Bytes of memory that programs of machines can still have: what the host has left, or less when all machines together have a limit. */
    long availableMemory();

    /** How many nanoseconds some program of this host has waited for memory so far: 0 when the kernel does not say. */
    long memoryStall();

    /** What a machine takes; nothing when it does not run. */
    Activity activity(String machine);

    /**
     * Has all programs of these machines stand still, those of their containers included, and returns before the last one does; all other machines go on, but for containers that are paused. A launch
     * lets its machine go on. Nothing happens to a machine in which something is launched, that is ending, or that does not run. A machine that cannot be frozen or thawed
     * does not keep the others: its failure is thrown at the end.
     */
    void freezeOnly(Set<String> machines);

    /** Machines that stand still, those among them that an engine which was killed has left so. */
    Set<String> frozenMachines();

    /** Called before a machine and its containers are asked to end: from now on it is not frozen. */
    void keepAwake(String machine);

    /**
     * Lets all machines together have more memory than their limit, which is there to keep it from them, or no more. What they have still in use of it is not asked back before they have given it
     * back.
     *
     * @param bytes more than the limit; 0: that ends
     */
    void lendMemory(long bytes);

    /** Host process id of the machine's first process. @throws IllegalStateException when the machine does not run */
    int machinePid(String machine);

    /**
     * Starts a container's first process.
     *
     * @param names gets, before its program begins, where a container that is {@linkplain ContainerSpec.Network.Bridged connected} asks for names, and closes it when the container has
     *     ended, or this fails; empty: it asks nobody there
     * @throws LaunchFailedException with nothing left behind
     * @throws IllegalStateException when an earlier one of this id runs or was not forgotten
     */
    SandboxProcess startContainer(ContainerSpec spec, Optional<Consumer<NameSockets>> names);

    /** As {@link #startContainer(ContainerSpec, Optional)}, for one that asks nobody for names. */
    default SandboxProcess startContainer(ContainerSpec spec) {
        return startContainer(spec, Optional.empty());
    }

    /** Where a container that runs asks for names: opened anew, by an engine that begins or for one that was connected meanwhile. @throws dev.berth.runtime.kernel.SystemCallException EADDRINUSE */
    NameSockets nameSockets(String machine, String container);

    /**
     * A socket in a running machine's network, bound to nothing, that talks to one address.
     *
     * @throws dev.berth.runtime.kernel.SystemCallException ENETUNREACH and the like
     * @throws IllegalStateException when the machine does not run
     */
    InternetSocket connectOut(String machine, InternetSocket.Kind kind, Inet4Address address, int port);

    /**
     * Keeps programs of a running machine from listening on a port, and finds out whether one does.
     *
     * @param at address of the machine; 0.0.0.0: all of them
     * @return closed when the port is free again, at the latest with the machine, whose network would stay otherwise
     * @throws dev.berth.runtime.kernel.SystemCallException EADDRINUSE, EADDRNOTAVAIL
     */
    AutoCloseable reservePort(String machine, Protocol protocol, Inet4Address at, int port);

    /** Makes a bridge in a running machine. @throws NetlinkException with nothing left behind; EEXIST when the machine has a link of its name */
    void createBridge(String machine, Bridge bridge);

    /** Makes what is missing of a bridge. @throws NetlinkException with nothing more than there was */
    void restoreBridge(String machine, Bridge bridge);

    /** Removes a bridge, to which nothing is connected. Nothing happens when it is gone, or the machine. */
    void removeBridge(String machine, Bridge bridge);

    /** Connects a running machine with a private network, and makes that if need be. Nothing happens when it is connected. @throws NetlinkException with nothing left behind in the machine */
    void join(String machine, PrivateNetwork network, PrivateNetwork.Member member);

    /** Connects a running container with one more bridge. @throws NetlinkException with nothing left behind; @throws IllegalStateException when the container has ended */
    void plug(String machine, String container, ContainerSpec.Endpoint endpoint);

    /** Disconnects a container. Nothing happens when it has ended. @param inner name of its end, like {@code eth1} */
    void unplug(String machine, String container, String inner);

    /** Has a running container's default route lead to a bridge that it is connected with. @param ports of the machine that lead to the container from now on; empty: none do, nor did before */
    void leadOut(String machine, String container, Bridge bridge, List<PortForward> ports);

    /** Ends what leads to a container by the machine's ports. Nothing happens when nothing does. */
    void withdrawPorts(String machine, String container);

    /** As {@link #withdrawPorts}, for all but these: some may have ended while no engine was there. */
    void withdrawOtherPorts(String machine, List<String> containers);

    /** Starts one more process. @throws LaunchFailedException with nothing left behind */
    SandboxProcess exec(ExecSpec spec);

    /**
     * Opens a container's root file system, whether it runs or not, with its volumes and binds in it; what is temporary in it, and kernel file systems such as proc, are not there.
     * Files in it belong to the machine's ids as the host has them. Nothing of it stays once it is closed. Of a container that does not run, close it before that one is started.
     *
     * @throws LaunchFailedException with nothing left behind
     */
    FolderDescriptor openRoot(ContainerSpec spec);

    /** Opens the root file system of a running machine, with what its root has mounted there, but no kernel file systems. @throws LaunchFailedException as {@link #openRoot} */
    FolderDescriptor openMachineRoot(String machine);

    /**
     * Changes a small file that a running container was given, as it sees it. Nothing happens when it is something else by now.
     *
     * @param path absolute; @param change of its bytes, each a character
     * @throws LaunchFailedException when it is not there
     */
    void changeFile(String machine, String container, String path, UnaryOperator<String> change);

    /** Freezes all processes of a container (cgroup freezer). */
    void pause(String machine, String container);

    void unpause(String machine, String container);

    /** Host process ids in the container's control group, its shim not among them. */
    List<Integer> processes(String machine, String container);

    /** Host process ids of the machine itself, and of what it has started outside of its containers. */
    List<Integer> processes(String machine);

    /** Removes what is left of an ended container in the kernel: control group, network end. Its disk stays. Can be called twice. */
    void releaseContainer(String machine, String container);

    /**
     * Changes the limits that are there; others stay as they are. Less than 0: no limit.
     *
     * @param container that runs; empty: the machine with all of its containers
     */
    void limit(String machine, Optional<String> container, ResourceLimits limits);

    /** What it uses. @param container that runs; empty: the machine with all of its containers */
    ResourceUsage usage(String machine, Optional<String> container);

    /** Processes that the launcher still keeps from an earlier engine, by key: still running, or ended and not yet forgotten. */
    Map<String, SandboxProcess> kept();

    /** Completes nothing and kills nothing: machines go on. Closes the connection to the launcher. */
    @Override
    void close();

    /** @param listener called with the machine's name, on the input/output thread, when its first process has ended and was not asked to */
    void onMachineEnded(Consumer<String> listener);
}
