package dev.berth.engine.image;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdOutputStream;
import dev.berth.engine.EngineException;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
 * Unpacked layers, {@code layers/<hex of the diff id>}, each unpacked once for all machines: in the staging folder, then synced and renamed. What is known of a
 * layer lies beside, in {@code images/layers/<hex>.json}, and is written first; so a folder that is there is complete. Thread safe.
 */
final class LayerStore {
    private static final Logger LOG = LoggerFactory.getLogger(LayerStore.class);
    private static final int COMPRESSION_JOB_BYTES = 1 << 20;
    private static final String RECORD = ".json";

    private final Path folders;
    private final Path records;
    private final Staging staging;
    private final BlobStore blobs;
    private final ImageLimits limits;
    /** Only for those who want the same layer at the same moment; two layers that share a lock wait for each other needlessly, and harmlessly. */
    private final Lock[] turns = Stream.generate(ReentrantLock::new).limit(256).toArray(Lock[]::new);

    LayerStore(Path folders, Path records, Staging staging, BlobStore blobs, ImageLimits limits) {
        this.folders = folders;
        this.records = records;
        this.staging = staging;
        this.blobs = blobs;
        this.limits = limits;
    }

    /** Opens a layer's tar, perhaps compressed. */
    interface Source {
        InputStream open() throws IOException;
    }

    /** As {@link #find(Digest)}; @param hold that keeps it from now on, with its blob */
    Optional<Layer> find(Digest diffId, Hold hold) {
        hold.add(Content.layer(diffId));
        Optional<Layer> found = find(diffId);
        found.ifPresent(layer -> hold.add(Content.blob(layer.blob().digest())));
        return found;
    }

    /** One that somebody holds. */
    Optional<Layer> find(Digest diffId) {
        if (!Files.isDirectory(folders.resolve(diffId.hex()))) {
            return Optional.empty();
        }
        try {
            ObjectNode record = record(diffId);
            Descriptor blob = new Descriptor(
                    record.required("mediaType").asText(), Digest.parse(record.required("blob").asText()), record.required("blobBytes").asLong());
            return Optional.of(new Layer(diffId, record.required("bytes").asLong(), blob));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read what is known of layer " + diffId, failure);
        }
    }

    private ObjectNode record(Digest diffId) throws IOException {
        return Documents.object(Files.readAllBytes(recordOf(diffId)), "record of layer " + diffId);
    }

    /** Diff ids of all, with what each takes; those as well of which only the folder or only the record is there. */
    Map<Digest, Long> all() throws IOException {
        Map<Digest, Long> all = new HashMap<>();
        try (DirectoryStream<Path> layers = Files.newDirectoryStream(folders)) {
            layers.forEach(layer -> Digest.ofHex(layer.getFileName().toString()).ifPresent(diffId -> all.put(diffId, 0L)));
        }
        try (DirectoryStream<Path> known = Files.newDirectoryStream(records)) {
            for (Path file : known) {
                Optional<Digest> diffId = Digest.ofHex(file.getFileName().toString().replace(RECORD, ""));
                if (diffId.isPresent()) {
                    all.put(diffId.get(), diskBytes(diffId.get()));
                }
            }
        }
        return all;
    }

    /** Layers from before this was written down are taken for as large as their files. */
    private long diskBytes(Digest diffId) throws IOException {
        try {
            ObjectNode record = record(diffId);
            return record.path("diskBytes").asLong(record.path("bytes").asLong());
        } catch (EngineException malformed) {
            LOG.error("what is known of layer {} cannot be read", diffId, malformed);
            return 0; // whoever needs the layer hears of it; others go on
        }
    }

    /** The folder first: one that is there is complete, also after a crash in the middle of this. */
    void discard(Digest diffId) throws IOException {
        staging.discard(folders.resolve(diffId.hex()));
        staging.discard(recordOf(diffId));
    }

    /**
     * Unpacks a layer unless it is here. When others want the same one at this moment, the first unpacks it and the rest find it; if its tar was wrong, each
     * tries its own.
     *
     * @param position of the layer in its image, for the message; @param stored the blob that {@code source} reads; absent: the store keeps the tar compressed
     * @param hold that keeps it from now on
     * @throws EngineException INVALID_PARAMETER if the tar is not that of {@code diffId}, or cannot be a layer
     */
    Layer require(Digest diffId, int position, Source source, Optional<Descriptor> stored, Hold hold) throws IOException {
        Lock turn = turns[Math.floorMod(diffId.hashCode(), turns.length)];
        turn.lock();
        try {
            Optional<Layer> present = find(diffId, hold);
            if (present.isPresent()) {
                return present.get();
            }
            try (InputStream packed = source.open()) {
                return unpack(packed, Optional.of(new Expected(diffId, position)), stored, hold);
            }
        } finally {
            turn.unlock();
        }
    }

    /** Unpacks a tar of which nothing is known yet. */
    Layer add(InputStream packed, Hold hold) throws IOException {
        return unpack(packed, Optional.empty(), Optional.empty(), hold);
    }

    private record Expected(Digest diffId, int position) {}

    private Layer unpack(InputStream packed, Optional<Expected> expected, Optional<Descriptor> stored, Hold hold) throws IOException {
        Path folder = staging.folder();
        Path blob = staging.file();
        try (Spending spent = hold.spending();
                Spending spentOnBlob = hold.spending();
                OutputStream blobFile = stored.isPresent() ? OutputStream.nullOutputStream() : spentOnBlob.counting(Files.newOutputStream(blob));
                MeasuredOutput blobBytes = new MeasuredOutput(blobFile);
                OutputStream copy = stored.isPresent() ? blobBytes : compress(blobBytes);
                MeasuredInput tar = new MeasuredInput(new LimitedInput(Compression.unpack(packed), limits.layerBytes()), copy);
                RootedFolder target = RootedFolder.open(folder)) {
            long bytes = LayerUnpacker.unpack(tar, target, limits, spent::add);
            tar.drain();
            copy.close();
            Digest diffId = tar.digest();
            expected.ifPresent(wanted -> verify(wanted, diffId));
            tar.close(); // of a staged one nothing is left that the sync would write
            target.sync();
            Descriptor kept = stored.orElseGet(() -> new Descriptor(Descriptor.LAYER_ZSTD, blobBytes.digest(), blobBytes.count()));
            if (stored.isEmpty()) {
                blobs.adopt(blob, kept.digest(), hold, spentOnBlob);
            }
            return settle(new Layer(diffId, bytes, kept), folder, hold, spent);
        } finally {
            Staging.delete(folder);
            Staging.delete(blob);
        }
    }

    /** On a thread of the library's, so that a second processor, where there is one, compresses what the first one unpacks: in jobs, which take a few MiB together. */
    private static OutputStream compress(OutputStream target) throws IOException {
        return new ZstdOutputStream(target).setWorkers(1).setJobSize(COMPRESSION_JOB_BYTES);
    }

    private static void verify(Expected wanted, Digest found) {
        if (!wanted.diffId().equals(found)) {
            throw new EngineException(INVALID_PARAMETER,
                    "invalid diffID for layer " + wanted.position() + ": expected \"" + wanted.diffId() + "\", got \"" + found + "\"");
        }
    }

    private Layer settle(Layer layer, Path folder, Hold hold, Spending spent) throws IOException {
        Optional<Layer> present = find(layer.diffId(), hold);
        if (present.isPresent()) {
            return present.get();
        }
        ObjectNode record = Documents.newObject();
        record.put("bytes", layer.bytes());
        record.put("diskBytes", spent.bytes());
        record.put("blob", layer.blob().digest().toString());
        record.put("blobBytes", layer.blob().size());
        record.put("mediaType", layer.blob().mediaType());
        staging.write(Documents.bytes(record), recordOf(layer.diffId()));
        Staging.settle(folder, folders.resolve(layer.diffId().hex()));
        spent.becomes(Content.layer(layer.diffId()));
        return layer;
    }

    private Path recordOf(Digest diffId) {
        return records.resolve(diffId.hex() + RECORD);
    }
}
