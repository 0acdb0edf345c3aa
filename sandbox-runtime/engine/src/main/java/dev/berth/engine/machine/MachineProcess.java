package dev.berth.engine.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
 */
public record MachineProcess(
        int pid, int parent, int inside, Optional<String> container, int user, String name, List<String> command, Map<String, Long> namespaces, String root) {
    private static final int MOST_ARGUMENTS = 64;
    private static final int MOST_COMMAND_BYTES = 4096;
    private static final List<String> NAMESPACES = List.of("cgroup", "ipc", "mnt", "net", "pid", "user", "uts");

    /**
     * Empty when it is gone, or has ended and is not waited for.
     *
     * @param baseId host id of the machine's root
     * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
     */
    static Optional<MachineProcess> read(int hostPid, Optional<String> container, int baseId) {
        Path folder = Path.of("/proc", String.valueOf(hostPid));
        try {
            Map<String, String> status = status(folder);
            String[] pids = status.getOrDefault("NSpid", "").split("\\s+");
            int user = Integer.parseInt(status.getOrDefault("Uid", "0").split("\\s+")[0]) - baseId;
            return pids.length < 2 ? Optional.empty() : Optional.of(new MachineProcess(
                    Integer.parseInt(pids[1]),
                    ProcessId.inMachine(Integer.parseInt(status.getOrDefault("PPid", "0"))),
                    Integer.parseInt(pids[pids.length - 1]),
                    container,
                    user >= 0 && user < MachineAllocation.ID_COUNT ? user : user + baseId,
                    status.getOrDefault("Name", ""),
                    command(folder),
                    namespaces(folder),
                    Files.readSymbolicLink(folder.resolve("root")).toString()));
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
            String link = Files.readSymbolicLink(folder.resolve("ns").resolve(kind)).toString();
            namespaces.put(kind, Long.parseLong(link.substring(link.indexOf('[') + 1, link.indexOf(']'))));
        }
        return namespaces;
    }
}
