package dev.berth.engine.image;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.TOO_LARGE;

import dev.berth.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Content by its digest: {@code blobs/sha256/<hex>} of an OCI layout. A blob is there whole or not at all. Thread safe. */
final class BlobStore {
    private final Path folder;
    private final Staging staging;

    BlobStore(Path folder, Staging staging) {
        this.folder = folder;
        this.staging = staging;
    }

    Digest put(byte[] document) throws IOException {
        Digest digest = Digest.of(document);
        if (!has(digest)) {
            staging.write(document, path(digest));
        }
        return digest;
    }

    /** Takes a staged file whose digest has been computed. */
    void adopt(Path staged, Digest digest) throws IOException {
        Staging.force(staged);
        Staging.settle(staged, path(digest));
    }

    boolean has(Digest digest) {
        return Files.exists(path(digest));
    }

    long size(Digest digest) throws IOException {
        return Files.size(path(digest));
    }

    InputStream open(Digest digest) throws IOException {
        return Files.newInputStream(path(digest));
    }

    /** A blob that is JSON. @throws EngineException TOO_LARGE, or INVALID_PARAMETER if there is none */
    byte[] document(Digest digest) throws IOException {
        if (!has(digest)) {
            throw new EngineException(INVALID_PARAMETER, "invalid image: there is no blob " + digest);
        }
        if (size(digest) > ImageLimits.DOCUMENT_BYTES) {
            throw new EngineException(TOO_LARGE, "invalid image: document " + digest + " has more than " + ImageLimits.DOCUMENT_BYTES + " bytes");
        }
        return Files.readAllBytes(path(digest));
    }

    void delete(Digest digest) throws IOException {
        Files.deleteIfExists(path(digest));
    }

    private Path path(Digest digest) {
        return folder.resolve(digest.hex());
    }
}
