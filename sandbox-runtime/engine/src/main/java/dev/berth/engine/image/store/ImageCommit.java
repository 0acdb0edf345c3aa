package dev.berth.engine.image.store;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

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
        lease.add(Content.blob(commit.parent()));
        if (!content.blobs().has(commit.parent())) {
            throw new EngineException(NOT_FOUND, "No such image: " + commit.parent());
        }
        byte[] parent = content.blobs().document(commit.parent());
        List<Layer> layers = new ArrayList<>();
        for (Digest diffId : ImageDocument.parse(parent).layers()) {
            layers.add(content.layers().find(diffId, lease).orElseThrow(() -> new EngineException(NOT_FOUND, "No such layer: " + diffId)));
        }
        if (tar.isPresent()) {
            layers.add(content.layers().addMade(tar.get(), lease));
        }
        return content.add(document(Documents.object(parent, "image configuration"), commit, layers, tar.isEmpty()), layers, lease);
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
        ObjectNode files = document.putObject("rootfs");
        files.put("type", "layers");
        layers.forEach(layer -> files.withArray("/diff_ids").add(layer.diffId().toString()));
        return Documents.bytes(document);
    }
}
