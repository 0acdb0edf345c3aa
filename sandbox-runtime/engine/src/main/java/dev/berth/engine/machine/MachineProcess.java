package dev.berth.engine.machine;

import dev.berth.runtime.kernel.HostName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A process of a machine, or of one of its containers.
 *
 * @param pid as the machine counts
 * @param parent as the machine counts; 0 when that is not in the machine
 * @param inside its number in its own process-id namespace
 * @param container id of the container that it belongs to; empty: none
 * @param user as the machine counts; what the machine does not have is the host's
 * @param name as the kernel calls it
 * @param command the program and its arguments, at most {@value #MOST_ARGUMENTS} of them and {@value #MOST_COMMAND_BYTES} bytes
 * @param namespaces their numbers, by their kinds
 * @param root its root folder as the machine, or its container, calls it
 * @param surroundings what its namespaces have
 */
public record MachineProcess(
        int pid, int parent, int inside, Optional<String> container, int user, String name, List<String> command, Map<String, Long> namespaces, String root, Surroundings surroundings) {
    private static final int MOST_ARGUMENTS = 64;
    private static final int MOST_COMMAND_BYTES = 4096;
    private static final List<String> NAMESPACES = List.of("cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts");

    /** Kernels have them since 5.6, and may be built without. */
    private static final boolean HAS_TIME = Files.exists(Path.of("/proc/self/ns/time"), LinkOption.NOFOLLOW_LINKS);

    /**
     * What a process finds in its namespaces.
     *
     * @param hostName of its UTS namespace
     * @param forwards whether its network passes on packets that are for others ({@code net.ipv4.ip_forward})
     */
    public record Surroundings(String hostName, boolean forwards) {
    }

    /** Reads what namespaces have, once for all processes that are in them. */
    static final class Namespaces {
        private final Map<Long, String> hostNames = new HashMap<>();
        private final Map<Long, Boolean> forwarding = new HashMap<>();

        private Surroundings of(int hostPid, Map<String, Long> numbers) {
            return new Surroundings(
                    hostNames.computeIfAbsent(numbers.get("uts"), uts -> HostName.ofProcess(hostPid).orElse("")),
                    forwarding.computeIfAbsent(numbers.get("net"), net -> forwards(hostPid)));
        }

        /** The switch itself is a file that tells every reader of their own network; the statistics tell of another process's. */
        private static boolean forwards(int hostPid) {
            try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(hostPid), "net", "snmp"), StandardCharsets.ISO_8859_1)) {
                return lines.anyMatch(line -> line.startsWith("Ip: 1 "));
            } catch (IOException | UncheckedIOException gone) {
                return false;
            }
        }
    }

    /**
     * Empty when it is gone, or has ended and is not waited for.
     *
     * @param baseId host id of the machine's root
     * @param known what was read of the machine's namespaces so far
     * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
     */
    static Optional<MachineProcess> read(int hostPid, Optional<String> container, int baseId, Namespaces known) {
        Path folder = Path.of("/proc", String.valueOf(hostPid));
        try {
            Map<String, String> status = status(folder);
            String[] pids = status.getOrDefault("NSpid", "").split("\\s+");
            Map<String, Long> namespaces = namespaces(folder);
            int user = Integer.parseInt(status.getOrDefault("Uid", "0").split("\\s+")[0]) - baseId;
            return pids.length < 2 ? Optional.empty() : Optional.of(new MachineProcess(
                    Integer.parseInt(pids[1]),
                    ProcessId.inMachine(Integer.parseInt(status.getOrDefault("PPid", "0"))),
                    Integer.parseInt(pids[pids.length - 1]),
                    container,
                    user >= 0 && user < MachineAllocation.ID_COUNT ? user : user + baseId,
                    status.getOrDefault("Name", ""),
                    command(folder),
                    namespaces,
                    Files.readSymbolicLink(folder.resolve("root")).toString(),
                    known.of(hostPid, namespaces)));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static Map<String, String> status(Path folder) throws IOException {
        Map<String, String> status = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve("status"), StandardCharsets.ISO_8859_1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                status.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return status;
    }

    private static List<String> command(Path folder) throws IOException {
        byte[] bytes;
        try (var file = Files.newInputStream(folder.resolve("cmdline"))) {
            bytes = file.readNBytes(MOST_COMMAND_BYTES);
        }
        return bytes.length == 0 ? List.of() : Stream.of(new String(bytes, StandardCharsets.UTF_8).split("\0")).limit(MOST_ARGUMENTS).toList();
    }

    private static Map<String, Long> namespaces(Path folder) throws IOException {
        Map<String, Long> namespaces = new TreeMap<>();
        for (String kind : NAMESPACES) {
            if (!kind.equals("time") || HAS_TIME) {
                String link = Files.readSymbolicLink(folder.resolve("ns").resolve(kind)).toString();
                namespaces.put(kind, Long.parseLong(link.substring(link.indexOf('[') + 1, link.indexOf(']'))));
            }
        }
        return namespaces;
    }
}
