package dev.berth.runtime.plan;

import java.util.List;
import java.util.Set;

/**
 * What a process and its descendants may have at most.
 *
 * @param capabilities of its bounding set
 */
public record ProcessRights(Set<Capability> capabilities, boolean noNewPrivileges) {

    /** @param lines of {@code /proc/PID/status} */
    public static ProcessRights ofStatus(List<String> lines) {
        long bounding = Long.parseUnsignedLong(value(lines, "CapBnd:"), 16);
        return new ProcessRights(Capability.ofMask(bounding), value(lines, "NoNewPrivs:").equals("1"));
    }

    private static String value(List<String> lines, String name) {
        return lines.stream().filter(line -> line.startsWith(name)).map(line -> line.substring(name.length()).strip()).findFirst().orElseThrow();
    }
}
