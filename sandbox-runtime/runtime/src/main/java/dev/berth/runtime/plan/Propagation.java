package dev.berth.runtime.plan;

import java.util.Arrays;
import java.util.Optional;

/** Whether mounts beneath a bind show on its other side, see mount_namespaces(7). */
public enum Propagation {
    RPRIVATE("rprivate", 1 << 18 | Propagation.RECURSIVE),
    PRIVATE("private", 1 << 18),
    RSLAVE("rslave", 1 << 19 | Propagation.RECURSIVE),
    SLAVE("slave", 1 << 19),
    RSHARED("rshared", 1 << 20 | Propagation.RECURSIVE),
    SHARED("shared", 1 << 20),
    RUNBINDABLE("runbindable", 1 << 17 | Propagation.RECURSIVE),
    UNBINDABLE("unbindable", 1 << 17);

    private static final int RECURSIVE = 1 << 14;

    private final String text;
    private final int flags;

    Propagation(String text, int flags) {
        this.text = text;
        this.flags = flags;
    }

    /** @param text as Docker has it; empty: its default. @throws IllegalArgumentException if there is none of that name */
    public static Propagation of(String text) {
        if (text.isEmpty()) {
            return RPRIVATE;
        }
        return find(text).orElseThrow(() -> new IllegalArgumentException("invalid propagation mode \"" + text + "\", use rprivate, rslave or rshared"));
    }

    static Optional<Propagation> find(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }

    /** As mount(2) has them. */
    int flags() {
        return flags;
    }

    @Override
    public String toString() {
        return text;
    }
}
