package dev.berth.engine.machine;

import dev.berth.engine.file.FolderRemoval;
import dev.berth.engine.work.BulkThread;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes folders that students have filled: away at once by a rename. What is in them goes at once, too, so that whoever removes something has its space back; or, since
 * a tree of theirs may be huge, bit by bit on a thread of its own. What a crash leaves is removed at the next start. A disk that is a file system of its own has its own
 * folder for this.
 */
public final class Trash implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trash.class);

    /** Name of that folder, at a disk's top. */
    static final String ON_DISK = "trash";

    /** Long enough for what a few commands have written; nobody else of the same machine is served meanwhile. */
    private static final Duration SOON = Duration.ofMillis(100);

    private final Path folder;
    private final ExecutorService sweeper = Executors.newSingleThreadExecutor(task -> new BulkThread(task, "sweeper"));

    /** @param folder on the same file system as all that is discarded and not on a disk of its own */
    public Trash(Path folder) {
        this.folder = folder;
        MachineFolder.makeFolder(folder, "rwx------");
        sweepAll(folder);
    }

    /** Removes what a crash left on a disk that is in use again. */
    void sweepDisk(Path disk) {
        sweepAll(disk.resolve(ON_DISK));
    }

    private void sweepAll(Path leftovers) {
        ContainersOfMachine.list(leftovers).forEach(this::sweep);
    }

    /** Returns when the path is free, and, unless that would take long, its space as well. Nothing happens when it was. */
    public void discard(Path unwanted) {
        try {
            Path away = away(unwanted);
            if (!isRemovedSoon(away)) {
                sweep(away);
            }
        } catch (NoSuchFileException none) {
            LOG.trace("{} is gone already", unwanted);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + unwanted, failure);
        }
    }

    private static boolean isRemovedSoon(Path unwanted) {
        try {
            FolderRemoval.remove(unwanted, SOON);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private Path away(Path unwanted) throws IOException {
        String name = UUID.randomUUID().toString();
        try {
            return Files.move(unwanted, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException onADisk) {
            return Files.move(unwanted, topOfDisk(unwanted).resolve(ON_DISK).resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static Path topOfDisk(Path path) throws IOException {
        Path top = path;
        while (device(top.getParent()).equals(device(path))) {
            top = top.getParent();
        }
        return top;
    }

    private static Object device(Path path) throws IOException {
        return Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
    }

    private void sweep(Path unwanted) {
        sweeper.execute(() -> {
            try {
                FolderRemoval.remove(unwanted);
            } catch (InterruptedIOException closed) {
                LOG.debug("{} is left to the next start", unwanted);
            } catch (IOException failure) {
                LOG.warn("cannot remove {}; it is tried again at the next start", unwanted, failure);
            }
        });
    }

    /** What is not swept by now waits for the next start. */
    @Override
    public void close() {
        sweeper.shutdownNow();
    }
}
