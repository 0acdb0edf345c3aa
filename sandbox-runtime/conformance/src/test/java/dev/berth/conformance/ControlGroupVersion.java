package dev.berth.conformance;

import java.nio.file.Files;
import java.nio.file.Path;

/** Of the host's control groups: what Docker says of limits depends on it. */
final class ControlGroupVersion {
    private static final boolean UNIFIED = Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));

    private ControlGroupVersion() {}

    /** What Docker says on this host. */
    static <T> T between(T first, T second) {
        return UNIFIED ? second : first;
    }
}
