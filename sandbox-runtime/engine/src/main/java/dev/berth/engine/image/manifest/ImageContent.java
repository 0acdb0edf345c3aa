package dev.berth.engine.image.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.NoSuchImage;
import dev.berth.engine.image.content.Account;
import dev.berth.engine.image.content.BlobStore;
import dev.berth.engine.image.content.Content;
import dev.berth.engine.image.content.ContentLedger;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.document.Descriptor;
import dev.berth.engine.image.document.Documents;
import dev.berth.engine.image.document.ImageDocument;
import dev.berth.engine.image.layer.Layer;
import dev.berth.engine.image.layer.LayerStore;
import dev.berth.engine.image.layer.StagedLayer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Images by the digest of their manifest, whoever sees them: their documents among the blobs, their layers unpacked. Thread safe. */
public final class ImageContent {
    private final BlobStore blobs;
    private final LayerStore layers;
    private final ContentLedger ledger;
    /** Images that were asked for; given up when memory gets short, for a document from an archive may be large. */
    private final ConcurrentHashMap<Digest, SoftReference<StoredImage>> read = new ConcurrentHashMap<>();

    public ImageContent(BlobStore blobs, LayerStore layers, ContentLedger ledger) {
        this.blobs = blobs;
        this.layers = layers;
        this.ledger = ledger;
    }

    public BlobStore blobs() {
        return blobs;
    }

    public LayerStore layers() {
        return layers;
    }

    public ContentLedger ledger() {
        return ledger;
    }

    /** @param manifest of an image. @throws dev.berth.engine.EngineException NOT_FOUND when it is gone */
    public StoredImage get(Digest manifest) {
        return find(manifest).orElseThrow(() -> NoSuchImage.of(manifest));
    }

    /** What is kept in memory of a document that is gone. */
    public void forget(Digest document) {
        read.remove(document);
    }

    /** Empty when it is gone. */
    public Optional<StoredImage> find(Digest manifest) {
        Optional<StoredImage> known = Optional.ofNullable(read.get(manifest)).map(SoftReference::get);
        return known.isPresent() ? known : read(manifest);
    }

    private Optional<StoredImage> read(Digest manifest) {
        try (Lease lease = ledger.hold(Account.READERS)) {
            Optional<StoredImage> stored = read(manifest, lease);
            stored.ifPresent(image -> read.put(manifest, new SoftReference<>(image)));
            return stored;
        }
    }

    /** Keeps an image, with all that belongs to it. @return empty when it is gone: then nothing is held */
    public Optional<Lease> hold(Account account, Digest manifest) {
        return holding(account, lease -> read(manifest, lease).isPresent());
    }

    /** As {@link #hold}, for a container: what it is made of stays, and not the image's place in any list. @param image its id */
    public Optional<Lease> leaseFiles(Account account, Digest image) {
        return holding(account, lease -> {
            lease.add(Content.blob(image));
            return blobs.has(image) && ImageDocument.parse(document(image)).layers().stream().allMatch(layer -> layers.find(layer, lease).isPresent());
        });
    }

    private Optional<Lease> holding(Account account, Predicate<Lease> taking) {
        Lease lease = ledger.hold(account);
        boolean taken = false;
        try {
            taken = taking.test(lease);
            return taken ? Optional.of(lease) : Optional.empty();
        } finally {
            if (!taken) {
                lease.close();
            }
        }
    }

    private byte[] document(Digest digest) {
        try {
            return blobs.document(digest);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + digest, failure);
        }
    }

    /** Keeps an image whose layers are here. @param configuration its bytes, unchanged: their digest is the image's id; @param hold that keeps it from now on */
    public StoredImage add(byte[] configuration, List<Layer> ofImage, Lease lease) throws IOException {
        ObjectNode manifest = Documents.newObject();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", Descriptor.MANIFEST);
        new Descriptor(Descriptor.CONFIGURATION, Digest.of(configuration), configuration.length).writeTo(manifest.putObject("config"));
        ArrayNode list = manifest.putArray("layers");
        ofImage.forEach(layer -> layer.blob().writeTo(list.addObject()));
        return addWithManifest(configuration, Documents.bytes(manifest), lease);
    }

    /** As {@link #add}, for an image that came with a manifest; all that it names is here. */
    public StoredImage addWithManifest(byte[] configuration, byte[] manifest, Lease lease) throws IOException {
        return get(blobs.put(lease, configuration, manifest));
    }

    private Optional<StoredImage> read(Digest manifest, Lease lease) {
        try {
            lease.add(Content.blob(manifest));
            if (!blobs.has(manifest)) {
                return Optional.empty();
            }
            byte[] bytes = blobs.document(manifest);
            ObjectNode document = Documents.object(bytes, "manifest");
            Digest id = Digest.parse(document.path("config").path("digest").asText());
            lease.add(Content.blob(id));
            List<Digest> layerBlobs = new ArrayList<>();
            document.path("layers").forEach(layer -> layerBlobs.add(Digest.parse(layer.path("digest").asText())));
            layerBlobs.forEach(blob -> lease.add(Content.blob(blob)));
            if (!blobs.has(id)) {
                return Optional.empty();
            }
            ImageDocument configuration = ImageDocument.parse(blobs.document(id));
            List<Digest> diffIds = configuration.layers();
            List<Long> sizes = new ArrayList<>();
            for (int i = 0; i < diffIds.size(); i++) {
                sizes.add(layer(diffIds.get(i), i, document.path("layers").path(i), lease).bytes());
            }
            String type = document.path("mediaType").asText(Descriptor.MANIFEST);
            return Optional.of(new StoredImage(configuration.image(sizes), new Descriptor(type, manifest, bytes.length), List.copyOf(layerBlobs)));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read image " + manifest, failure);
        }
    }

    /** One that is gone is unpacked again from its blob, if it came as one. */
    private Layer layer(Digest diffId, int position, JsonNode descriptor, Lease lease) throws IOException {
        Digest blob = Digest.parse(descriptor.path("digest").asText());
        Descriptor stored = new Descriptor(descriptor.path("mediaType").asText(), blob, descriptor.path("size").asLong());
        Optional<Layer> here = layers.find(diffId, lease);
        return here.isPresent() ? here.get() : layers.require(diffId, position, source(stored, lease), lease);
    }

    /** @param blob that is a layer's tar, compressed or not */
    public LayerStore.Source source(Descriptor blob, Lease lease) {
        return new LayerStore.Source() {
            @Override
            public StagedLayer stage() throws IOException {
                try (InputStream packed = blobs.open(blob.digest())) {
                    return layers.stage(packed, Optional.of(blob), lease);
                }
            }

            @Override
            public Digest diffId() throws IOException {
                try (InputStream packed = blobs.open(blob.digest())) {
                    return layers.measure(packed);
                }
            }
        };
    }
}
