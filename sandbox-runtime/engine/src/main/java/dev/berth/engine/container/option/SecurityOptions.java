package dev.berth.engine.container.option;

import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import java.util.List;
import java.util.Set;

/**
 * What {@code --security-opt} asks for. The host has neither AppArmor profiles nor SELinux labels for containers: a name is kept, and shown until a start, as by a Docker on
 * such a host. {@code seccomp=unconfined} leaves the filter of the machine itself, which is what keeps students from each other.
 *
 * @param noNewPrivileges no program gains rights by set-user-id
 * @param appArmorProfile {@code ""}: none was named
 * @param unconfined its programs may make all system calls that the machine's own may
 */
public record SecurityOptions(boolean noNewPrivileges, String appArmorProfile, boolean unconfined) {
    private static final String UNCONFINED = "unconfined";
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    /** @throws EngineException SYSTEM in Docker's words when it is no such option; others, with the reason, when machines cannot have it */
    public static SecurityOptions parse(List<String> options) {
        boolean noNewPrivileges = false;
        String profile = "";
        boolean unconfined = false;
        for (String option : options) {
            int end = option.indexOf('=') < 0 ? option.indexOf(':') : option.indexOf('=');
            String name = end < 0 ? option : option.substring(0, end);
            String value = end < 0 ? "" : option.substring(end + 1);
            if (end < 0) {
                if (!name.equals("no-new-privileges")) {
                    throw new EngineException(SYSTEM, "invalid --security-opt 1: \"" + option + "\"");
                }
                noNewPrivileges = true;
                continue;
            }
            switch (name) {
                case "label" -> { }
                case "apparmor" -> profile = value;
                case "seccomp" -> unconfined = isUnconfined(value);
                case "no-new-privileges" -> noNewPrivileges = flag(option, value);
                default -> throw unknown(option);
            }
        }
        return new SecurityOptions(noNewPrivileges, profile, unconfined);
    }

    private static boolean isUnconfined(String profile) {
        if (!profile.equals(UNCONFINED)) {
            throw new EngineException(NOT_IMPLEMENTED,
                    "seccomp profiles of your own are not supported here: leave it out to have Docker's default one, or say seccomp=unconfined");
        }
        return true;
    }

    private static boolean flag(String option, String value) {
        if (!TRUE.contains(value) && !FALSE.contains(value)) {
            throw unknown(option);
        }
        return TRUE.contains(value);
    }

    private static EngineException unknown(String option) {
        return new EngineException(SYSTEM, "invalid --security-opt 2: \"" + option + "\"");
    }
}
