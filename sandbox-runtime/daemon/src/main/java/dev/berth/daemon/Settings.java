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
 */
record Settings(Path home, Path run, int labGroup) {
    /** @throws IllegalArgumentException saying which one is wrong */
    static Settings of(Map<String, String> environment) {
        String group = environment.getOrDefault("BERTH_LAB_GID", "0");
        if (!group.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("BERTH_LAB_GID is \"" + group + "\": a group id, a number, is needed");
        }
        return new Settings(
                folder("BERTH_HOME", environment.getOrDefault("BERTH_HOME", "/var/lib/berth")),
                folder("BERTH_RUN", environment.getOrDefault("BERTH_RUN", "/run/berth")),
                Integer.parseInt(group));
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

    ControlGroups controlGroups() {
        return ControlGroups.detect(tag());
    }
}
