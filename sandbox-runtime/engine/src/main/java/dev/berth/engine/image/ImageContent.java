package dev.berth.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Images by the digest of their manifest, whoever sees them: their documents among the blobs, their layers unpacked. Thread safe. */
final class ImageContent {
    private final BlobStore blobs;
    private final LayerStore layers;
    /** Images that were asked for; given up when memory gets short, for a document from an archive may be large. */
    private final ConcurrentHashMap<Digest, SoftReference<StoredImage>> read = new ConcurrentHashMap<>();

    ImageContent(BlobStore blobs, LayerStore layers) {
        this.blobs = blobs;
        this.layers = layers;
    }

    BlobStore blobs() {
        return blobs;
    }

    LayerStore layers() {
        return layers;
    }

    /** @param manifest of an image that was added */
    StoredImage get(Digest manifest) {
        return Optional.ofNullable(read.get(manifest)).map(SoftReference::get).orElseGet(() -> {
            StoredImage stored = read(manifest);
            read.put(manifest, new SoftReference<>(stored));
            return stored;
        });
    }

    /** Keeps an image whose layers are here. @param configuration its bytes, unchanged: their digest is the image's id */
    StoredImage add(byte[] configuration, List<Layer> ofImage) throws IOException {
        blobs.put(configuration);
        ObjectNode manifest = Documents.newObject();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", Descriptor.MANIFEST);
        write(new Descriptor(Descriptor.CONFIGURATION, Digest.of(configuration), configuration.length), manifest.putObject("config"));
        ArrayNode list = manifest.putArray("layers");
        ofImage.forEach(layer -> write(layer.blob(), list.addObject()));
        return get(blobs.put(Documents.bytes(manifest)));
    }

    /** As {@link #add}, for an image that came with a manifest; all that it names is here. */
    StoredImage addWithManifest(byte[] configuration, byte[] manifest) throws IOException {
        blobs.put(configuration);
        return get(blobs.put(manifest));
    }

    static void write(Descriptor descriptor, ObjectNode target) {
        target.put("mediaType", descriptor.mediaType());
        target.put("digest", descriptor.digest().toString());
        target.put("size", descriptor.size());
    }

    private StoredImage read(Digest manifest) {
        try {
            byte[] bytes = blobs.document(manifest);
            ObjectNode document = Documents.object(bytes, "manifest");
            ImageDocument configuration = ImageDocument.parse(blobs.document(Digest.parse(document.path("config").path("digest").asText())));
            List<Digest> diffIds = configuration.layers();
            List<Long> sizes = new ArrayList<>();
            for (int i = 0; i < diffIds.size(); i++) {
                sizes.add(layer(diffIds.get(i), i, document.path("layers").path(i)).bytes());
            }
            String type = document.path("mediaType").asText(Descriptor.MANIFEST);
            return new StoredImage(configuration.image(sizes), new Descriptor(type, manifest, bytes.length));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read image " + manifest, failure);
        }
    }

    /** Unpacks the layer again from its blob if it is gone: what is in {@code layers} can always be made anew. */
    private Layer layer(Digest diffId, int position, JsonNode descriptor) throws IOException {
        Digest blob = Digest.parse(descriptor.path("digest").asText());
        Descriptor stored = new Descriptor(descriptor.path("mediaType").asText(), blob, descriptor.path("size").asLong());
        return layers.require(diffId, position, () -> blobs.open(blob), Optional.of(stored));
    }
}
