package dev.berth.engine.image.layer;

import dev.berth.engine.image.Digest;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Layers that are in use before they are on the disk. Each has a mark, {@code images/layers/<hex>.unsynced}, from before it comes to its place until its file system was
 * synced after that: some seconds later, for all that wait at once. An engine that is killed loses nothing by it, for the kernel has what was written; so a mark says in which run of the
 * host it was made, and a layer is in doubt only in another run. Thread safe.
 */
public final class UnsyncedLayers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UnsyncedLayers.class);
    private static final Path RUN_OF_HOST = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String MARK = ".unsynced";
    /** Of a layer that the disk refused: this run of the host cannot know what there is of it, for the kernel's memory may still have all. */
    private static final String REFUSED = " refused";
    /** The kernel itself begins to write out about then; meanwhile a large image has all its layers here. */
    private static final int SECONDS_UNTIL_SYNC = 5;
    private static final int MOST_SECONDS_AT_THE_END = 5;

    private final Path layers;
    private final Path marks;
    private final String runOfHost;
    private final Set<Digest> waiting = new HashSet<>();
    private final Set<Digest> underWay = new HashSet<>();
    /** There while there is something to do. */
    private final ScheduledThreadPoolExecutor worker = new ScheduledThreadPoolExecutor(1, UnsyncedLayers::syncing, new ThreadPoolExecutor.DiscardPolicy());

    private UnsyncedLayers(Path layers, Path marks, String runOfHost) {
        this.layers = layers;
        this.marks = marks;
        this.runOfHost = runOfHost;
        worker.setKeepAliveTime(SECONDS_UNTIL_SYNC, TimeUnit.SECONDS);
        worker.allowCoreThreadTimeOut(true);
    }

    private static Thread syncing(Runnable task) {
        Thread thread = new Thread(task, "layer-sync");
        thread.setDaemon(true);
        return thread;
    }

    /** @param layers their folders; @param marks a folder on the same file system */
    public static UnsyncedLayers open(Path layers, Path marks) throws IOException {
        return new UnsyncedLayers(layers, marks, Files.readString(RUN_OF_HOST).strip());
    }

    /** To be called once, before anything else: those whose files may have been lost with the kernel's memory. The others are synced again. */
    List<Digest> inDoubt() throws IOException {
        List<Digest> inDoubt = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(marks, "*" + MARK)) {
            for (Path mark : found) {
                String name = mark.getFileName().toString();
                Optional<Digest> diffId = Digest.ofHex(name.substring(0, name.length() - MARK.length()));
                String run = Files.readString(mark, StandardCharsets.ISO_8859_1);
                if (diffId.isPresent() && run.equals(runOfHost)) {
                    placed(diffId.get());
                } else if (diffId.isPresent() && !run.equals(runOfHost + REFUSED)) {
                    inDoubt.add(diffId.get());
                }
            }
        }
        return inDoubt;
    }

    /** Before the layer comes to its place. A mark of which the name alone is on the disk says enough: its layer is in doubt. */
    synchronized void mark(Digest diffId) throws IOException {
        waiting.remove(diffId);
        underWay.remove(diffId);
        Files.writeString(markOf(diffId), runOfHost);
    }

    /** All of a marked layer is in its place. */
    synchronized void placed(Digest diffId) {
        if (waiting.isEmpty()) {
            worker.schedule(this::sync, SECONDS_UNTIL_SYNC, TimeUnit.SECONDS);
        }
        waiting.add(diffId);
    }

    /** The layer is gone. */
    synchronized void forget(Digest diffId) throws IOException {
        waiting.remove(diffId);
        underWay.remove(diffId);
        Files.deleteIfExists(markOf(diffId));
    }

    private void sync() {
        synchronized (this) {
            underWay.addAll(waiting);
            waiting.clear();
        }
        try (RootedFolder all = RootedFolder.open(layers)) {
            all.sync();
            finish(true);
        } catch (IOException failure) {
            LOG.error("the disk did not take all of the layers that came last: those are examined when the host has started again: {}", failure.toString());
            finish(false);
        }
    }

    private synchronized void finish(boolean synced) {
        for (Digest diffId : underWay) {
            try {
                if (synced) {
                    Files.deleteIfExists(markOf(diffId)); // should it come back by a crash, the layer is examined in vain
                } else {
                    Files.writeString(markOf(diffId), runOfHost + REFUSED);
                }
            } catch (IOException failure) {
                LOG.warn("layer {} stays marked as one that may not be on the disk: {}", diffId, failure.toString());
            }
        }
        underWay.clear();
    }

    private synchronized boolean isIdle() {
        return waiting.isEmpty() && underWay.isEmpty();
    }

    /** What is not on the disk yet gets there now. A slow disk is not waited for: marks that stay are harmless. */
    @Override
    public void close() {
        try {
            if (!isIdle()) {
                worker.submit(this::sync).get(MOST_SECONDS_AT_THE_END, TimeUnit.SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException slow) {
            LOG.warn("the layers that came last stay marked as not synced", slow);
        } finally {
            worker.shutdownNow();
        }
    }

    private Path markOf(Digest diffId) {
        return marks.resolve(diffId.hex() + MARK);
    }
}
