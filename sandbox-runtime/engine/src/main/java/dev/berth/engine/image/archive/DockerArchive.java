package dev.berth.engine.image.archive;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.TOO_LARGE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.document.Documents;
import dev.berth.engine.image.document.ImageDocument;
import dev.berth.engine.image.layer.Layer;
import dev.berth.engine.image.manifest.ImageContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What {@code docker save} writes: {@code manifest.json} lists for each image its configuration, names and layers.
 *
 * @see <a href="https://github.com/moby/docker-image-spec/blob/main/v1.2.md#combined-image-json--filesystem-changeset-format">Docker image specification</a>
 */
final class DockerArchive {
    private final StagedArchive archive;
    private final ImageContent content;
    private final ImageLimits limits;
    private final Lease lease;
    private final Predicate<Digest> seen;

    /** @param seen whether a layer may be left out of the archive */
    DockerArchive(StagedArchive archive, ImageContent content, ImageLimits limits, Lease lease, Predicate<Digest> seen) {
        this.archive = archive;
        this.content = content;
        this.limits = limits;
        this.lease = lease;
        this.seen = seen;
    }

    List<ArchiveReader.Found> read() throws IOException {
        JsonNode manifest = Documents.parse(archive.document("manifest.json"), "manifest.json");
        if (manifest.size() > limits.images()) {
            throw new EngineException(TOO_LARGE, "archive has more than " + limits.images() + " images");
        }
        List<ArchiveReader.Found> found = new ArrayList<>();
        for (JsonNode image : manifest) {
            found.add(read(image));
        }
        return found;
    }

    private ArchiveReader.Found read(JsonNode image) throws IOException {
        byte[] configuration = archive.document(image.path("Config").asText());
        List<Digest> diffIds = ImageDocument.parse(configuration).layers();
        JsonNode files = image.path("Layers");
        if (files.size() != diffIds.size()) {
            throw new EngineException(INVALID_PARAMETER, "invalid manifest, layers length mismatch: expected " + files.size() + ", got " + diffIds.size());
        }
        List<ImageReference> names = names(image.path("RepoTags"));
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < diffIds.size(); i++) {
            layers.add(layer(diffIds.get(i), i, files.get(i).asText()));
        }
        return new ArchiveReader.Found(content.add(configuration, layers, lease), names);
    }

    private Layer layer(Digest diffId, int position, String file) throws IOException {
        if (!archive.has(file) && seen.test(diffId)) {
            Optional<Layer> here = content.layers().find(diffId, lease);
            if (here.isPresent()) {
                return here.get();
            }
        }
        return content.layers().require(diffId, position, archive.layer(file), lease);
    }

    private static List<ImageReference> names(JsonNode texts) {
        List<ImageReference> names = new ArrayList<>();
        for (JsonNode text : texts) {
            ImageReference name = ImageReference.parse(text.asText());
            if (name.digest().isPresent()) {
                throw new EngineException(INVALID_PARAMETER, "invalid tag \"" + text.asText() + "\"");
            }
            names.add(name);
        }
        return names;
    }
}
