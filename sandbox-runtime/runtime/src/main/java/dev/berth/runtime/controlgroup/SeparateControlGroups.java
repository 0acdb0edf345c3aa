package dev.berth.runtime.controlgroup;

import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.ResourceLimits;
import dev.berth.runtime.ResourceUsage;
import dev.berth.runtime.plan.Placement;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * cgroup v1: a hierarchy for each controller, see the kernel's Documentation/admin-guide/cgroup-v1. Not that of block devices: kernels that still have it tell nothing of
 * what went through the page cache.
 */
final class SeparateControlGroups implements ControlGroups {
    private static final String MEMORY_AND_SWAP = "memory.memsw.limit_in_bytes";
    private static final String FREEZER_STATE = "freezer.state";
    private static final String MOST_PROCESSES = "pids.max";
    private static final String MEMORY = "memory.limit_in_bytes";
    /** What the kernel takes back of a group when it needs memory: pages of files that are on the disk. */
    private static final List<String> RETURNABLE = List.of("total_active_file", "total_inactive_file");
    /** The kernel tells user and system time in hundredths of a second. */
    private static final long TICK_NANOSECONDS = 10_000_000;

    private final GroupFolder memory;
    private final GroupFolder pids;
    private final GroupFolder freezer;
    private final GroupFolder processor;
    private final GroupFolder accounting;
    private final GroupFolder processors;
    private final Path mount;
    private final String tag;

    SeparateControlGroups(Path mount, String tag) {
        this.mount = mount;
        this.tag = tag;
        this.memory = hierarchy("memory");
        this.pids = hierarchy("pids");
        this.freezer = hierarchy("freezer");
        this.processor = hierarchy("cpu");
        this.accounting = hierarchy("cpuacct");
        this.processors = hierarchy("cpuset");
    }

    private GroupFolder hierarchy(String controller) {
        return new GroupFolder(mount.resolve(controller).resolve("berth").resolve(tag));
    }

    private Stream<GroupFolder> all() {
        return Stream.of(memory, pids, freezer, processor, accounting, processors);
    }

    @Override
    public boolean unified() {
        return false;
    }

    @Override
    public boolean limitMachines(long memoryBytes) {
        try {
            memory.create().write(MEMORY, Long.toString(memoryBytes));
            return true;
        } catch (UncheckedIOException busy) { // this version ends no programs for a new limit
            return false;
        }
    }

    @Override
    public OptionalLong machinesLimit() {
        OptionalLong limit = memory.limit(MEMORY);
        return limit.orElse(Long.MAX_VALUE) > Long.MAX_VALUE / 2 ? OptionalLong.empty() : limit;
    }

    @Override
    public OptionalLong memoryLeft() {
        OptionalLong limit = machinesLimit();
        if (limit.isEmpty()) {
            return limit;
        }
        Map<String, Long> details = memory.fields("memory.stat");
        long returnable = RETURNABLE.stream().mapToLong(name -> details.getOrDefault(name, 0L)).sum();
        return OptionalLong.of(limit.getAsLong() - memory.number("memory.usage_in_bytes") + returnable);
    }

    @Override
    public void createMachine(String machine, ResourceLimits limits) {
        create(machine);
        limit(machine, limits, 0);
    }

    @Override
    public void settleMachine(String machine, int firstProcess, int owner) {
        // The machine's first process may stay in the group that its containers' groups are beneath.
    }

    @Override
    public void createContainer(String machine, String container, ResourceLimits limits) {
        String group = group(machine, Optional.of(container));
        create(group);
        boundContainers(machine);
        limit(group, limits, 1);
    }

    private static String containersOf(String machine) {
        return machine + "/" + CONTAINERS;
    }

    private void boundContainers(String machine) {
        pids.child(containersOf(machine)).write(MOST_PROCESSES, ControlGroups.processesOfContainers(pids.child(machine).limit(MOST_PROCESSES)));
    }

    private void create(String group) {
        all().forEach(controller -> controller.child(group).create());
        inheritProcessors(processors.child(group));
    }

    /** A new group may run nowhere, until it is told the processors and memory nodes of the one above. */
    private void inheritProcessors(GroupFolder group) {
        for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
            if (group.read(file).filter(String::isEmpty).isPresent()) {
                GroupFolder above = new GroupFolder(group.path().getParent());
                inheritProcessors(above);
                group.write(file, above.read(file).orElse("0"));
            }
        }
    }

    @Override
    public void limit(String machine, Optional<String> container, ResourceLimits limits) {
        limit(group(machine, container), limits, ControlGroups.shims(container));
        if (container.isEmpty() && pids.child(containersOf(machine)).exists()) {
            boundContainers(machine);
        }
    }

    /** @param shims processes of ours in the group, which do not count for the student */
    private void limit(String group, ResourceLimits limits, int shims) {
        limitMemory(memory.child(group), limits);
        limits.processes().ifPresent(count -> pids.child(group).write(MOST_PROCESSES, count < 0 ? NO_LIMIT : Long.toString(count + shims)));
        limits.cpuShares().ifPresent(shares -> processor.child(group).write("cpu.shares", Long.toString(shares)));
        limits.cpuPeriodMicroseconds().ifPresent(time -> processor.child(group).write("cpu.cfs_period_us", Long.toString(time)));
        limits.cpuQuotaMicroseconds().ifPresent(time -> processor.child(group).write("cpu.cfs_quota_us", Long.toString(time)));
        if (!limits.cpus().isEmpty()) {
            processors.child(group).write("cpuset.cpus", limits.cpus());
        }
        if (!limits.memoryNodes().isEmpty()) {
            processors.child(group).write("cpuset.mems", limits.memoryNodes());
        }
    }

    /** The kernel refuses a limit of memory above the one of memory with swap, so which comes first depends on what is there. */
    private static void limitMemory(GroupFolder group, ResourceLimits limits) {
        OptionalLong both = group.limit(MEMORY_AND_SWAP);
        boolean swapFirst = limits.memorySwapBytes().isPresent() && both.isPresent()
                && (limits.memorySwapBytes().getAsLong() < 0 || limits.memorySwapBytes().getAsLong() > both.getAsLong());
        if (swapFirst) {
            limitSwap(group, limits);
        }
        limits.memoryBytes().ifPresent(bytes -> group.write(MEMORY, Long.toString(bytes)));
        if (!swapFirst) {
            limitSwap(group, limits);
        }
        limits.memoryReservationBytes().ifPresent(bytes -> group.write("memory.soft_limit_in_bytes", Long.toString(bytes)));
        if (limits.outOfMemoryKillDisabled()) {
            group.write("memory.oom_control", "1");
        }
    }

    private static void limitSwap(GroupFolder group, ResourceLimits limits) {
        limits.memorySwapBytes().ifPresent(bytes -> group.writeIfKnown(MEMORY_AND_SWAP, Long.toString(bytes)));
    }

    @Override
    public ResourceUsage usage(String machine, Optional<String> container) {
        String group = group(machine, container);
        GroupFolder used = memory.child(group);
        Map<String, Long> details = used.fields("memory.stat");
        Map<String, Long> throttling = processor.child(group).fields("cpu.stat");
        Map<String, Long> ticks = accounting.child(group).fields("cpuacct.stat");
        List<Long> each = accounting.child(group).read("cpuacct.usage_percpu").stream()
                .flatMap(text -> Stream.of(text.split(" "))).map(Long::valueOf).toList();
        return new ResourceUsage(
                new ResourceUsage.Memory(
                        used.number("memory.usage_in_bytes"), used.number("memory.max_usage_in_bytes"), hierarchical(details), used.number("memory.failcnt"), details),
                new ResourceUsage.Processor(
                        accounting.child(group).number("cpuacct.usage"),
                        ticks.getOrDefault("user", 0L) * TICK_NANOSECONDS,
                        ticks.getOrDefault("system", 0L) * TICK_NANOSECONDS,
                        each,
                        throttling.getOrDefault("nr_periods", 0L),
                        throttling.getOrDefault("nr_throttled", 0L),
                        throttling.getOrDefault("throttled_time", 0L)),
                ControlGroups.withoutShims(pids.child(group).number("pids.current"), pids.child(group).limit(MOST_PROCESSES), ControlGroups.shims(container)),
                List.of(),
                Map.of());
    }

    /** The least limit of all groups above it; the kernel writes none as a number that no computer has. */
    private static OptionalLong hierarchical(Map<String, Long> details) {
        long limit = details.getOrDefault("hierarchical_memory_limit", Long.MAX_VALUE);
        return limit > Long.MAX_VALUE / 2 ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    private static String group(String machine, Optional<String> container) {
        return container.map(id -> containersOf(machine) + "/" + id).orElse(machine);
    }

    @Override
    public Placement placement(String machine, Optional<String> container, boolean fresh) {
        String group = group(machine, container);
        return new Placement(Optional.empty(), all().map(controller -> controller.child(group).path()).toList());
    }

    @Override
    public void freeze(String machine, String container, boolean frozen) {
        GroupFolder group = freezer.child(group(machine, Optional.of(container)));
        if (!frozen) {
            group.write(FREEZER_STATE, "THAWED");
        } else if (!GroupFolder.comesTrue(() -> isFrozen(group))) {
            thaw(group);
            throw ControlGroups.notFrozen(group);
        }
    }

    /** Asked for each time: a process that was made meanwhile keeps the group from it until then. */
    private static boolean isFrozen(GroupFolder group) {
        group.write(FREEZER_STATE, "FROZEN");
        return group.read(FREEZER_STATE).filter("FROZEN"::equals).isPresent();
    }

    @Override
    public void freezeMachine(String machine, boolean frozen) {
        freezer.child(machine).writeIfThere(FREEZER_STATE, frozen ? "FROZEN" : "THAWED");
    }

    @Override
    public boolean isMachineFrozen(String machine) {
        return freezer.child(machine).number("freezer.self_freezing") == 1;
    }

    @Override
    public MachineRuntime.Activity activity(String machine) {
        return new MachineRuntime.Activity(memory.child(machine).number("memory.usage_in_bytes"), accounting.child(machine).number("cpuacct.usage"));
    }

    @Override
    public List<Integer> processes(String machine, String container) {
        return pids.child(group(machine, Optional.of(container))).processes();
    }

    @Override
    public List<Integer> processes(String machine) {
        return pids.child(machine).processesBeneath(CONTAINERS);
    }

    @Override
    public long outOfMemoryKills(String machine, Optional<String> container) {
        return memory.child(group(machine, container)).field("memory.oom_control", "oom_kill");
    }

    @Override
    public void removeContainer(String machine, String container) {
        remove(group(machine, Optional.of(container)));
    }

    @Override
    public void removeMachine(String machine) {
        freezer.child(containersOf(machine)).children().forEach(SeparateControlGroups::thaw);
        remove(machine);
    }

    private void remove(String group) {
        thaw(freezer.child(group));
        all().map(controller -> controller.child(group)).filter(GroupFolder::exists).forEach(GroupFolder::remove);
    }

    /** A frozen process does not even die. */
    private static void thaw(GroupFolder group) {
        group.writeIfThere(FREEZER_STATE, "THAWED");
    }

    @Override
    public List<String> machines() {
        return pids.children().stream().map(group -> group.path().getFileName().toString()).toList();
    }

    @Override
    public SortedSet<String> containers(String machine) {
        SortedSet<String> containers = new TreeSet<>();
        all().forEach(controller -> containers.addAll(controller.child(containersOf(machine)).ownChildren()));
        return containers;
    }

    @Override
    public void removeEmpty() {
        all().forEach(controller -> {
            if (controller.exists() && controller.children().isEmpty()) {
                controller.remove();
            }
            GroupFolder berth = new GroupFolder(controller.path().getParent());
            if (berth.exists() && berth.children().isEmpty()) {
                berth.remove();
            }
        });
    }
}
