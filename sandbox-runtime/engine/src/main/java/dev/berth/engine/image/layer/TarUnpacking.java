package dev.berth.engine.image.layer;

import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.content.LimitedInput;
import dev.berth.engine.image.content.MeasuredInput;
import dev.berth.engine.image.content.Reservation;
import dev.berth.engine.image.content.Staging;
import dev.berth.engine.image.document.Descriptor;
import dev.berth.engine.tar.Compression;
import dev.berth.engine.work.BulkThread;
import dev.berth.engine.work.ReadAhead;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Unpacks layers' tars into the staging folder, without a word about whose they are. Nothing is left when that fails. Thread safe. */
final class TarUnpacking {
    private static final int MAKERS = 2;
    private static final int IDLE_SECONDS = 5;

    private final Staging staging;
    private final ImageLimits limits;
    /** There while there is something to do. */
    private final ThreadPoolExecutor makers = new ThreadPoolExecutor(MAKERS, MAKERS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new BulkThread(task, "layer-maker"));

    TarUnpacking(Staging staging, ImageLimits limits) {
        this.staging = staging;
        this.limits = limits;
        makers.allowCoreThreadTimeOut(true);
    }

    /** @param packed perhaps compressed; @param stored the blob that it is; absent: its tar will be made of its files again */
    StagedLayer stage(InputStream packed, Optional<Descriptor> stored, Lease lease) throws IOException {
        try (MeasuredInput tar = measured(Compression.unpack(packed))) {
            return stage(tar, tar, stored, lease);
        }
    }

    /**
     * As {@link #stage}, of a tar that is made here, of files: while one thread unpacks what there is, another makes and hashes what comes next. That one waits for no client, so two do
     * for all.
     *
     * @param tar stays the caller's
     */
    StagedLayer stageMade(InputStream tar, Lease lease) throws IOException {
        MeasuredInput measured = measured(tar);
        try (ReadAhead ahead = new ReadAhead(measured, makers)) {
            return stage(ahead, measured, Optional.empty(), lease);
        }
    }

    /** @param packed perhaps compressed */
    Digest measure(InputStream packed) throws IOException {
        try (MeasuredInput tar = measured(Compression.unpack(packed))) {
            tar.drain();
            return tar.digest();
        }
    }

    private MeasuredInput measured(InputStream tar) {
        return new MeasuredInput(new LimitedInput(tar, limits.layerBytes()));
    }

    /** @param tar the bytes that are measured; @param measured knows, at their end, what they were */
    private StagedLayer stage(InputStream tar, MeasuredInput measured, Optional<Descriptor> stored, Lease lease) throws IOException {
        Reservation spent = lease.reservation();
        Path folder = staging.folder();
        Path frame = staging.file();
        boolean done = false;
        try (OutputStream frameFile = stored.isPresent() ? OutputStream.nullOutputStream() : spent.counting(Files.newOutputStream(frame));
                TarFrame.Writer framing = new TarFrame.Writer(frameFile);
                RootedFolder target = RootedFolder.open(folder)) {
            InputStream framed = framing.copying(tar);
            long bytes = LayerUnpacker.unpack(framed, target, limits, framing, spent::add, makers);
            framed.transferTo(OutputStream.nullOutputStream());
            framing.close();
            Digest diffId = measured.digest();
            Descriptor descriptor = stored.orElseGet(() -> new Descriptor(Descriptor.LAYER, diffId, measured.count()));
            done = true;
            return new StagedLayer(folder, stored.isPresent() ? Optional.empty() : Optional.of(frame), new Layer(diffId, bytes, descriptor), spent);
        } finally {
            if (!done) {
                Staging.delete(folder);
                Staging.delete(frame);
                spent.close();
            }
        }
    }
}
