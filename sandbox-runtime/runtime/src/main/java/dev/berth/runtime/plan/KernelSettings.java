package dev.berth.runtime.plan;

import java.util.Set;

/** Kernel settings by dotted name, as {@code docker run --sysctl} has them: only those that a namespace has for itself. */
final class KernelSettings {
    /** As runc has them. */
    private static final Set<String> OF_COMMUNICATION = Set.of(
            "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced");

    private KernelSettings() {}

    /** @throws IllegalArgumentException if the setting is none of one of these namespaces */
    static LaunchStep step(String name, String value, Set<Namespace> own) {
        boolean communication = OF_COMMUNICATION.contains(name) || name.startsWith("fs.mqueue.");
        boolean separate = communication && own.contains(Namespace.IPC) || name.startsWith("net.") && own.contains(Namespace.NET);
        if (!separate) {
            throw new IllegalArgumentException("sysctl \"" + name + "\" is not in a separate kernel namespace");
        }
        // No dot is left, so no name leads anywhere else.
        return new FileStep.Setting("/proc/sys/" + name.replace('.', '/'), value, true);
    }
}
