package dev.berth.engine.image.distribution;

import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.Transfer;
import dev.berth.engine.image.Transfer.Step;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.content.MeasuredOutput;
import dev.berth.engine.image.document.Descriptor;
import dev.berth.engine.image.layer.Layer;
import dev.berth.engine.image.layer.LayerStore;
import dev.berth.engine.image.manifest.ImageContent;
import dev.berth.engine.image.registry.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/** Brings an image of the store into a registry: packs what is not there, on the way, so that it takes no room here. The same layer is always packed to the same bytes. */
public final class ImagePush {
    private static final int PIECE_BYTES = 64 * 1024;
    /** Half as long as the usual one, for a tenth more bytes. */
    private static final int LEVEL = 4;

    private final Repository repository;
    private final ImageContent content;
    private final Function<Digest, List<String>> sources;
    private final Transfer transfer;
    /** By diff id. */
    private final Map<Digest, Descriptor> done = new HashMap<>();

    /** @param sources other repositories of the registry that may have a layer, by its diff id */
    public ImagePush(Repository repository, ImageContent content, Function<Digest, List<String>> sources, Transfer transfer) {
        this.repository = repository;
        this.content = content;
        this.sources = sources;
        this.transfer = transfer;
    }

    /** @param lease that keeps the image; @return what the registry has of it now */
    public Transfer.Pushed push(Image image, String tag, Lease lease) throws IOException {
        List<Layer> layers = new ArrayList<>();
        for (Digest diffId : image.layers()) {
            layers.add(content.layers().find(diffId, lease).orElseThrow(() -> new IOException("layer " + diffId + " is gone")));
        }
        Collections.reverse(layers); // as Docker, the topmost first
        layers.forEach(layer -> transfer.step(Step.ofLayer(layer.diffId().abbreviated(), "Preparing")));
        for (Layer layer : layers) {
            if (!done.containsKey(layer.diffId())) {
                done.put(layer.diffId(), push(layer));
            } else {
                transfer.step(Step.ofLayer(layer.diffId().abbreviated(), "Layer already exists"));
            }
        }
        Descriptor configuration = configuration(image.id());
        byte[] manifest = new ImageManifest(configuration, image.layers().stream().map(done::get).toList()).bytes();
        repository.putManifest(tag, ImageManifest.MEDIA_TYPE, manifest);
        return new Transfer.Pushed(tag, Digest.of(manifest), manifest.length);
    }

    private Descriptor push(Layer layer) throws IOException {
        String name = layer.diffId().abbreviated();
        Optional<Descriptor> known = content.layers().packed(layer.diffId());
        if (known.isPresent()) {
            Digest blob = known.get().digest();
            if (repository.size(blob).isPresent()) {
                transfer.step(Step.ofLayer(name, "Layer already exists"));
                return known.get();
            }
            for (String from : sources.apply(layer.diffId())) {
                if (repository.mount(blob, from)) {
                    transfer.step(Step.ofLayer(name, "Mounted from " + from));
                    return known.get();
                }
            }
        }
        Packing packing = new Packing(layer);
        Digest uploaded = repository.upload(packing);
        Descriptor packed = new Descriptor(ImageManifest.LAYER, uploaded, packing.bytes);
        content.layers().rememberPacked(layer.diffId(), packed);
        transfer.step(Step.ofLayer(name, "Pushed"));
        return packed;
    }

    /** A layer's tar, compressed while it is sent. */
    private final class Packing implements Repository.Writing {
        private final Layer layer;
        private long bytes;

        Packing(Layer layer) {
            this.layer = layer;
        }

        @Override
        public Digest writeTo(OutputStream target) throws IOException {
            LayerProgress progress = new LayerProgress(transfer, layer.diffId().abbreviated(), "Pushing", layer.bytes());
            MeasuredOutput measured = new MeasuredOutput(target);
            Gzip gzip = new Gzip(measured);
            try (InputStream tar = content.layers().openTar(layer)) {
                byte[] piece = new byte[PIECE_BYTES];
                for (int read = tar.read(piece); read >= 0; read = tar.read(piece)) {
                    gzip.write(piece, 0, read);
                    progress.add(read);
                }
                gzip.finish();
            } finally {
                gzip.end();
            }
            bytes = measured.count();
            return measured.digest();
        }
    }

    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream target) throws IOException {
            super(target, PIECE_BYTES);
            def.setLevel(LEVEL);
        }

        /** Gives back what is not in the heap. */
        void end() {
            def.end();
        }
    }

    private Descriptor configuration(Digest image) throws IOException {
        byte[] bytes = content.blobs().document(image);
        if (repository.size(image).isEmpty()) {
            repository.upload(target -> {
                target.write(bytes);
                return image;
            });
        }
        return new Descriptor("", image, bytes.length);
    }
}
