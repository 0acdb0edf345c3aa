package dev.berth.runtime.controlgroup;

import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.ResourceLimits;
import dev.berth.runtime.ResourceUsage;
import dev.berth.runtime.plan.Placement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.stream.LongStream;

/**
 * The control groups of one copy of Berth on this host, at {@code berth/<tag>/<machine>[/docker/<container>]}: what machines and containers may use, and what they did.
 * On cgroup v2 the processes of the machine itself are in {@code <machine>/init}, since a group with controllers for its children has no processes of its own.
 */
public sealed interface ControlGroups permits UnifiedControlGroups, SeparateControlGroups {

    /** Where the kernel shows them. */
    Path MOUNT = Path.of("/sys/fs/cgroup");

    /** The group above a machine's containers, where Docker has it. Beside it the machine's own programs have their share of the processor, however many containers there are. */
    String CONTAINERS = "docker";

    /** Processes that a machine has for its own programs, at most: a docker command is some ten threads. */
    int MOST_KEPT = 64;

    /** The kernel's word for none. */
    String NO_LIMIT = "max";

    /** Of {@link #tagOf}. */
    int TAG_LENGTH = 7;

    /** For this host: version 2 if it has the memory controller there, else version 1. @param tag tells two copies on one host apart */
    static ControlGroups detect(String tag) {
        return UnifiedControlGroups.available() ? new UnifiedControlGroups(MOUNT, tag) : new SeparateControlGroups(MOUNT, tag);
    }

    /** A tag for the copy that has its sockets in this folder: seven hexadecimal digits, fit for control groups, firewall tables and links. */
    static String tagOf(Path runFolder) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(runFolder.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, TAG_LENGTH);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /**
     * How many processes all containers of a machine may have together, as the kernel wants it written: less than the machine, so that whatever they do, its shell can still start a docker command
     * that ends them.
     *
     * @param machine how many the machine may have; empty: as many as it likes
     */
    static String processesOfContainers(OptionalLong machine) {
        return machine.stream().mapToObj(count -> Long.toString(count - Math.min(MOST_KEPT, count / 4))).findFirst().orElse(NO_LIMIT);
    }

    /**
     * What version 2 has for the shares of version 1, as runc reckons it.
     *
     * @return without a sign: 1 to 10000 for 2 to 262144 shares; for others what the kernel may refuse
     */
    static long weight(long shares) {
        return 1 + Long.divideUnsigned((shares - 2) * 9999, 262_142);
    }

    /** What both leave over. */
    static OptionalLong lesser(OptionalLong one, OptionalLong other) {
        return LongStream.concat(one.stream(), other.stream()).min();
    }

    /** How many processes in a group are ours and do not count for the student: a container's shim. */
    static int shims(Optional<String> container) {
        return container.isPresent() ? 1 : 0;
    }

    /** What counts for the student. */
    static ResourceUsage.Processes withoutShims(long count, OptionalLong limit, int shims) {
        return new ResourceUsage.Processes(Math.max(0, count - shims), limit.isPresent() ? OptionalLong.of(limit.getAsLong() - shims) : limit);
    }

    static IllegalStateException notFrozen(GroupFolder group) {
        return new IllegalStateException("control group \"" + group.path() + "\" has processes that do not stand still");
    }

    /** Whether this is version 2. */
    boolean unified();

    /**
     * Bounds the memory of all machines together, page cache included; the limits of each stay. Does so before the first machine and with those that run: what is too much then is taken back, and if
     * need be version 2 ends programs.
     *
     * @return false when version 1 has kept the limit that was, since what machines use does not fit
     */
    boolean limitMachines(long memoryBytes);

    /** What {@link #limitMachines} has set. Empty when they have no limit. */
    OptionalLong machinesLimit();

    /** Memory that machines together may still take: the rest of their limit, and what the kernel can take back of it. Empty when they have no limit. */
    OptionalLong memoryLeft();

    /** Makes the machine's group, empty. */
    void createMachine(String machine, ResourceLimits limits);

    /** Called once the machine's first process runs, before it has children. @param owner host id of the machine's root */
    void settleMachine(String machine, int firstProcess, int owner);

    void createContainer(String machine, String container, ResourceLimits limits);

    /** Changes the limits that are there; others stay as they are. Less than 0: no limit. @param container empty: the machine with all of its containers */
    void limit(String machine, Optional<String> container, ResourceLimits limits);

    /** What is used, a container's shim not counted; the network is not known here. @param container empty: the machine with all of its containers */
    ResourceUsage usage(String machine, Optional<String> container);

    /** Where a process of the machine, or of the container, has to start. @param fresh true for the machine's first process */
    Placement placement(String machine, Optional<String> container, boolean fresh);

    /** Stops all processes of a container, and returns when none runs any more; or lets them go on. @throws IllegalStateException when one cannot be stopped: then all go on */
    void freeze(String machine, String container, boolean frozen);

    /**
     * Stops all processes of a machine and of its containers, without waiting until none runs any more; or lets them go on. Which of its containers are frozen by themselves stays as it is. Nothing
     * happens when it has no group.
     */
    void freezeMachine(String machine, boolean frozen);

    /** Whether {@link #freezeMachine} has stopped it. */
    boolean isMachineFrozen(String machine);

    /** What a machine takes together with its containers: nothing when it has no group. */
    MachineRuntime.Activity activity(String machine);

    /** Host process ids in the container's group. */
    List<Integer> processes(String machine, String container);

    /** Host process ids in the machine's group and beneath, its containers left out. */
    List<Integer> processes(String machine);

    /** How often the kernel killed a process of this group because its memory was at its limit. */
    long outOfMemoryKills(String machine, Optional<String> container);

    /** Kills what is in the group and removes it. Nothing happens when there is none. */
    void removeContainer(String machine, String container);

    /** Kills what is in the machine's group and its containers', and removes them. Nothing happens when there is none. */
    void removeMachine(String machine);

    /** Machines that have a group, running or left by a crash. */
    List<String> machines();

    /** Containers of the machine that have a group, running or left by a crash; groups that the machine's own root has made are not among them. */
    SortedSet<String> containers(String machine);

    /** Removes the copy's own group, and its limit, if no machine is left in it. */
    void removeEmpty();
}
