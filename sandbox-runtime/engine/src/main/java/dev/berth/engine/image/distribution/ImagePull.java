package dev.berth.engine.image.distribution;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Platform;
import dev.berth.engine.image.Transfer;
import dev.berth.engine.image.Transfer.Step;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.content.MeasuredInput;
import dev.berth.engine.image.document.Descriptor;
import dev.berth.engine.image.document.ImageDocument;
import dev.berth.engine.image.layer.Layer;
import dev.berth.engine.image.layer.LayerStore;
import dev.berth.engine.image.layer.StagedLayer;
import dev.berth.engine.image.manifest.ImageContent;
import dev.berth.engine.image.manifest.StoredImage;
import dev.berth.engine.image.registry.Repository;
import dev.berth.engine.work.BlockInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Brings an image of a registry into the store. Its layers are unpacked while they come, and hashed: nothing of one that is not what the manifest says gets to its place. A layer that others have
 * here is fetched as well, and compared, since its digest is no secret; one that this level sees is not.
 */
public final class ImagePull {
    private final Repository repository;
    private final ImageContent content;
    private final Lease lease;
    private final Predicate<Digest> seen;
    private final Transfer transfer;

    /** @param lease keeps what comes in from now on; @param seen whether a layer is in an image that the level sees */
    public ImagePull(Repository repository, ImageContent content, Lease lease, Predicate<Digest> seen, Transfer transfer) {
        this.repository = repository;
        this.content = content;
        this.lease = lease;
        this.seen = seen;
        this.transfer = transfer;
    }

    /** What is there under a name, before any layer is looked at. */
    public final class Offer {
        private final Digest digest;
        private final byte[] manifest;

        private Offer(Digest digest, byte[] manifest) {
            this.digest = digest;
            this.manifest = manifest;
        }

        /** Of the manifest, or of the list that it was chosen from. */
        public Digest digest() {
            return digest;
        }

        /** Id of the image. */
        public Digest image() {
            return ImageManifest.parse(manifest).configuration().digest();
        }

        /** Brings it in. @throws EngineException INVALID_PARAMETER for what is no image */
        public StoredImage take() throws IOException {
            return keep(manifest);
        }
    }

    /** @throws EngineException NOT_FOUND when it is for other platforms, INVALID_PARAMETER for what is no manifest */
    public Offer look(ImageReference reference, Platform platform) throws IOException {
        byte[] first = manifest(reference.digest().map(Digest::toString).orElseGet(() -> reference.tag().orElseThrow()), reference.digest());
        Optional<Digest> chosen = ImageManifest.choose(first, platform);
        return new Offer(Digest.of(first), chosen.isPresent() ? manifest(chosen.get().toString(), chosen) : first);
    }

    private byte[] manifest(String name, Optional<Digest> expected) throws IOException {
        byte[] manifest = repository.manifest(name).bytes();
        if (expected.isPresent() && !Digest.of(manifest).equals(expected.get())) {
            throw new EngineException(INVALID_PARAMETER, "manifest verification failed for digest " + expected.get());
        }
        return manifest;
    }

    private StoredImage keep(byte[] bytes) throws IOException {
        ImageManifest manifest = ImageManifest.parse(bytes);
        byte[] configuration = manifest.configuration(repository);
        List<Digest> diffIds = ImageDocument.parse(configuration).layers();
        List<Descriptor> layers = manifest.layers();
        if (layers.size() != diffIds.size()) {
            throw new EngineException(INVALID_PARAMETER, "layers from manifest don't match image configuration");
        }
        for (int i = 0; i < layers.size(); i++) {
            transfer.step(Step.ofLayer(layers.get(i).digest().abbreviated(), here(diffIds.get(i)) ? "Already exists" : "Pulling fs layer"));
        }
        for (int i = 0; i < layers.size(); i++) {
            if (!here(diffIds.get(i))) {
                fetch(layers.get(i), diffIds.get(i), i);
            }
        }
        return content.addWithManifest(configuration, bytes, lease);
    }

    /** Is kept from now on. */
    private boolean here(Digest diffId) {
        return seen.test(diffId) && content.layers().find(diffId, lease).isPresent();
    }

    /** In Docker's words. */
    static EngineException verificationFailed(String what, Digest digest) {
        return new EngineException(INVALID_PARAMETER, what + " verification failed for digest " + digest);
    }

    private void fetch(Descriptor blob, Digest diffId, int position) throws IOException {
        String name = blob.digest().abbreviated();
        LayerStore layers = content.layers();
        Optional<Layer> others = layers.find(diffId, lease);
        try (MeasuredInput packed = new MeasuredInput(new Expected(repository, blob, new LayerProgress(transfer, name, "Downloading", blob.size())))) {
            if (others.isPresent()) {
                Digest measured = layers.measure(packed);
                verify(packed, blob);
                layers.require(diffId, position, source(Optional.empty(), measured), lease);
            } else {
                try (StagedLayer staged = layers.stage(packed, Optional.empty(), lease)) {
                    verify(packed, blob);
                    transfer.step(Step.ofLayer(name, "Download complete"));
                    layers.require(diffId, position, source(Optional.of(staged), staged.layer().diffId()), lease);
                }
            }
        }
        layers.rememberPacked(diffId, blob);
        transfer.step(Step.ofLayer(name, "Pull complete"));
    }

    private static void verify(MeasuredInput packed, Descriptor blob) throws IOException {
        packed.drain();
        if (packed.count() != blob.size() || !packed.digest().equals(blob.digest())) {
            throw verificationFailed("filesystem layer", blob.digest());
        }
    }

    private static LayerStore.Source source(Optional<StagedLayer> staged, Digest diffId) {
        return new LayerStore.Source() {
            @Override
            public StagedLayer stage() {
                return staged.orElseThrow();
            }

            @Override
            public Digest diffId() {
                return diffId;
            }
        };
    }

    /** A blob, and no byte more than was promised. Goes on where a connection broke off. */
    private static final class Expected extends BlockInput {
        private static final int MOST_BREAKS = 5;

        private final Repository repository;
        private final Descriptor blob;
        private final LayerProgress progress;
        private InputStream source;
        private long count;
        private int breaks;

        Expected(Repository repository, Descriptor blob, LayerProgress progress) throws IOException {
            this.repository = repository;
            this.source = repository.blob(blob.digest(), 0);
            this.blob = blob;
            this.progress = progress;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = readOn(bytes, offset, length);
            count += Math.max(read, 0);
            progress.add(Math.max(read, 0));
            if (count > blob.size()) {
                throw verificationFailed("filesystem layer", blob.digest());
            }
            return read;
        }

        private int readOn(byte[] bytes, int offset, int length) throws IOException {
            while (true) {
                try {
                    return source.read(bytes, offset, length);
                } catch (IOException broken) {
                    breaks++;
                    if (breaks > MOST_BREAKS || count == 0) {
                        throw broken;
                    }
                    goOn(broken);
                }
            }
        }

        private void goOn(IOException broken) throws IOException {
            try {
                source = repository.blob(blob.digest(), count);
            } catch (IOException refused) {
                broken.addSuppressed(refused);
                throw broken;
            }
        }
    }
}
