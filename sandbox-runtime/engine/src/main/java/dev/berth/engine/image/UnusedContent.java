package dev.berth.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the blobs and layers that no image of anybody refers to any more, and removes them. Nobody else may use the store meanwhile. */
final class UnusedContent {
    private final ImageContent content;
    private final Staging staging;
    private final Set<Digest> usedBlobs = new HashSet<>();
    private final Set<Digest> usedLayers = new HashSet<>();

    UnusedContent(ImageContent content, Staging staging) {
        this.content = content;
        this.staging = staging;
        keepLayer(InitLayer.DIFF_ID);
    }

    /** Keeps an image that a level lists. */
    void keepManifest(Digest manifest) throws IOException {
        usedBlobs.add(manifest);
        JsonNode document = Documents.object(content.blobs().document(manifest), "manifest");
        document.path("layers").forEach(layer -> usedBlobs.add(Digest.parse(layer.path("digest").asText())));
        keepImage(Digest.parse(document.path("config").path("digest").asText()));
    }

    /** Keeps an image that a container was made of, though its user may have removed it by force. */
    void keepImage(Digest image) throws IOException {
        if (!content.blobs().has(image)) {
            return;
        }
        usedBlobs.add(image);
        for (Digest layer : ImageDocument.parse(content.blobs().document(image)).layers()) {
            keepLayer(layer);
        }
    }

    private void keepLayer(Digest layer) {
        usedLayers.add(layer);
        content.layers().find(layer).ifPresent(known -> usedBlobs.add(known.blob().digest()));
    }

    /** A layer moves away before it is deleted: one that is in its place is complete, also after a crash in the middle of this. */
    void remove(Path blobs, Path layers, Path records) throws IOException {
        for (Path layer : unused(layers, usedLayers, "")) {
            Path removed = staging.file();
            Staging.settle(layer, removed);
            Staging.delete(removed);
        }
        for (Path record : unused(records, usedLayers, ".json")) {
            Files.delete(record);
        }
        for (Path blob : unused(blobs, usedBlobs, "")) {
            Files.delete(blob);
        }
    }

    private static Collection<Path> unused(Path folder, Set<Digest> used, String suffix) throws IOException {
        Set<String> names = new HashSet<>();
        used.forEach(digest -> names.add(digest.hex() + suffix));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !names.contains(file.getFileName().toString())).toList();
        }
    }
}
