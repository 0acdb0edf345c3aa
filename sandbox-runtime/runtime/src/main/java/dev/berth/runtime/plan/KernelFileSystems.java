package dev.berth.runtime.plan;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The steps for what every program expects to find: proc, sysfs, devices. */
final class KernelFileSystems {
    static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom", "tty");
    static final String SHARED_MEMORY = "/dev/shm";

    private static final String CONTROL_GROUPS = "/sys/fs/cgroup";
    /** cgroup v1: what programs read that fit themselves to their limits, as Java does. */
    private static final Set<String> SHOWN = Set.of("cpu", "cpuacct", "cpuset", "memory", "pids");

    private static final Set<MountAttribute> SEALED = EnumSet.of(MountAttribute.NOSUID, MountAttribute.NODEV, MountAttribute.NOEXEC);
    private static final Set<MountAttribute> SEALED_READ_ONLY = EnumSet.allOf(MountAttribute.class);
    /** As runc's default specification and Docker mask them. */
    private static final List<String> MASKED = List.of(
            "/proc/asound", "/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug",
            "/proc/scsi", "/sys/firmware");
    private static final List<String> READ_ONLY = List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private KernelFileSystems() {}

    /** All but {@link #SHARED_MEMORY}, which comes after them. */
    static void mount(List<LaunchStep> steps, boolean readOnly, Placement placement) {
        Set<MountAttribute> system = readOnly ? SEALED_READ_ONLY : SEALED;
        steps.add(new MountStep.Mount("proc", "/proc", "", SEALED, false));
        steps.add(new MountStep.Mount("sysfs", "/sys", "", system, false));
        mountControlGroups(steps, system, placement.controllers());
        steps.add(new MountStep.Mount("tmpfs", "/dev", "mode=755,size=64m", EnumSet.of(MountAttribute.NOSUID), false));
        DEVICES.forEach(device -> steps.add(new MountStep.Attach("/device/" + device, "/dev/" + device, false)));
        Set<MountAttribute> terminal = EnumSet.of(MountAttribute.NOSUID, MountAttribute.NOEXEC);
        steps.add(new MountStep.Mount("devpts", "/dev/pts", "newinstance,ptmxmode=0666,mode=620,gid=5", terminal, false));
        steps.add(new MountStep.Mount("mqueue", "/dev/mqueue", "", SEALED, false));
        steps.add(new FileStep.Link("/dev/fd", "/proc/self/fd"));
        steps.add(new FileStep.Link("/dev/stdin", "/proc/self/fd/0"));
        steps.add(new FileStep.Link("/dev/stdout", "/proc/self/fd/1"));
        steps.add(new FileStep.Link("/dev/stderr", "/proc/self/fd/2"));
        steps.add(new FileStep.Link("/dev/core", "/proc/kcore"));
        steps.add(new FileStep.Link("/dev/ptmx", "pts/ptmx"));
    }

    /** Each shows the machine's or container's own group as its top, and its numbers. Hierarchies of several controllers cannot be had by one of their names. */
    private static void mountControlGroups(List<LaunchStep> steps, Set<MountAttribute> system, List<String> separate) {
        if (separate.isEmpty()) {
            steps.add(new MountStep.Mount("cgroup2", CONTROL_GROUPS, "", system, true));
            return;
        }
        steps.add(new MountStep.Mount("tmpfs", CONTROL_GROUPS, "mode=755,size=64k", SEALED, true));
        separate.stream().filter(SHOWN::contains).sorted().forEach(
                controller -> steps.add(new MountStep.Mount("cgroup", CONTROL_GROUPS + "/" + controller, controller, SEALED_READ_ONLY, true)));
    }

    static LaunchStep sharedMemory(long bytes) {
        return new MountStep.Mount("shm", "tmpfs", SHARED_MEMORY, "mode=1777,size=" + bytes, SEALED, false);
    }

    /** What a container that is not privileged must not see or change. */
    static void shut(List<LaunchStep> steps) {
        steps.add(new LaunchStep.Paths(Operation.MASK, MASKED));
        steps.add(new LaunchStep.Paths(Operation.READ_ONLY, READ_ONLY));
    }
}
