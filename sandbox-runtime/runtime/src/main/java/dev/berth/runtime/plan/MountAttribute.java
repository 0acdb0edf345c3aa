package dev.berth.runtime.plan;

import java.util.Locale;
import java.util.Set;

/** Attributes of one mount, see mount_setattr(2). */
public enum MountAttribute {
    RO(0x1),
    NOSUID(0x2),
    NODEV(0x4),
    NOEXEC(0x8);

    private final int bit;

    MountAttribute(int bit) {
        this.bit = bit;
    }

    static int bits(Set<MountAttribute> attributes) {
        return attributes.stream().mapToInt(attribute -> attribute.bit).reduce(0, (left, right) -> left | right);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
