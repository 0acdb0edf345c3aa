package dev.berth.engine.image.distribution;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.Platform;
import dev.berth.engine.image.document.Descriptor;
import dev.berth.engine.image.document.Documents;
import dev.berth.engine.image.registry.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a registry has of an image: its configuration and its layers, lowest first.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/manifest-v2-2/">distribution, image manifest version 2, schema 2</a>
 */
record ImageManifest(Descriptor configuration, List<Descriptor> layers) {
    static final String MEDIA_TYPE = "application/vnd.docker.distribution.manifest.v2+json";
    private static final String CONFIGURATION = "application/vnd.docker.container.image.v1+json";
    static final String LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    /** @throws EngineException INVALID_PARAMETER for what is none, or of the first version */
    static ImageManifest parse(byte[] bytes) {
        ObjectNode document = document(bytes);
        if (!document.path("config").isObject()) {
            throw new EngineException(INVALID_PARAMETER, "invalid manifest: it names no configuration");
        }
        JsonNode listed = document.path("layers");
        if (listed.size() > ImageLimits.LAYERS) {
            throw new EngineException(INVALID_PARAMETER, "max depth exceeded: the image has " + listed.size() + " layers, and " + ImageLimits.LAYERS + " are allowed");
        }
        List<Descriptor> layers = new ArrayList<>();
        for (JsonNode layer : listed) {
            Descriptor descriptor = descriptor(layer);
            if (descriptor.mediaType().contains("foreign") || descriptor.mediaType().contains("nondistributable")) {
                throw new EngineException(INVALID_PARAMETER, "invalid manifest: layer " + descriptor.digest() + " is not in the registry, but elsewhere");
            }
            layers.add(descriptor);
        }
        return new ImageManifest(descriptor(document.path("config")), layers);
    }

    private static Descriptor descriptor(JsonNode json) {
        JsonNode size = json.path("size");
        if (!size.canConvertToLong() || size.longValue() < 0) {
            throw new EngineException(INVALID_PARAMETER, "invalid manifest: \"" + size.asText() + "\" is no size");
        }
        return new Descriptor(json.path("mediaType").asText(""), Digest.parse(json.path("digest").asText()), size.longValue());
    }

    private static ObjectNode document(byte[] bytes) {
        ObjectNode document = Documents.object(bytes, "manifest");
        if (document.path("schemaVersion").asInt() == 1 || document.has("fsLayers")) {
            throw new EngineException(INVALID_PARAMETER, "manifests of schema version 1 are not supported: push the image again with Docker 1.10 or newer, and pull that");
        }
        return document;
    }

    /** Of a list of images for several platforms, that for this one; empty: these bytes are no list. @throws EngineException NOT_FOUND when none is for it */
    static Optional<Digest> choose(byte[] bytes, Platform wanted) {
        JsonNode entries = document(bytes).path("manifests");
        if (!entries.isArray()) {
            return Optional.empty();
        }
        for (JsonNode entry : entries) {
            if (entry.path("platform").isObject() && wanted.runs(platform(entry))) {
                return Optional.of(Digest.parse(entry.path("digest").asText()));
            }
        }
        throw new EngineException(NOT_FOUND, "no matching manifest for " + wanted + " in the manifest list entries");
    }

    /** For which a list has images; empty: these bytes are no list. */
    static Optional<List<Platform>> platforms(byte[] bytes) {
        JsonNode entries = document(bytes).path("manifests");
        if (!entries.isArray()) {
            return Optional.empty();
        }
        List<Platform> platforms = new ArrayList<>();
        entries.forEach(entry -> platforms.add(platform(entry)));
        return Optional.of(platforms);
    }

    private static Platform platform(JsonNode entry) {
        JsonNode platform = entry.path("platform");
        return new Platform(platform.path("os").asText(""), platform.path("architecture").asText(""), platform.path("variant").asText(""));
    }

    /** The document by whose digest the image is known. @throws EngineException INVALID_PARAMETER when the registry has another one */
    byte[] configuration(Repository repository) throws IOException {
        if (configuration.size() > ImageLimits.DOCUMENT_BYTES) {
            throw new EngineException(INVALID_PARAMETER, "invalid manifest: configuration of " + configuration.size() + " bytes, and at most " + ImageLimits.DOCUMENT_BYTES + " are read");
        }
        byte[] bytes = repository.blob(configuration.digest(), 0).readNBytes((int) configuration.size() + 1);
        if (!Digest.of(bytes).equals(configuration.digest())) {
            throw ImagePull.verificationFailed("image config", configuration.digest());
        }
        if (Documents.hasMoreTokens(bytes, ImageLimits.ARCHIVE_DOCUMENT_TOKENS)) {
            throw new EngineException(INVALID_PARAMETER, "invalid image configuration: it says more than " + ImageLimits.ARCHIVE_DOCUMENT_TOKENS + " things");
        }
        return bytes;
    }

    /** Byte for byte as Docker writes it: the same image has the same digest, whoever pushes it. */
    byte[] bytes() {
        StringBuilder text = new StringBuilder("{\n   \"schemaVersion\": 2,\n   \"mediaType\": \"" + MEDIA_TYPE + "\",\n   \"config\": ");
        write(configuration.digest(), configuration.size(), CONFIGURATION, "   ", text);
        text.append(",\n   \"layers\": [");
        String separator = "";
        for (Descriptor layer : layers) {
            text.append(separator).append("\n      ");
            write(layer.digest(), layer.size(), LAYER, "      ", text);
            separator = ",";
        }
        return text.append(layers.isEmpty() ? "]" : "\n   ]").append("\n}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void write(Digest digest, long size, String mediaType, String indent, StringBuilder text) {
        text.append("{\n").append(indent).append("   \"mediaType\": \"").append(mediaType)
                .append("\",\n").append(indent).append("   \"size\": ").append(size)
                .append(",\n").append(indent).append("   \"digest\": \"").append(digest).append("\"\n").append(indent).append('}');
    }
}
