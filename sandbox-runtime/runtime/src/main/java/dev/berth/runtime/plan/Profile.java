package dev.berth.runtime.plan;

import java.util.Locale;

/** Lists of system calls in the launcher's {@code seccomp.c}. */
public enum Profile {
    /** What even the root of a machine must not call. */
    MACHINE,
    /** Moreover what Docker's default profile refuses to a container without CAP_SYS_ADMIN. */
    CONTAINER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
