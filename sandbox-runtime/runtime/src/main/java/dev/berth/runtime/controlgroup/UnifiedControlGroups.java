package dev.berth.runtime.controlgroup;

import dev.berth.runtime.ResourceLimits;
import dev.berth.runtime.plan.Placement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** cgroup v2, see cgroups(7) and the kernel's Documentation/admin-guide/cgroup-v2.rst. */
final class UnifiedControlGroups implements ControlGroups {
    private static final String MACHINE_PROCESSES = "init";
    private static final String CONTROLLERS = "+memory +pids";
    private static final String PROCESSES = "cgroup.procs";
    private static final String SUBTREE = "cgroup.subtree_control";

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
    public void createMachine(String machine, ResourceLimits limits) {
        // At the root of the hierarchy, beside systemd's slices: wherever the engine itself runs, its own group may not have children with controllers.
        root.write(SUBTREE, CONTROLLERS);
        root.child("berth").create().write(SUBTREE, CONTROLLERS);
        copy.create().write(SUBTREE, CONTROLLERS);
        limit(copy.child(machine).create(), limits, 0);
    }

    @Override
    public void settleMachine(String machine, int firstProcess, int owner) {
        GroupFolder group = copy.child(machine);
        group.child(MACHINE_PROCESSES).create().write(PROCESSES, Integer.toString(firstProcess));
        group.write(SUBTREE, CONTROLLERS);
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
        limit(copy.child(machine).child(container).create(), limits, 1);
    }

    /** @param shims processes of ours in the group, which do not count for the student */
    private static void limit(GroupFolder group, ResourceLimits limits, int shims) {
        limits.memoryBytes().ifPresent(bytes -> group.write("memory.max", Long.toString(bytes)));
        limits.processes().ifPresent(count -> group.write("pids.max", Long.toString(count + shims)));
    }

    @Override
    public Placement placement(String machine, Optional<String> container, boolean fresh) {
        GroupFolder group = copy.child(machine);
        return new Placement(Optional.of(fresh ? group.path() : group.child(container.orElse(MACHINE_PROCESSES)).path()), List.of());
    }

    @Override
    public void freeze(String machine, String container, boolean frozen) {
        copy.child(machine).child(container).write("cgroup.freeze", frozen ? "1" : "0");
    }

    @Override
    public List<Integer> processes(String machine, String container) {
        return copy.child(machine).child(container).processes();
    }

    @Override
    public long memoryUsage(String machine) {
        return copy.child(machine).read("memory.current").map(Long::parseLong).orElse(0L);
    }

    @Override
    public long outOfMemoryKills(String machine, Optional<String> container) {
        return copy.child(machine).child(container.orElse(MACHINE_PROCESSES)).field("memory.events", "oom_kill");
    }

    @Override
    public void removeContainer(String machine, String container) {
        remove(copy.child(machine).child(container));
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
    public void removeEmpty() {
        if (copy.exists() && copy.children().isEmpty()) {
            copy.remove();
        }
        if (root.child("berth").children().isEmpty()) {
            root.child("berth").remove();
        }
    }
}
