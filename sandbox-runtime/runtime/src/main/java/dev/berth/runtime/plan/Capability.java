package dev.berth.runtime.plan;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Capabilities of capabilities(7), in the kernel's order: the number of each is its place. */
public enum Capability {
    CHOWN, DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER, FSETID, KILL, SETGID, SETUID, SETPCAP, LINUX_IMMUTABLE, NET_BIND_SERVICE, NET_BROADCAST, NET_ADMIN,
    NET_RAW, IPC_LOCK, IPC_OWNER, SYS_MODULE, SYS_RAWIO, SYS_CHROOT, SYS_PTRACE, SYS_PACCT, SYS_ADMIN, SYS_BOOT, SYS_NICE, SYS_RESOURCE, SYS_TIME,
    SYS_TTY_CONFIG, MKNOD, LEASE, AUDIT_WRITE, AUDIT_CONTROL, SETFCAP, MAC_OVERRIDE, MAC_ADMIN, SYSLOG, WAKE_ALARM, BLOCK_SUSPEND, AUDIT_READ, PERFMON,
    BPF, CHECKPOINT_RESTORE;

    /**
     * What the root of a machine keeps. The user namespace already makes the others powerless; without them no program tries.
     * SETPCAP and SETFCAP let containers' images be unpacked and sudo work; NET_ADMIN and SYS_ADMIN let students use ip, iptables, unshare and mount.
     */
    public static final Set<Capability> MACHINE = EnumSet.complementOf(EnumSet.of(
            SYS_MODULE, SYS_RAWIO, SYS_PACCT, SYS_BOOT, SYS_TIME, SYS_TTY_CONFIG, AUDIT_CONTROL, MAC_OVERRIDE, MAC_ADMIN, SYSLOG, WAKE_ALARM,
            BLOCK_SUSPEND, AUDIT_READ, PERFMON, BPF, CHECKPOINT_RESTORE));

    /** @param name without {@code CAP_}, in any case. @throws IllegalArgumentException if there is none of that name */
    static Capability of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Those whose bits are set, as {@code /proc/PID/status} has them. */
    static Set<Capability> ofMask(long mask) {
        return Arrays.stream(values()).filter(capability -> (mask >>> capability.ordinal() & 1) == 1)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Capability.class)));
    }

    static long mask(Set<Capability> capabilities) {
        return capabilities.stream().mapToLong(capability -> 1L << capability.ordinal()).reduce(0, (left, right) -> left | right);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
