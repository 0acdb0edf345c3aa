package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.NOT_MODIFIED;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.HostOptions;
import dev.berth.engine.container.option.ResourceRules;
import dev.berth.engine.container.option.Resources;
import dev.berth.engine.container.option.Resources.ProcessLimit;
import dev.berth.engine.container.option.SettingRules;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What Docker and runc look at only when a container starts, in their words; {@link dev.berth.engine.container.option.OptionRules} are looked at when it is made. */
final class StartRules {
    private static final String RUNC = "failed to create shim task: OCI runtime create failed: runc create failed: ";
    private static final String IN_CONTAINER = "unable to start container process: error during container init: ";
    private static final String IN_GROUP = RUNC + IN_CONTAINER + "error setting cgroup config for procHooks process: ";
    private static final String UNKNOWN = ": unknown";
    private static final int LONGEST_HOSTNAME = 64;
    private static final Set<String> IPC_MODES = Set.of("", "private", "none", "shareable", "host");

    /** The kernel's numbers of them, which runc speaks of. */
    private static final Map<String, Integer> PROCESS_LIMITS = Map.ofEntries(
            Map.entry("cpu", 0), Map.entry("fsize", 1), Map.entry("data", 2), Map.entry("stack", 3), Map.entry("core", 4), Map.entry("rss", 5), Map.entry("nproc", 6),
            Map.entry("nofile", 7), Map.entry("memlock", 8), Map.entry("locks", 10), Map.entry("sigpending", 11), Map.entry("msgqueue", 12), Map.entry("nice", 13),
            Map.entry("rtprio", 14), Map.entry("rttime", 15));

    private static final Set<String> TEMPORARY_FLAGS = Set.of(
            "defaults", "ro", "rw", "suid", "nosuid", "dev", "nodev", "exec", "noexec", "sync", "async", "dirsync", "remount", "mand", "nomand", "atime", "noatime",
            "diratime", "nodiratime", "bind", "rbind", "unbindable", "runbindable", "private", "rprivate", "shared", "rshared", "slave", "rslave", "relatime",
            "norelatime", "strictatime", "nostrictatime");
    private static final Set<String> TEMPORARY_VALUES = Set.of("mode", "size", "uid", "gid", "nr_inodes", "nr_blocks", "mpol");

    private StartRules() {}

    /** @throws EngineException with Docker's text, when a container in this state is not to be started */
    static void refuseUnlessStartable(ContainerState state) {
        if (state instanceof ContainerState.Running || state instanceof ContainerState.Restarting) {
            throw new EngineException(NOT_MODIFIED, "Container is already started");
        }
        if (state instanceof ContainerState.Paused) {
            throw new EngineException(CONFLICT, "cannot start a paused container, try unpause instead");
        }
        if (state instanceof ContainerState.Removing) {
            throw markedForRemoval();
        }
    }

    static EngineException markedForRemoval() {
        return new EngineException(CONFLICT, "container is marked for removal and cannot be started");
    }

    /** @param unified whether version 2 of control groups is to limit it. @throws EngineException SYSTEM */
    static void check(ContainerRecord record, boolean unified) {
        HostOptions host = record.config().host();
        String ipc = host.namespaces().ipc();
        refuseIf(!IPC_MODES.contains(ipc) && !ipc.startsWith("container:"), "Invalid IPC mode: " + ipc);
        host.mounts().temporary().values().forEach(StartRules::checkTemporary);
        LogSettings.of(record.config()).limits();
        LogDetails.require(record);
        host.resources().processLimits().forEach(StartRules::check);
        checkProcessors(host.resources(), unified);
        SettingRules.wrong(host).ifPresent(reason -> refuseIf(true, RUNC + reason + UNKNOWN));
        refuseIf(record.hostname().length() > LONGEST_HOSTNAME, RUNC + IN_CONTAINER + "sethostname: invalid argument" + UNKNOWN);
    }

    private static void checkTemporary(String options) {
        for (String option : options.isEmpty() ? new String[0] : options.split(",", -1)) {
            String[] parts = option.split("=", 2);
            boolean known = TEMPORARY_FLAGS.contains(option) || (parts.length == 2 && TEMPORARY_VALUES.contains(parts[0]));
            refuseIf(!known, "invalid tmpfs option " + Arrays.stream(parts).map(part -> "\"" + part + "\"").collect(Collectors.joining(" ", "[", "]")));
        }
    }

    private static void checkProcessors(Resources asked, boolean unified) {
        long shares = asked.cpuShares().orElse(0);
        refuseIf(shares < 0, "shares: invalid argument");
        ResourceRules.wrongShares(shares, unified).ifPresent(reason -> refuseIf(true, IN_GROUP + reason + UNKNOWN));
        ResourceRules.wrongQuota(asked, unified).ifPresent(reason -> refuseIf(true, IN_GROUP + reason + UNKNOWN));
    }

    private static void check(ProcessLimit limit) {
        Integer number = PROCESS_LIMITS.get(limit.name());
        refuseIf(number == null, RUNC + "wrong rlimit value: RLIMIT_" + limit.name().toUpperCase(Locale.ROOT) + UNKNOWN);
        refuseIf(limit.hard() >= 0 && (limit.soft() > limit.hard() || limit.soft() < 0),
                RUNC + IN_CONTAINER + "error setting rlimits for ready process: error setting rlimit type " + number + ": invalid argument" + UNKNOWN);
    }

    private static void refuseIf(boolean wrong, String message) {
        if (wrong) {
            throw new EngineException(SYSTEM, message);
        }
    }
}
