package dev.berth.engine.container.option;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.runtime.plan.Capability;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code --cap-add} and {@code --cap-drop} leave a container's root: never more than the root of its machine has. */
public final class Capabilities {
    private static final String ALL = "ALL";
    private static final String PREFIX = "CAP_";

    /** What Docker leaves without any option. */
    private static final Set<String> USUAL = Set.of(
            "chown", "dac_override", "fsetid", "fowner", "mknod", "net_raw", "setgid", "setuid", "setfcap", "setpcap", "net_bind_service", "sys_chroot", "kill",
            "audit_write");

    /** Docker 20.10 knows none of the later ones. */
    private static final Set<Capability> KNOWN = EnumSet.range(Capability.CHOWN, Capability.AUDIT_READ);

    private static final Set<String> MACHINE = Capability.MACHINE.stream().map(each -> each.name().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());

    private Capabilities() {}

    /** @throws EngineException INVALID_PARAMETER when one is unknown */
    static void check(HostOptions.Privileges privileges) {
        check("CapAdd", privileges.added());
        check("CapDrop", privileges.dropped());
    }

    private static void check(String option, List<String> names) {
        for (String name : names) {
            if (!name.equalsIgnoreCase(ALL) && known(name).isEmpty()) {
                throw new EngineException(INVALID_PARAMETER, "invalid " + option + ": unknown capability: \"" + upper(name) + "\"");
            }
        }
    }

    /** By the names that the runtime has for them, e.g. {@code chown}. As Docker: {@code ALL} added wins over {@code ALL} dropped, and one added over the same dropped. */
    public static Set<String> of(HostOptions.Privileges privileges) {
        Set<String> kept = new HashSet<>();
        if (hasAll(privileges.added())) {
            kept.addAll(MACHINE);
            kept.removeAll(names(privileges.dropped()));
        } else {
            if (!hasAll(privileges.dropped())) {
                kept.addAll(USUAL);
                kept.removeAll(names(privileges.dropped()));
            }
            kept.addAll(names(privileges.added()));
            kept.retainAll(MACHINE);
        }
        return Set.copyOf(kept);
    }

    private static boolean hasAll(List<String> names) {
        return names.stream().anyMatch(ALL::equalsIgnoreCase);
    }

    private static Set<String> names(List<String> names) {
        return names.stream().flatMap(name -> known(name).stream()).collect(Collectors.toSet());
    }

    private static Optional<String> known(String name) {
        String bare = upper(name).substring(PREFIX.length());
        return KNOWN.stream().map(Capability::name).filter(bare::equals).map(each -> each.toLowerCase(Locale.ROOT)).findFirst();
    }

    private static String upper(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.startsWith(PREFIX) ? upper : PREFIX + upper;
    }
}
