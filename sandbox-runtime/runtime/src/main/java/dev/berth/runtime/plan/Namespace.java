package dev.berth.runtime.plan;

import java.util.Locale;
import java.util.Set;

/** Kinds of namespaces, see namespaces(7), with their clone flags. */
public enum Namespace {
    MOUNT(0x00020000),
    CGROUP(0x02000000),
    UTS(0x04000000),
    IPC(0x08000000),
    PID(0x20000000),
    NET(0x40000000);

    private final int flag;

    Namespace(int flag) {
        this.flag = flag;
    }

    static int flags(Set<Namespace> namespaces) {
        return namespaces.stream().mapToInt(namespace -> namespace.flag).reduce(0, (left, right) -> left | right);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
