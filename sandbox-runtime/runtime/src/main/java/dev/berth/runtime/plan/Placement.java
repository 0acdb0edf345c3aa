package dev.berth.runtime.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The control group of a process to be.
 *
 * @param into cgroup v2: the directory into which the launcher's child is cloned
 * @param joined cgroup v1: the directories, one per controller, that it joins itself
 */
public record Placement(Optional<Path> into, List<Path> joined) {
    /** The folder in each hierarchy that is ours. */
    private static final Path OURS = Path.of("berth");

    /** cgroup v1: the hierarchies of {@link #joined}, by the names of their controllers. */
    List<String> controllers() {
        List<String> names = new ArrayList<>();
        for (Path group : joined) {
            for (int part = 1; part < group.getNameCount(); part++) {
                if (group.getName(part).equals(OURS)) {
                    names.add(group.getName(part - 1).toString());
                    break;
                }
            }
        }
        return names;
    }
}
