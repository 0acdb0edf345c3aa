package dev.berth.engine.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Translates process ids of the host into those that a machine sees: its process-id namespace is the first below the host's. */
final class ProcessId {
    private static final String LINE = "NSpid:";

    private ProcessId() {}

    /** 0 when the process is gone, or not in a machine. @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5), NSpid</a> */
    static int inMachine(int hostPid) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(hostPid), "status"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith(LINE))
                    .map(line -> line.substring(LINE.length()).trim().split("\\s+"))
                    .filter(ids -> ids.length > 1)
                    .mapToInt(ids -> Integer.parseInt(ids[1]))
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }
}
