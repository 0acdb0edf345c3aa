package dev.berth.engine.image.store;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.content.Content;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.document.Documents;
import dev.berth.engine.image.document.ImageDocument;
import dev.berth.engine.image.layer.Layer;
import dev.berth.engine.image.manifest.ImageContent;
import dev.berth.engine.image.manifest.StoredImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes an image of another one and a layer on top: {@code docker commit}. */
final class ImageCommit {
    private final ImageContent content;

    ImageCommit(ImageContent content) {
        this.content = content;
    }

    /** @param tar of the new layer; absent: the image differs in its configuration alone; @param hold that keeps it from now on */
    StoredImage add(Images.Commit commit, Optional<InputStream> tar, Lease lease) throws IOException {
        byte[] parent = parent(content, commit.parent(), lease);
        List<Layer> layers = layers(content, parent, lease);
        if (tar.isPresent()) {
            layers.add(content.layers().addMade(tar.get(), lease));
        }
        return content.add(document(Documents.object(parent, "image configuration"), commit, layers, tar.isEmpty()), layers, lease);
    }

    /** @return its configuration, held from now on. @throws EngineException NOT_FOUND when it has gone meanwhile */
    static byte[] parent(ImageContent content, Digest image, Lease lease) throws IOException {
        lease.add(Content.blob(image));
        if (!content.blobs().has(image)) {
            throw new EngineException(NOT_FOUND, "No such image: " + image);
        }
        return content.blobs().document(image);
    }

    /** Those that a configuration names, held from now on. */
    static List<Layer> layers(ImageContent content, byte[] configuration, Lease lease) throws IOException {
        List<Layer> layers = new ArrayList<>();
        for (Digest diffId : ImageDocument.parse(configuration).layers()) {
            layers.add(content.layers().find(diffId, lease).orElseThrow(() -> new EngineException(NOT_FOUND, "No such layer: " + diffId)));
        }
        return layers;
    }

    private static byte[] document(ObjectNode document, Images.Commit commit, List<Layer> layers, boolean emptyLayer) {
        String created = commit.created().toString();
        document.remove(List.of("author", "comment", "docker_version"));
        document.put("created", created);
        ObjectNode run = document.withObject("/config");
        ImageDocument.write(commit.config(), commit.container(), run);
        document.put("container", commit.container().id());
        ImageDocument.write(commit.container().config(), commit.container(), document.putObject("container_config"));
        ObjectNode line = document.withArray("/history").addObject();
        line.put("created", created);
        if (!commit.author().isEmpty()) {
            document.put("author", commit.author());
            line.put("author", commit.author());
        }
        line.put("created_by", commit.createdBy());
        if (!commit.message().isEmpty()) {
            document.put("comment", commit.message());
            line.put("comment", commit.message());
        }
        if (emptyLayer) {
            line.put("empty_layer", true);
        }
        putLayers(document, layers);
        return Documents.bytes(document);
    }

    static void putLayers(ObjectNode document, List<Layer> layers) {
        ObjectNode files = document.putObject("rootfs");
        files.put("type", "layers");
        ArrayNode list = files.putArray("diff_ids");
        layers.forEach(layer -> list.add(layer.diffId().toString()));
    }
}
