package dev.berth.engine.machine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes folders that students have filled: away at once by a rename, and then bit by bit on a thread of its own, since a tree of theirs may be huge.
 * What a crash leaves is removed at the next start.
 */
public final class Trash implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trash.class);

    private final Path folder;
    private final ExecutorService sweeper = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "sweeper");
        thread.setDaemon(true);
        return thread;
    });

    /** @param folder on the same file system as all that is discarded */
    public Trash(Path folder) {
        this.folder = folder;
        MachineFolder.makeFolder(folder, "rwx------");
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder)) {
            leftovers.forEach(this::sweep);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + folder, failure);
        }
    }

    /** Returns when the path is free. Nothing happens when it was. */
    public void discard(Path unwanted) {
        Path place = folder.resolve(UUID.randomUUID().toString());
        try {
            Files.move(unwanted, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException none) {
            return;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + unwanted, failure);
        }
        sweep(place);
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
