package dev.berth.daemon;

import dev.berth.runtime.controlgroup.ControlGroups;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where this copy of Berth lives, from the environment.
 *
 * @param home {@code BERTH_HOME}: folder of its state
 * @param run {@code BERTH_RUN}: folder of its sockets
 * @param labGroup {@code BERTH_LAB_GID}: host group id that may use the sockets beside root
 * @param reservedBytes {@code BERTH_RESERVED_MEMORY}, in MiB: memory of the host that machines cannot have
 */
record Settings(Path home, Path run, int labGroup, long reservedBytes) {
    private static final int MEBIBYTE_SHIFT = 20;

    /** @throws IllegalArgumentException saying which one is wrong */
    static Settings of(Map<String, String> environment) {
        String group = environment.getOrDefault("BERTH_LAB_GID", "0");
        if (!group.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("BERTH_LAB_GID is \"" + group + "\": a group id, a number, is needed");
        }
        return new Settings(
                folder("BERTH_HOME", environment.getOrDefault("BERTH_HOME", "/var/lib/berth")),
                folder("BERTH_RUN", environment.getOrDefault("BERTH_RUN", "/run/berth")),
                Integer.parseInt(group),
                mebibytes("BERTH_RESERVED_MEMORY", environment.getOrDefault("BERTH_RESERVED_MEMORY", "448")));
    }

    private static long mebibytes(String name, String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(name + " is \"" + text + "\": a number of MiB is needed");
        }
        return Long.parseLong(text) << MEBIBYTE_SHIFT;
    }

    private static Path folder(String name, String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException(name + " is \"" + text + "\": an absolute path is needed");
        }
        return Path.of(text).normalize();
    }

    Path launcherSocket() {
        return run.resolve("launcher.sock");
    }

    Path layers() {
        return home.resolve("layers");
    }

    /** Names this copy among others, in control groups, firewall tables and links. */
    String tag() {
        return ControlGroups.tagOf(run);
    }

    /** Bytes of memory that all machines together may use. @throws IllegalArgumentException when nothing is left of the host's for them */
    long machinesMemory(long hostBytes) {
        if (reservedBytes >= hostBytes) {
            throw new IllegalArgumentException("BERTH_RESERVED_MEMORY is \"" + (reservedBytes >> MEBIBYTE_SHIFT) + "\": less than the host's " + (hostBytes >> MEBIBYTE_SHIFT) + " MiB is needed");
        }
        return hostBytes - reservedBytes;
    }

    ControlGroups controlGroups() {
        return ControlGroups.detect(tag());
    }
}
