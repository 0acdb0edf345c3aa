package dev.berth.runtime.kernel;

import static dev.berth.runtime.kernel.NetworkCalls.LIBC;
import static dev.berth.runtime.kernel.NetworkCalls.check;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The host name that a process has: each UTS namespace has its own, and no file of {@code /proc} tells those of others.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/uts_namespaces.7.html">uts_namespaces(7)</a>
 */
public final class HostName {

    /** What the kernel keeps at most, with the zero at the end. */
    private static final int LENGTH = 65;

    private HostName() {
    }

    /** @param pid as the host sees it; @return empty when there is no such process */
    public static Optional<String> ofProcess(int pid) {
        int descriptor = LIBC.open("/proc/" + pid + "/ns/uts", NetworkCalls.O_RDONLY | NetworkCalls.O_CLOEXEC);
        if (descriptor < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(inside(descriptor));
        } finally {
            LIBC.close(descriptor);
        }
    }

    /** A thread of its own goes in, and ends there: none of the engine's can be left in another namespace. */
    private static String inside(int descriptor) {
        byte[] name = new byte[LENGTH];
        RuntimeException[] failure = new RuntimeException[1];
        Thread visitor = new Thread(() -> {
            try {
                check("setns", LIBC.setns(descriptor, NetworkCalls.CLONE_NEWUTS));
                check("gethostname", LIBC.gethostname(name, LENGTH));
            } catch (RuntimeException failed) {
                failure[0] = failed;
            }
        }, "host-name-visitor");
        visitor.start();
        await(visitor);
        if (failure[0] != null) {
            throw failure[0];
        }
        int end = 0;
        while (end < LENGTH && name[end] != 0) {
            end++;
        }
        return new String(name, 0, end, StandardCharsets.UTF_8);
    }

    /** Even when interrupted: the visitor uses a descriptor that is closed next. */
    private static void await(Thread visitor) {
        boolean interrupted = false;
        while (true) {
            try {
                visitor.join();
                break;
            } catch (InterruptedException interruption) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
