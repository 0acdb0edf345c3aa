package dev.berth.engine.machine;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which signals do anything to a process, as the kernel tells of it. The first process of a namespace hears only those that it catches or holds back; the others, and those that any
 * process ignores, are lost when they are sent.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/pid_namespaces.7.html">pid_namespaces(7), signals to the init process</a>
 */
final class SignalDisposition {
    private static final int SIGKILL = 9;

    private SignalDisposition() {}

    /** @param pid as the host sees it; of one that is gone: true */
    static boolean hears(int pid, int signal) {
        try {
            return signal == SIGKILL || hears(Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")), signal);
        } catch (IOException gone) {
            return true;
        }
    }

    /** @param status lines of /proc/PID/status */
    static boolean hears(List<String> status, int signal) {
        Map<String, String> fields = new HashMap<>();
        status.forEach(line -> fields.put(line.replaceFirst(":.*", ""), line.replaceFirst("[^:]*:\\s*", "")));
        boolean first = fields.getOrDefault("NSpid", "").endsWith("\t1");
        return has(fields.get("SigCgt"), signal) || has(fields.get("SigBlk"), signal) || !(first || has(fields.get("SigIgn"), signal));
    }

    private static boolean has(String mask, int signal) {
        return mask != null && new BigInteger(mask, 16).testBit(signal - 1);
    }
}
