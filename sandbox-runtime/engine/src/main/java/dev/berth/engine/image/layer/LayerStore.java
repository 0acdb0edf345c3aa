package dev.berth.engine.image.layer;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.content.BlobStore;
import dev.berth.engine.image.content.Content;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.content.LimitedInput;
import dev.berth.engine.image.content.MeasuredInput;
import dev.berth.engine.image.content.Staging;
import dev.berth.engine.image.document.Descriptor;
import dev.berth.engine.tar.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unpacked layers, {@code layers/<hex of the diff id>}, each unpacked once for all machines: in the staging folder, then renamed, and synced later ({@link UnsyncedLayers}).
 * What is known of a layer is written first ({@link LayerRecords}), so a folder that is there is complete. Thread safe.
 */
public final class LayerStore {
    private static final Logger LOG = LoggerFactory.getLogger(LayerStore.class);

    private final Path folders;
    private final LayerRecords records;
    private final Staging staging;
    private final BlobStore blobs;
    private final UnsyncedLayers unsynced;
    private final ImageLimits limits;
    private final TarUnpacking unpacking;
    private final TarSizes tarSizes = new TarSizes();
    /** Only for those who want the same layer at the same moment; two layers that share a lock wait for each other needlessly, and harmlessly. */
    private final Lock[] turns = Stream.generate(ReentrantLock::new).limit(256).toArray(Lock[]::new);

    public LayerStore(Path folders, Path records, Staging staging, BlobStore blobs, UnsyncedLayers unsynced, ImageLimits limits) {
        this.folders = folders;
        this.records = new LayerRecords(records, staging);
        this.staging = staging;
        this.blobs = blobs;
        this.unsynced = unsynced;
        this.limits = limits;
        this.unpacking = new TarUnpacking(staging, limits);
    }

    /** The tar of a layer, which may be unpacked already. */
    public interface Source {
        StagedLayer stage() throws IOException;

        /** The tar's digest, for which it is read. */
        Digest diffId() throws IOException;
    }

    /** As {@link #find(Digest)}; @param hold that keeps it from now on, with its blob */
    public Optional<Layer> find(Digest diffId, Lease lease) {
        lease.add(Content.layer(diffId));
        Optional<Layer> found = find(diffId);
        found.ifPresent(layer -> lease.add(Content.blob(layer.blob().digest())));
        return found;
    }

    /** One that somebody holds. */
    public Optional<Layer> find(Digest diffId) {
        if (!Files.isDirectory(folders.resolve(diffId.hex()))) {
            return Optional.empty();
        }
        try {
            Layer layer = records.read(diffId);
            tarSizes.add(layer);
            return Optional.of(layer);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read what is known of layer " + diffId, failure);
        }
    }

    /** Whether a tar of so many bytes may be that of a layer which is here: to unpack it may be in vain. */
    public boolean mayHaveTar(long bytes) {
        return tarSizes.contains(bytes);
    }

    /** Diff ids of all, with what each takes; those as well of which not all is there. */
    public Map<Digest, Long> all() throws IOException {
        Map<Digest, Long> all = new HashMap<>();
        try (DirectoryStream<Path> layers = Files.newDirectoryStream(folders)) {
            layers.forEach(layer -> Digest.ofHex(layer.getFileName().toString()).ifPresent(diffId -> all.put(diffId, 0L)));
        }
        for (Digest diffId : records.all()) {
            all.put(diffId, records.diskBytes(diffId));
        }
        return all;
    }

    /** The folder first: one that is there is complete, also after a crash in the middle of this. */
    public void discard(Digest diffId) throws IOException {
        tarSizes.remove(diffId);
        staging.discard(folders.resolve(diffId.hex()));
        records.discard(diffId);
        unsynced.forget(diffId);
    }

    /** Removes layers that did not get to the disk before the host went down. To be called once, before anything else. */
    public void discardLost() throws IOException {
        for (Digest diffId : unsynced.inDoubt()) {
            if (isWhole(diffId)) {
                unsynced.placed(diffId);
            } else {
                tellLost(diffId);
                discard(diffId);
            }
        }
    }

    private void tellLost(Digest diffId) {
        if (Files.notExists(folders.resolve(diffId.hex()))) {
            return; // it had not come to its place, so nobody was told that it had come
        }
        if (Files.notExists(records.frame(diffId)) && hasBlob(diffId)) {
            LOG.warn("layer {} is unpacked again from its blob: it may not have been wholly on the disk when the host went down", diffId);
        } else {
            LOG.error("layer {} is removed, with the images that need it: it was not wholly on the disk when the host went down", diffId);
        }
    }

    private boolean hasBlob(Digest diffId) {
        try {
            return find(diffId).filter(layer -> blobs.has(layer.blob().digest())).isPresent();
        } catch (UncheckedIOException | EngineException damaged) {
            return false;
        }
    }

    /** Whether its files are those of its tar. Their names and attributes are there if the folder is: journals keep the order. */
    private boolean isWhole(Digest diffId) {
        Path folder = folders.resolve(diffId.hex());
        Path frame = records.frame(diffId);
        if (Files.notExists(folder) || Files.notExists(frame)) { // one that has a blob is unpacked again
            return false;
        }
        try (InputStream files = TarFrame.tar(frame, folder);
                MeasuredInput tar = new MeasuredInput(new LimitedInput(files, limits.layerBytes()))) {
            tar.drain();
            return tar.digest().equals(diffId) && find(diffId).isPresent();
        } catch (IOException | RuntimeException damaged) {
            LOG.warn("layer {} cannot be read: {}", diffId, damaged.toString());
            return false;
        }
    }

    /**
     * Brings a layer to its place unless it is here. When others want the same one at this moment, the first brings it and the rest find it; if its tar was wrong, each tries
     * its own. What is here is found only by who has the tar as well: a layer belongs to those who have its content, and its digest is no secret.
     *
     * @param position of the layer in its image, for the message; @param hold that keeps it from now on
     * @throws EngineException INVALID_PARAMETER if the tar is not that of {@code diffId}, or cannot be a layer
     */
    public Layer require(Digest diffId, int position, Source source, Lease lease) throws IOException {
        Lock turn = turn(diffId);
        turn.lock();
        try {
            Optional<Layer> present = find(diffId, lease);
            if (present.isPresent()) {
                verify(position, diffId, source.diffId());
                return present.get();
            }
            try (StagedLayer staged = source.stage()) {
                verify(position, diffId, staged.layer().diffId());
                return settle(staged, lease);
            }
        } finally {
            turn.unlock();
        }
    }

    private static void verify(int position, Digest expected, Digest got) {
        if (!got.equals(expected)) {
            throw new EngineException(INVALID_PARAMETER, "invalid diffID for layer " + position + ": expected \"" + expected + "\", got \"" + got + "\"");
        }
    }

    private Lock turn(Digest diffId) {
        return turns[Math.floorMod(diffId.hashCode(), turns.length)];
    }

    /** Unpacks a tar of which nothing is known yet. */
    public Layer add(InputStream packed, Lease lease) throws IOException {
        try (StagedLayer staged = stage(packed, Optional.empty(), lease)) {
            return settle(staged, lease);
        }
    }

    /** As {@link #add}, see {@link TarUnpacking#stageMade}. */
    public Layer addMade(InputStream tar, Lease lease) throws IOException {
        try (StagedLayer staged = unpacking.stageMade(tar, lease)) {
            return settle(staged, lease);
        }
    }

    /** See {@link TarUnpacking#stage}. */
    public StagedLayer stage(InputStream packed, Optional<Descriptor> stored, Lease lease) throws IOException {
        return unpacking.stage(packed, stored, lease);
    }

    /** Digest of a tar that is not unpacked. @param packed perhaps compressed */
    public Digest measure(InputStream packed) throws IOException {
        return unpacking.measure(packed);
    }

    private Layer settle(StagedLayer staged, Lease lease) throws IOException {
        Layer layer = staged.layer();
        Digest diffId = layer.diffId();
        Lock turn = turn(diffId);
        turn.lock();
        try {
            Optional<Layer> present = find(diffId, lease);
            if (present.isPresent()) {
                return present.get();
            }
            place(staged);
            return layer;
        } finally {
            turn.unlock();
        }
    }

    /** Its mark is on the disk before the folder can be: all else gets there later. */
    private void place(StagedLayer staged) throws IOException {
        Layer layer = staged.layer();
        Digest diffId = layer.diffId();
        unsynced.mark(diffId);
        if (staged.frame().isPresent()) {
            Staging.place(staged.frame().get(), records.frame(diffId));
        }
        records.write(layer, staged.spent().bytes());
        Staging.place(staged.folder(), folders.resolve(diffId.hex()));
        unsynced.placed(diffId);
        tarSizes.add(layer);
        staged.spent().becomes(Content.layer(diffId));
    }

    /** The blob that a registry which has this layer may have, as far as is known. @param diffId of one that is held */
    public Optional<Descriptor> packed(Digest diffId) throws IOException {
        return records.packed(diffId);
    }

    /** For {@link #packed}. @param blob whose content is this layer's tar, compressed */
    public void rememberPacked(Digest diffId, Descriptor blob) throws IOException {
        records.writePacked(diffId, blob);
    }

    /** The tar of a layer, byte for byte as it came. */
    public InputStream openTar(Layer layer) throws IOException {
        Path frame = records.frame(layer.diffId());
        return Files.exists(frame) ? TarFrame.tar(frame, folders.resolve(layer.diffId().hex())) : Compression.unpack(blobs.open(layer.blob().digest()));
    }
}
