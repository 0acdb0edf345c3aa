package dev.berth.engine.image.layer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.content.Staging;
import dev.berth.engine.image.document.Descriptor;
import dev.berth.engine.image.document.Documents;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of layers: {@code images/layers/<hex of the diff id>.json}, and beside it {@code <hex>.frame}, what the tar of one that has no blob has besides its files
 * ({@link TarFrame}), and {@code <hex>.packed}, how registries have it. Thread safe.
 */
final class LayerRecords {
    private static final Logger LOG = LoggerFactory.getLogger(LayerRecords.class);
    private static final String RECORD = ".json";
    private static final String FRAME = ".frame";
    private static final String PACKED = ".packed";

    private final Path folder;
    private final Staging staging;

    LayerRecords(Path folder, Staging staging) {
        this.folder = folder;
        this.staging = staging;
    }

    /** @throws java.nio.file.NoSuchFileException when nothing is known. @throws EngineException INVALID_PARAMETER when it cannot be read */
    Layer read(Digest diffId) throws IOException {
        ObjectNode record = record(diffId);
        Descriptor blob = new Descriptor(
                record.required("mediaType").asText(), Digest.parse(record.required("blob").asText()), record.required("blobBytes").asLong());
        return new Layer(diffId, record.required("bytes").asLong(), blob);
    }

    private ObjectNode record(Digest diffId) throws IOException {
        return Documents.object(Files.readAllBytes(file(diffId)), "record of layer " + diffId);
    }

    /** What a layer takes. Those from before this was written down are taken for as large as their files. */
    long diskBytes(Digest diffId) throws IOException {
        if (Files.notExists(file(diffId))) {
            return 0;
        }
        try {
            ObjectNode record = record(diffId);
            return record.path("diskBytes").asLong(record.path("bytes").asLong());
        } catch (EngineException malformed) {
            LOG.error("what is known of layer {} cannot be read", diffId, malformed);
            return 0; // whoever needs the layer hears of it; others go on
        }
    }

    /** Diff ids of all of which anything lies here. */
    Set<Digest> all() throws IOException {
        Set<Digest> all = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> Digest.ofHex(file.getFileName().toString().split("\\.", 2)[0]).ifPresent(all::add));
        }
        return all;
    }

    /** Its name, and those of what was put here before, are on the disk when this returns. @param diskBytes what the layer takes */
    void write(Layer layer, long diskBytes) throws IOException {
        ObjectNode record = Documents.newObject();
        record.put("bytes", layer.bytes());
        record.put("diskBytes", diskBytes);
        record.put("blob", layer.blob().digest().toString());
        record.put("blobBytes", layer.blob().size());
        record.put("mediaType", layer.blob().mediaType());
        staging.writeUnsynced(Documents.bytes(record), file(layer.diffId()));
        Staging.force(folder);
    }

    /** How registries have a layer's tar; empty: nobody has asked one for it. */
    Optional<Descriptor> packed(Digest diffId) throws IOException {
        Path file = folder.resolve(diffId.hex() + PACKED);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        ObjectNode record = Documents.object(Files.readAllBytes(file), "record of packed layer " + diffId);
        return Optional.of(new Descriptor(record.required("mediaType").asText(), Digest.parse(record.required("digest").asText()), record.required("size").asLong()));
    }

    /** Nothing is lost when it does not get to the disk. */
    void writePacked(Digest diffId, Descriptor packed) throws IOException {
        ObjectNode record = Documents.newObject();
        packed.writeTo(record);
        staging.writeUnsynced(Documents.bytes(record), folder.resolve(diffId.hex() + PACKED));
    }

    void discard(Digest diffId) throws IOException {
        staging.discard(folder.resolve(diffId.hex() + PACKED));
        staging.discard(file(diffId));
        staging.discard(frame(diffId));
    }

    /** Where a layer's frame is, or would be. */
    Path frame(Digest diffId) {
        return folder.resolve(diffId.hex() + FRAME);
    }

    private Path file(Digest diffId) {
        return folder.resolve(diffId.hex() + RECORD);
    }
}
