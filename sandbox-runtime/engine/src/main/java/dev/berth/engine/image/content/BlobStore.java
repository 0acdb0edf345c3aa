package dev.berth.engine.image.content;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.TOO_LARGE;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Content by its digest: {@code blobs/sha256/<hex>} of an OCI layout. A blob is there whole or not at all. Thread safe. */
public final class BlobStore {
    private final Path folder;
    private final Staging staging;

    public BlobStore(Path folder, Staging staging) {
        this.folder = folder;
        this.staging = staging;
    }

    /** Returns when all are on the disk. @param hold that keeps them from now on. @return the last one's */
    public Digest put(Lease lease, byte[]... documents) throws IOException {
        Digest digest = null;
        boolean made = false;
        for (byte[] document : documents) {
            digest = Digest.of(document);
            lease.add(Content.blob(digest));
            if (!has(digest)) {
                try (Reservation reservation = lease.reservation()) {
                    reservation.add(Reservation.ofFile(document.length));
                    staging.writeUnnamed(document, path(digest));
                    reservation.becomes(Content.blob(digest));
                }
                made = true;
            }
        }
        if (made) {
            Staging.force(folder);
        }
        return digest;
    }

    /** Takes a staged file whose digest has been computed. @param spent what it takes */
    public void adopt(Path staged, Digest digest, Lease lease, Reservation spent) throws IOException {
        lease.add(Content.blob(digest));
        Staging.force(staged);
        Staging.settle(staged, path(digest));
        spent.becomes(Content.blob(digest));
    }

    /** Digests of all, with what each takes. */
    public Map<Digest, Long> all() throws IOException {
        Map<Digest, Long> all = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                long bytes = Reservation.ofFile(Files.size(file));
                Digest.ofHex(file.getFileName().toString()).ifPresent(digest -> all.put(digest, bytes));
            }
        }
        return all;
    }

    public boolean has(Digest digest) {
        return Files.exists(path(digest));
    }

    public long size(Digest digest) throws IOException {
        return Files.size(path(digest));
    }

    public InputStream open(Digest digest) throws IOException {
        return Files.newInputStream(path(digest));
    }

    /** A blob that is JSON. @throws EngineException TOO_LARGE, or INVALID_PARAMETER if there is none */
    public byte[] document(Digest digest) throws IOException {
        if (!has(digest)) {
            throw new EngineException(INVALID_PARAMETER, "invalid image: there is no blob " + digest);
        }
        if (size(digest) > ImageLimits.DOCUMENT_BYTES) {
            throw new EngineException(TOO_LARGE, "invalid image: document " + digest + " has more than " + ImageLimits.DOCUMENT_BYTES + " bytes");
        }
        return Files.readAllBytes(path(digest));
    }

    public void discard(Digest digest) throws IOException {
        staging.discard(path(digest));
    }

    private Path path(Digest digest) {
        return folder.resolve(digest.hex());
    }
}
