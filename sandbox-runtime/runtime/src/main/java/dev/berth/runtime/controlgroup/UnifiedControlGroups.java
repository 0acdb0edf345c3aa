package dev.berth.runtime.controlgroup;

import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.ResourceLimits;
import dev.berth.runtime.ResourceUsage;
import dev.berth.runtime.plan.Placement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** cgroup v2, see cgroups(7) and the kernel's Documentation/admin-guide/cgroup-v2.rst. */
final class UnifiedControlGroups implements ControlGroups {
    private static final String MACHINE_PROCESSES = "init";
    /** What is not on this host, a container cannot be limited in; what it reads and writes is only counted. */
    private static final List<String> WANTED = List.of("memory", "pids", "cpu", "cpuset", "io");
    private static final long USUAL_PERIOD = 100_000;
    private static final String PROCESSES = "cgroup.procs";
    private static final String MEMORY = "memory.max";
    private static final String MOST_PROCESSES = "pids.max";
    private static final String FREEZE = "cgroup.freeze";
    private static final String SUBTREE = "cgroup.subtree_control";
    /** What the kernel takes back of a group when it needs memory: pages of files that are on the disk, and what it remembers of files. */
    private static final List<String> RETURNABLE = List.of("active_file", "inactive_file", "slab_reclaimable");
    /** The machine's root may make groups, each a piece of the host's memory: as many as a machine's containers need, and some to play with. */
    private static final String MOST_GROUPS = "256";

    private final GroupFolder copy;
    private final GroupFolder root;

    UnifiedControlGroups(Path mount, String tag) {
        this.root = new GroupFolder(mount);
        this.copy = root.child("berth").child(tag);
    }

    static boolean available() {
        return new GroupFolder(MOUNT).read("cgroup.controllers").filter(controllers -> controllers.contains("memory")).isPresent();
    }

    @Override
    public boolean unified() {
        return true;
    }

    /** At the root of the hierarchy, beside systemd's slices: wherever the engine itself runs, its own group may not have children with controllers. */
    private GroupFolder createCopy() {
        String controllers = controllers();
        root.write(SUBTREE, controllers);
        root.child("berth").create().write(SUBTREE, controllers);
        copy.create().write(SUBTREE, controllers);
        return copy;
    }

    @Override
    public boolean limitMachines(long memoryBytes) {
        createCopy().write(MEMORY, Long.toString(memoryBytes));
        return true;
    }

    @Override
    public OptionalLong machinesLimit() {
        return copy.limit(MEMORY);
    }

    @Override
    public OptionalLong memoryLeft() {
        OptionalLong limit = machinesLimit();
        if (limit.isEmpty()) {
            return limit;
        }
        Map<String, Long> details = copy.fields("memory.stat");
        long returnable = RETURNABLE.stream().mapToLong(name -> details.getOrDefault(name, 0L)).sum();
        return OptionalLong.of(limit.getAsLong() - copy.number("memory.current") + returnable);
    }

    @Override
    public void createMachine(String machine, ResourceLimits limits) {
        GroupFolder group = createCopy().child(machine).create();
        group.write("cgroup.max.descendants", MOST_GROUPS);
        limit(group, limits, 0);
    }

    private String controllers() {
        List<String> present = root.read("cgroup.controllers").map(text -> List.of(text.split(" "))).orElse(List.of());
        return WANTED.stream().filter(present::contains).map(controller -> "+" + controller).collect(Collectors.joining(" "));
    }

    @Override
    public void settleMachine(String machine, int firstProcess, int owner) {
        GroupFolder group = copy.child(machine);
        group.child(MACHINE_PROCESSES).create().write(PROCESSES, Integer.toString(firstProcess));
        group.write(SUBTREE, controllers());
        // The machine's root may make groups of its own; the limits above stay the host's.
        for (Path path : List.of(group.path(), group.path().resolve(PROCESSES), group.path().resolve(SUBTREE))) {
            try {
                Files.setAttribute(path, "unix:uid", owner);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    @Override
    public void createContainer(String machine, String container, ResourceLimits limits) {
        // Each time: the machine's root can take an empty group away, or make it.
        containersOf(machine).create().write(SUBTREE, controllers());
        boundContainers(machine);
        limit(group(machine, Optional.of(container)).create(), limits, 1);
    }

    private GroupFolder containersOf(String machine) {
        return copy.child(machine).child(CONTAINERS);
    }

    private void boundContainers(String machine) {
        containersOf(machine).write(MOST_PROCESSES, ControlGroups.processesOfContainers(copy.child(machine).limit(MOST_PROCESSES)));
    }

    @Override
    public void limit(String machine, Optional<String> container, ResourceLimits limits) {
        limit(group(machine, container), limits, ControlGroups.shims(container));
        if (container.isEmpty() && containersOf(machine).exists()) {
            boundContainers(machine);
        }
    }

    private GroupFolder group(String machine, Optional<String> container) {
        return container.map(containersOf(machine)::child).orElse(copy.child(machine));
    }

    /** Where the programs are, of a container or of the machine itself. */
    private GroupFolder programs(String machine, Optional<String> container) {
        return container.map(containersOf(machine)::child).orElse(copy.child(machine).child(MACHINE_PROCESSES));
    }

    /** @param shims processes of ours in the group, which do not count for the student */
    private static void limit(GroupFolder group, ResourceLimits limits, int shims) {
        limits.memoryBytes().ifPresent(bytes -> group.write(MEMORY, orMax(bytes)));
        limits.memorySwapBytes().ifPresent(bytes -> group.writeIfKnown("memory.swap.max", orMax(bytes < 0 ? bytes : Math.max(0, bytes - group.limit(MEMORY).orElse(0)))));
        limits.memoryReservationBytes().ifPresent(bytes -> group.write("memory.low", orMax(bytes)));
        limits.processes().ifPresent(count -> group.write(MOST_PROCESSES, orMax(count < 0 ? count : count + shims)));
        limits.cpuShares().ifPresent(shares -> group.write("cpu.weight", Long.toString(ControlGroups.weight(shares))));
        if (limits.cpuQuotaMicroseconds().isPresent() || limits.cpuPeriodMicroseconds().isPresent()) {
            group.write("cpu.max", orMax(limits.cpuQuotaMicroseconds().orElse(-1)) + " " + limits.cpuPeriodMicroseconds().orElse(USUAL_PERIOD));
        }
        writeUnlessEmpty(group, "cpuset.cpus", limits.cpus());
        writeUnlessEmpty(group, "cpuset.mems", limits.memoryNodes());
    }

    private static String orMax(long value) {
        return value < 0 ? NO_LIMIT : Long.toString(value);
    }

    private static void writeUnlessEmpty(GroupFolder group, String file, String value) {
        if (!value.isEmpty()) {
            group.write(file, value);
        }
    }

    @Override
    public ResourceUsage usage(String machine, Optional<String> container) {
        GroupFolder group = group(machine, container);
        Map<String, Long> processor = group.fields("cpu.stat");
        return new ResourceUsage(
                new ResourceUsage.Memory(
                        group.number("memory.current"),
                        0, // Docker does not tell the most of version 2, where older kernels do not know it
                        ControlGroups.lesser(group.limit(MEMORY), copy.child(machine).limit(MEMORY)),
                        group.field("memory.events", "oom"),
                        group.fields("memory.stat")),
                new ResourceUsage.Processor(
                        TimeUnit.MICROSECONDS.toNanos(processor.getOrDefault("usage_usec", 0L)),
                        TimeUnit.MICROSECONDS.toNanos(processor.getOrDefault("user_usec", 0L)),
                        TimeUnit.MICROSECONDS.toNanos(processor.getOrDefault("system_usec", 0L)),
                        List.of(),
                        processor.getOrDefault("nr_periods", 0L),
                        processor.getOrDefault("nr_throttled", 0L),
                        TimeUnit.MICROSECONDS.toNanos(processor.getOrDefault("throttled_usec", 0L))),
                ControlGroups.withoutShims(group.number("pids.current"), group.limit(MOST_PROCESSES), ControlGroups.shims(container)),
                group.read("io.stat").map(DeviceUsage::parse).orElse(List.of()),
                Map.of());
    }

    @Override
    public Placement placement(String machine, Optional<String> container, boolean fresh) {
        GroupFolder group = fresh ? copy.child(machine) : programs(machine, container);
        return new Placement(Optional.of(group.path()), List.of());
    }

    @Override
    public void freeze(String machine, String container, boolean frozen) {
        GroupFolder group = group(machine, Optional.of(container));
        group.write(FREEZE, frozen ? "1" : "0");
        if (frozen && !GroupFolder.comesTrue(() -> group.field("cgroup.events", "frozen") == 1)) {
            group.write(FREEZE, "0");
            throw ControlGroups.notFrozen(group);
        }
    }

    @Override
    public void freezeMachine(String machine, boolean frozen) {
        copy.child(machine).writeIfThere(FREEZE, frozen ? "1" : "0");
    }

    @Override
    public boolean isMachineFrozen(String machine) {
        return copy.child(machine).number(FREEZE) == 1;
    }

    @Override
    public MachineRuntime.Activity activity(String machine) {
        GroupFolder group = copy.child(machine);
        return new MachineRuntime.Activity(group.number("memory.current"), TimeUnit.MICROSECONDS.toNanos(group.field("cpu.stat", "usage_usec")));
    }

    @Override
    public List<Integer> processes(String machine, String container) {
        return group(machine, Optional.of(container)).processes();
    }

    @Override
    public List<Integer> processes(String machine) {
        return copy.child(machine).processesBeneath(CONTAINERS);
    }

    @Override
    public long outOfMemoryKills(String machine, Optional<String> container) {
        return programs(machine, container).field("memory.events", "oom_kill");
    }

    @Override
    public void removeContainer(String machine, String container) {
        remove(group(machine, Optional.of(container)));
    }

    @Override
    public void removeMachine(String machine) {
        remove(copy.child(machine));
    }

    private static void remove(GroupFolder group) {
        if (group.exists()) {
            group.write("cgroup.kill", "1"); // kills frozen ones, too
            group.remove();
        }
    }

    @Override
    public List<String> machines() {
        return copy.children().stream().map(group -> group.path().getFileName().toString()).toList();
    }

    @Override
    public SortedSet<String> containers(String machine) {
        return containersOf(machine).ownChildren();
    }

    @Override
    public void removeEmpty() {
        if (copy.exists() && copy.children().isEmpty()) {
            copy.remove();
        }
        if (root.child("berth").children().isEmpty()) {
            root.child("berth").remove();
        }
    }
}
