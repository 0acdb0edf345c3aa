package dev.berth.engine.file;

import dev.berth.runtime.kernel.FolderDescriptor;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The root of one container's files, as requests have it open. However many there are, it is mounted once, and not at all when the container begins to run: what becomes of a
 * folder that two overlays write to is undefined. Opened and ended by the container's queue, given back by any thread.
 *
 * @see <a href="https://docs.kernel.org/filesystems/overlayfs.html#sharing-and-copying-layers">overlayfs, sharing and copying layers</a>
 */
public final class OpenRoots {
    private static final Duration UNWINDING = Duration.ofSeconds(5);

    private final Set<Lease> leases = new HashSet<>();
    private FolderDescriptor folder;
    private CompletableFuture<Void> noneLeft = CompletableFuture.completedFuture(null);

    /** One request's share in it. */
    public final class Lease implements AutoCloseable {
        private final FolderDescriptor shared;
        private Runnable breaking = this::close;

        private Lease(FolderDescriptor shared) {
            this.shared = shared;
        }

        /** Must not be closed. */
        FolderDescriptor folder() {
            return shared;
        }

        /** @param breaking soon has this lease closed, by whoever uses it; until one is named, nobody does */
        void onBreak(Runnable breaking) {
            synchronized (OpenRoots.this) {
                this.breaking = breaking;
            }
        }

        /** Can be called twice. */
        @Override
        public void close() {
            giveBack(this);
        }
    }

    /** @param opening mounts it, called when nobody has it open */
    public Lease open(Supplier<FolderDescriptor> opening) {
        synchronized (this) {
            if (!leases.isEmpty()) {
                return lease();
            }
        }
        FolderDescriptor opened = opening.get(); // a launch: those who give back need not wait for it
        synchronized (this) {
            folder = opened;
            noneLeft = new CompletableFuture<>();
            return lease();
        }
    }

    private Lease lease() {
        Lease lease = new Lease(folder);
        leases.add(lease);
        return lease;
    }

    private void giveBack(Lease lease) {
        CompletableFuture<Void> last;
        synchronized (this) {
            if (!leases.remove(lease) || !leases.isEmpty()) {
                return;
            }
            last = noneLeft;
        }
        lease.shared.close();
        last.complete(null);
    }

    /** Breaks off whatever has it open: an archive that is being read ends with an error. */
    public void breakOff() {
        List<Runnable> all;
        synchronized (this) {
            all = leases.stream().map(lease -> lease.breaking).toList();
        }
        all.forEach(Runnable::run);
    }

    /**
     * Returns when nobody has it open: waits a while, then breaks off, so that a client that has stopped reading keeps nobody from anything.
     *
     * @return false when somebody would not end
     */
    public boolean end(Duration patience) {
        CompletableFuture<Void> ended;
        synchronized (this) {
            ended = noneLeft;
        }
        if (isDone(ended, patience)) {
            return true;
        }
        breakOff();
        return isDone(ended, UNWINDING);
    }

    private static boolean isDone(CompletableFuture<Void> future, Duration patience) {
        try {
            future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException later) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
