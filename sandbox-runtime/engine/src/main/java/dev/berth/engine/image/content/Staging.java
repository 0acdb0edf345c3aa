package dev.berth.engine.image.content;

import dev.berth.engine.file.FolderRemoval;
import dev.berth.engine.work.BulkThread;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where files and folders are made before they move to their place, whole. On the same file system as these places. What a crash left in it is removed when it is
 * opened. Thread safe.
 */
public final class Staging {
    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
    private static final int IDLE_SECONDS = 5;

    private final Path folder;
    private final AtomicLong next = new AtomicLong();
    /** There while there is something to do. */
    private final ThreadPoolExecutor sweeper = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new BulkThread(task, "image-sweeper"));

    private Staging(Path folder) {
        this.folder = folder;
        sweeper.allowCoreThreadTimeOut(true);
    }

    public static Staging open(Path folder) throws IOException {
        delete(folder);
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new Staging(folder);
    }

    /** A path that is free. */
    public Path file() {
        return folder.resolve(Long.toString(next.incrementAndGet()));
    }

    public Path folder() throws IOException {
        return Files.createDirectory(file());
    }

    /**
     * Moves what is complete and on the disk to its place, and returns when the move is on the disk too. A file replaces what is there; a folder gives way to one that
     * is there, for both have the same content.
     */
    static void settle(Path staged, Path place) throws IOException {
        place(staged, place);
        force(place.getParent());
    }

    /** As {@link #settle}, of what may not be on the disk yet: neither is the move. */
    public static void place(Path staged, Path place) throws IOException {
        try {
            Files.move(staged, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException taken) {
            delete(staged);
        }
    }

    /** Makes what is there be gone at once; its room is given back bit by bit, on a thread of its own, for a layer may have many files. Nothing happens if there is none. */
    public void discard(Path unwanted) throws IOException {
        Path doomed = file();
        try {
            Files.move(unwanted, doomed, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            return;
        }
        sweeper.execute(() -> {
            try {
                delete(doomed);
            } catch (IOException failure) {
                LOG.warn("cannot remove {}; it is tried again at the next start", doomed, failure);
            }
        });
    }

    /** Writes the bytes so that {@code place} has them all or what it had before; returns when they are on the disk. */
    public void write(byte[] bytes, Path place) throws IOException {
        writeUnnamed(bytes, place);
        force(place.getParent());
    }

    /** As {@link #write}, but {@code place} itself is on the disk only when its folder has been {@link #force forced}: several can share that. */
    void writeUnnamed(byte[] bytes, Path place) throws IOException {
        making(place, staged -> {
            Files.write(staged, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            force(staged);
        });
    }

    /** As {@link #write}, but where this holds only while the host goes on: they are not on the disk yet. */
    public void writeUnsynced(byte[] bytes, Path place) throws IOException {
        making(place, staged -> Files.write(staged, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    private interface Making {
        void make(Path staged) throws IOException;
    }

    /** Of what cannot be made, a full disk's for instance, nothing stays. */
    private void making(Path place, Making making) throws IOException {
        Path staged = file();
        try {
            making.make(staged);
            place(staged, place);
        } finally {
            Files.deleteIfExists(staged);
        }
    }

    /** Returns when a file's bytes, or a folder's names, are on the disk. */
    public static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes a file, or a folder with all in it, which may be deeper than any path; links are not followed. Nothing happens if there is none. */
    public static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            FolderRemoval.remove(path);
        } else {
            Files.deleteIfExists(path);
        }
    }
}
