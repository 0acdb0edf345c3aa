package dev.berth.runtime.kernel;

import static dev.berth.runtime.kernel.NetworkCalls.LIBC;
import static dev.berth.runtime.kernel.NetworkCalls.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * A network namespace, held open by a descriptor: it exists at least until {@link #close()}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/network_namespaces.7.html">network_namespaces(7)</a>
 */
public final class NetworkNamespace implements AutoCloseable {

    /**
     * The one thread that goes into other network namespaces, so that no thread of the engine can be left in one. Visits open sockets and set switches,
     * in microseconds; each begins with setns, so a failed way back does no harm to the next.
     */
    private static final ExecutorService VISITOR = Executors.newSingleThreadExecutor(Visitor::new);

    private static final Path OF_THREAD = Path.of("/proc/thread-self/ns/net");

    private int descriptor;

    private NetworkNamespace(int descriptor) {
        this.descriptor = descriptor;
    }

    /** @param pid as the host sees it; @throws SystemCallException ENOENT when there is no such process */
    public static NetworkNamespace ofProcess(int pid) {
        return at(Path.of("/proc", Integer.toString(pid), "ns", "net"));
    }

    /**
     * Makes an empty namespace that a file holds, as {@code ip netns} does: it stays when this process ends, until {@link #remove}.
     *
     * @param file not there yet, in a folder that is there
     * @throws SystemCallException with no namespace left behind
     */
    public static NetworkNamespace make(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make \"" + file + "\": " + failure.getMessage(), failure);
        }
        try (NetworkNamespace home = at(OF_THREAD)) {
            home.visit(() -> {
                check("unshare", LIBC.unshare(NetworkCalls.CLONE_NEWNET)); // the way back is the visit's
                check("mount \"" + file + "\"", MountCalls.LIBC.mount(FileName.terminated(OF_THREAD.toString()), FileName.terminated(file.toString()), null, MountCalls.MS_BIND, null));
                return null;
            });
            return at(file);
        } catch (RuntimeException failure) {
            remove(file);
            throw failure;
        }
    }

    /** One that {@link #make} has made, perhaps for another process; empty: there is none. */
    public static Optional<NetworkNamespace> find(Path file) {
        return isHeld(file) ? Optional.of(at(file)) : Optional.empty();
    }

    /** Lets go of a namespace that a file holds: it ends when nobody else has it open. Nothing happens when there is none. */
    public static void remove(Path file) {
        if (isHeld(file)) {
            check("umount \"" + file + "\"", MountCalls.LIBC.umount2(FileName.terminated(file.toString()), MountCalls.MNT_DETACH | MountCalls.UMOUNT_NOFOLLOW));
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove \"" + file + "\": " + failure.getMessage(), failure);
        }
    }

    /** A file that lies alone, from a process that was killed in between, holds none. */
    private static boolean isHeld(Path file) {
        try {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.getAttribute(file, "unix:dev").equals(Files.getAttribute(file.getParent(), "unix:dev"));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look at \"" + file + "\": " + failure.getMessage(), failure);
        }
    }

    /** @param file a namespace file such as {@code /run/netns/NAME} */
    static NetworkNamespace at(Path file) {
        int flags = NetworkCalls.O_RDONLY | NetworkCalls.O_CLOEXEC;
        return new NetworkNamespace((int) check("open \"" + file + "\"", LIBC.open(file.toString(), flags)));
    }

    /** For a message that names the namespace to the kernel; valid until {@link #close()}. */
    public int descriptor() {
        return descriptor;
    }

    /**
     * Runs {@code visit} in this namespace, on the one thread kept for that, and waits for it. Sockets that it opens stay in the namespace, so what
     * takes long is done with them afterwards; files under {@code /proc/sys/net} are those of the namespace. A visit may make another.
     */
    public <T> T visit(Supplier<T> visit) {
        if (Thread.currentThread() instanceof Visitor) {
            return visitFromHere(visit);
        }
        return outcome(VISITOR.submit(() -> visitFromHere(visit)));
    }

    private <T> T visitFromHere(Supplier<T> visit) {
        try (NetworkNamespace home = at(OF_THREAD)) {
            check("setns", LIBC.setns(descriptor, NetworkCalls.CLONE_NEWNET));
            try {
                return visit.get();
            } finally {
                check("setns", LIBC.setns(home.descriptor, NetworkCalls.CLONE_NEWNET));
            }
        }
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            LIBC.close(descriptor);
            descriptor = -1;
        }
    }

    /** Waits even when interrupted: the visit uses descriptors that the caller closes next. */
    private static <T> T outcome(Future<T> result) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException interruption) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a visit to a network namespace failed", failure.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class Visitor extends Thread {
        Visitor(Runnable task) {
            super(task, "network-namespace-visitor");
            setDaemon(true);
        }
    }
}
