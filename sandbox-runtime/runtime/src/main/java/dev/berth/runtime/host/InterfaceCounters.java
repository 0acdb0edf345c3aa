package dev.berth.runtime.host;

import dev.berth.runtime.ResourceUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Reads what went through the network interfaces that a process sees, see proc_pid_net(5). The loopback is left out, as Docker does. */
final class InterfaceCounters {
    private static final int FIELDS = 16;
    private static final int SENT = 8;

    private InterfaceCounters() {}

    /** Empty when the process has ended. */
    static Map<String, ResourceUsage.Interface> of(int pid) {
        try {
            return parse(Files.readString(Path.of("/proc", Integer.toString(pid), "net/dev")));
        } catch (IOException ended) {
            return Map.of();
        }
    }

    static Map<String, ResourceUsage.Interface> parse(String table) {
        Map<String, ResourceUsage.Interface> counters = new TreeMap<>();
        table.lines().filter(line -> line.contains(":")).forEach(line -> {
            String name = line.substring(0, line.indexOf(':')).strip();
            long[] fields = Arrays.stream(line.substring(line.indexOf(':') + 1).strip().split("\\s+")).mapToLong(Long::parseUnsignedLong).toArray();
            if (!name.equals("lo") && fields.length >= FIELDS) {
                counters.put(name, new ResourceUsage.Interface(
                        fields[0], fields[1], fields[2], fields[3], fields[SENT], fields[SENT + 1], fields[SENT + 2], fields[SENT + 3]));
            }
        });
        return counters;
    }
}
