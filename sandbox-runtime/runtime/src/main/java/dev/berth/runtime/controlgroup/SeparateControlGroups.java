package dev.berth.runtime.controlgroup;

import dev.berth.runtime.ResourceLimits;
import dev.berth.runtime.plan.Placement;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** cgroup v1: a hierarchy for each controller, see the kernel's Documentation/admin-guide/cgroup-v1. */
final class SeparateControlGroups implements ControlGroups {
    private final GroupFolder memory;
    private final GroupFolder pids;
    private final GroupFolder freezer;
    private final Path mount;
    private final String tag;

    SeparateControlGroups(Path mount, String tag) {
        this.mount = mount;
        this.tag = tag;
        this.memory = hierarchy("memory");
        this.pids = hierarchy("pids");
        this.freezer = hierarchy("freezer");
    }

    private GroupFolder hierarchy(String controller) {
        return new GroupFolder(mount.resolve(controller).resolve("berth").resolve(tag));
    }

    private Stream<GroupFolder> all() {
        return Stream.of(memory, pids, freezer);
    }

    @Override
    public void createMachine(String machine, ResourceLimits limits) {
        all().forEach(controller -> controller.child(machine).create());
        limit(machine, limits, 0);
    }

    @Override
    public void settleMachine(String machine, int firstProcess, int owner) {
        // The machine's first process may stay in the group that its containers' groups are beneath.
    }

    @Override
    public void createContainer(String machine, String container, ResourceLimits limits) {
        String group = machine + "/" + container;
        all().forEach(controller -> controller.child(group).create());
        limit(group, limits, 1);
    }

    /** @param shims processes of ours in the group, which do not count for the student */
    private void limit(String group, ResourceLimits limits, int shims) {
        limits.memoryBytes().ifPresent(bytes -> memory.child(group).write("memory.limit_in_bytes", Long.toString(bytes)));
        limits.processes().ifPresent(count -> pids.child(group).write("pids.max", Long.toString(count + shims)));
    }

    private static String group(String machine, Optional<String> container) {
        return container.map(id -> machine + "/" + id).orElse(machine);
    }

    @Override
    public Placement placement(String machine, Optional<String> container, boolean fresh) {
        String group = group(machine, container);
        return new Placement(Optional.empty(), all().map(controller -> controller.child(group).path()).toList());
    }

    @Override
    public void freeze(String machine, String container, boolean frozen) {
        freezer.child(machine).child(container).write("freezer.state", frozen ? "FROZEN" : "THAWED");
    }

    @Override
    public List<Integer> processes(String machine, String container) {
        return pids.child(machine).child(container).processes();
    }

    @Override
    public long memoryUsage(String machine) {
        return memory.child(machine).read("memory.usage_in_bytes").map(Long::parseLong).orElse(0L);
    }

    @Override
    public long outOfMemoryKills(String machine, Optional<String> container) {
        return memory.child(group(machine, container)).field("memory.oom_control", "oom_kill");
    }

    @Override
    public void removeContainer(String machine, String container) {
        remove(machine + "/" + container);
    }

    @Override
    public void removeMachine(String machine) {
        freezer.child(machine).children().forEach(SeparateControlGroups::thaw);
        remove(machine);
    }

    private void remove(String group) {
        thaw(freezer.child(group));
        all().map(controller -> controller.child(group)).filter(GroupFolder::exists).forEach(GroupFolder::remove);
    }

    /** A frozen process does not even die. */
    private static void thaw(GroupFolder group) {
        group.writeIfThere("freezer.state", "THAWED");
    }

    @Override
    public List<String> machines() {
        return pids.children().stream().map(group -> group.path().getFileName().toString()).toList();
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
