package dev.berth.runtime.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The control group of a process to be.
 *
 * @param into cgroup v2: the directory into which the launcher's child is cloned
 * @param joined cgroup v1: the directories, one per controller, that it joins itself
 */
public record Placement(Optional<Path> into, List<Path> joined) {}
