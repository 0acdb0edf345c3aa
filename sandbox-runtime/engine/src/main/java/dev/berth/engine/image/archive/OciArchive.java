package dev.berth.engine.image.archive;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.TOO_LARGE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Platform;
import dev.berth.engine.image.content.Content;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.content.MeasuredInput;
import dev.berth.engine.image.content.Reservation;
import dev.berth.engine.image.document.Descriptor;
import dev.berth.engine.image.document.Documents;
import dev.berth.engine.image.document.ImageDocument;
import dev.berth.engine.image.manifest.ImageContent;
import dev.berth.engine.image.manifest.StoredImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An OCI image layout in a tar. Every blob is checked against its digest before anything trusts it; an index within the index means its image for this host.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">OCI image layout</a>
 */
final class OciArchive {
    private static final int DEEPEST_INDEX = 3;

    private final StagedArchive archive;
    private final ImageContent content;
    private final ImageLimits limits;
    private final Lease lease;
    /** Blobs that the archive was found to have. */
    private final Set<Digest> shown = new HashSet<>();

    OciArchive(StagedArchive archive, ImageContent content, ImageLimits limits, Lease lease) {
        this.archive = archive;
        this.content = content;
        this.limits = limits;
        this.lease = lease;
    }

    List<ArchiveReader.Found> read() throws IOException {
        JsonNode entries = Documents.object(archive.document("index.json"), "index.json").path("manifests");
        if (entries.size() > limits.images()) {
            throw new EngineException(TOO_LARGE, "archive has more than " + limits.images() + " images");
        }
        List<ArchiveReader.Found> found = new ArrayList<>();
        for (JsonNode entry : entries) {
            found.add(new ArchiveReader.Found(keep(manifest(entry, DEEPEST_INDEX)), names(entry.path("annotations"))));
        }
        return found;
    }

    private byte[] manifest(JsonNode descriptor, int depth) throws IOException {
        byte[] bytes = document(Digest.parse(descriptor.path("digest").asText()));
        ObjectNode document = Documents.object(bytes, "manifest");
        if (document.has("config")) {
            return bytes;
        }
        for (JsonNode entry : document.path("manifests")) {
            JsonNode platform = entry.path("platform");
            if (depth > 0 && platform.path("os").asText().equals(Platform.HOST.operatingSystem()) && platform.path("architecture").asText().equals(Platform.HOST.architecture())) {
                return manifest(entry, depth - 1);
            }
        }
        throw new EngineException(INVALID_PARAMETER, "invalid archive: no image for " + Platform.HOST + " in " + Digest.of(bytes));
    }

    private StoredImage keep(byte[] manifestBytes) throws IOException {
        ObjectNode manifest = Documents.object(manifestBytes, "manifest");
        byte[] configuration = document(Digest.parse(manifest.path("config").path("digest").asText()));
        List<Digest> diffIds = ImageDocument.parse(configuration).layers();
        JsonNode layers = manifest.path("layers");
        if (layers.size() != diffIds.size()) {
            throw new EngineException(INVALID_PARAMETER, "invalid manifest, layers length mismatch: expected " + layers.size() + ", got " + diffIds.size());
        }
        for (int i = 0; i < diffIds.size(); i++) {
            require(diffIds.get(i), i, layers.get(i));
        }
        return content.addWithManifest(configuration, manifestBytes, lease);
    }

    private void require(Digest diffId, int position, JsonNode descriptor) throws IOException {
        Digest blob = Digest.parse(descriptor.path("digest").asText());
        Optional<Digest> arrived = archive.diffId(name(blob));
        if (arrived.isPresent()) { // not compressed: its blob is its tar
            verify(blob, arrived.get());
            content.layers().require(diffId, position, archive.layer(name(blob)), lease);
            return;
        }
        adopt(blob);
        Descriptor stored = new Descriptor(descriptor.path("mediaType").asText(), blob, content.blobs().size(blob));
        content.layers().require(diffId, position, content.source(stored, lease), lease);
    }

    private byte[] document(Digest digest) throws IOException {
        byte[] bytes = archive.document(name(digest));
        verify(digest, Digest.of(bytes));
        return bytes;
    }

    /** The archive must have it also when it is here: what is here may be another's. */
    private void adopt(Digest blob) throws IOException {
        lease.add(Content.blob(blob));
        if (!shown.add(blob)) {
            return;
        }
        Path file = archive.file(name(blob));
        try (MeasuredInput bytes = new MeasuredInput(Files.newInputStream(file))) {
            bytes.drain();
            verify(blob, bytes.digest());
        }
        if (content.blobs().has(blob)) {
            return;
        }
        try (Reservation reservation = lease.reservation()) {
            reservation.add(Reservation.ofFile(Files.size(archive.giveAway(file))));
            content.blobs().adopt(file, blob, lease, reservation);
        }
    }

    private static String name(Digest digest) {
        return "blobs/sha256/" + digest.hex();
    }

    private static void verify(Digest wanted, Digest found) {
        if (!wanted.equals(found)) {
            throw new EngineException(INVALID_PARAMETER, "invalid archive: the content of blob " + wanted + " has the digest " + found);
        }
    }

    /** A name in full, or, as skopeo writes it, a name where the specification wants a tag. A tag alone names nothing. */
    private static List<ImageReference> names(JsonNode annotations) {
        for (String key : List.of(Descriptor.IMAGE_NAME, Descriptor.REFERENCE_NAME)) {
            String text = annotations.path(key).asText("");
            if (key.equals(Descriptor.IMAGE_NAME) && !text.isEmpty() || text.contains(":")) {
                return List.of(ImageReference.parse(text));
            }
        }
        return List.of();
    }
}
