package dev.berth.engine.image.distribution;

import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images.Distribution;
import dev.berth.engine.image.Platform;
import dev.berth.engine.image.document.ImageDocument;
import dev.berth.engine.image.registry.Repository;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Asks a registry what an image is, and fetches none of it. */
public final class ImageInquiry {
    private ImageInquiry() {}

    /** @throws dev.berth.engine.EngineException INVALID_PARAMETER for what is no image */
    public static Distribution of(Repository repository, ImageReference reference) throws IOException {
        Repository.Manifest manifest = repository.manifest(reference.digest().map(Digest::toString).orElseGet(() -> reference.tag().orElseThrow()));
        Optional<List<Platform>> listed = ImageManifest.platforms(manifest.bytes());
        List<Platform> platforms = listed.isPresent() ? listed.get() : List.of(platform(repository, ImageManifest.parse(manifest.bytes())));
        return new Distribution(manifest.mediaType(), Digest.of(manifest.bytes()), manifest.bytes().length, platforms);
    }

    private static Platform platform(Repository repository, ImageManifest manifest) throws IOException {
        return ImageDocument.parse(manifest.configuration(repository)).platform();
    }
}
