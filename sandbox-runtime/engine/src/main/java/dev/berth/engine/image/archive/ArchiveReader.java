package dev.berth.engine.image.archive;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.content.Staging;
import dev.berth.engine.image.manifest.ImageContent;
import dev.berth.engine.image.manifest.StoredImage;
import dev.berth.engine.tar.Compression;
import dev.berth.engine.tar.TarFormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Predicate;

/** Brings the images of an archive into the store. Which level sees them is not decided here. */
public final class ArchiveReader {
    private final ImageContent content;
    private final Staging staging;
    private final ImageLimits limits;

    public ArchiveReader(ImageContent content, Staging staging, ImageLimits limits) {
        this.content = content;
        this.staging = staging;
        this.limits = limits;
    }

    /** An image of an archive. @param names that the archive gives it */
    public record Found(StoredImage stored, List<ImageReference> names) {}

    /**
     * @param packed a tar that {@code docker save} or another program for OCI layouts made, perhaps compressed
     * @param hold that keeps what was in it from now on
     * @param seen whether a layer is in an image that the level sees already: as Docker, it is not looked for in the archive then, if it is not there
     * @throws EngineException INVALID_PARAMETER, TOO_LARGE with what is wrong with it
     */
    public List<Found> read(InputStream packed, Lease lease, Predicate<Digest> seen) throws IOException {
        try (StagedArchive archive = StagedArchive.read(packed, staging, content.layers(), limits, lease)) {
            if (archive.has("manifest.json")) {
                return new DockerArchive(archive, content, limits, lease, seen).read();
            }
            if (archive.has("index.json")) {
                return new OciArchive(archive, content, limits, lease).read();
            }
            throw new EngineException(INVALID_PARAMETER, "invalid archive: neither manifest.json nor index.json is in it: "
                    + "make it with docker save, or use docker import for a root file system");
        }
    }

    /** Whether what was read is to blame, and not the disk or the connection. */
    public static boolean isMalformed(IOException failure) {
        return failure instanceof TarFormatException || failure instanceof EOFException || Compression.isMalformed(failure);
    }
}
