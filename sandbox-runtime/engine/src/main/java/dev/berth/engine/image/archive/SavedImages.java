package dev.berth.engine.image.archive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.content.Content;
import dev.berth.engine.image.document.Descriptor;
import dev.berth.engine.image.document.Documents;
import dev.berth.engine.image.layer.ChainId;
import dev.berth.engine.image.layer.Layer;
import dev.berth.engine.image.manifest.ImageContent;
import dev.berth.engine.image.manifest.StoredImage;
import dev.berth.engine.tar.AccountNames;
import dev.berth.engine.tar.TarEntry;
import dev.berth.engine.tar.TarWriter;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The archive of {@code docker save}: a folder with {@code VERSION}, {@code json} and {@code layer.tar} for each layer, a configuration for each image, and
 * {@code manifest.json} and {@code repositories}, which name them. Docker 1.10 and later read the manifest, older ones the repositories.
 *
 * @see <a href="https://github.com/moby/moby/blob/v20.10.24/image/spec/v1.2.md">Docker image specification 1.2, combined image</a>
 */
final class SavedImages implements PiecewiseOutput {
    private static final int PIECE_BYTES = 128 * 1024;
    private static final int PIECES_AT_A_TIME = 8;
    private static final int FILE_MODE = 0644;
    private static final int FOLDER_MODE = 0755;

    /** One image and the names under which it is saved, which may be none. */
    record Chosen(StoredImage stored, List<ImageReference> names) {}

    /** What comes next in the archive. */
    private record Part(String name, TarEntry.Kind kind, Content content) {}

    /** What a part holds. */
    private interface Content {
        InputStream open() throws IOException;

        /** Bytes in all; empty: it has to be read to know. */
        default OptionalLong size() throws IOException {
            return OptionalLong.empty();
        }
    }

    private final ImageContent content;
    private final Deque<Part> parts = new ArrayDeque<>();
    private final Set<String> folders = new HashSet<>();
    private final byte[] piece = new byte[PIECE_BYTES];
    private Optional<Part> measured = Optional.empty();
    private long size;
    private InputStream current = InputStream.nullInputStream();
    private final TarWriter archive = new TarWriter(OutputStream.nullOutputStream(), AccountNames.ROOT);

    SavedImages(List<Chosen> images, ImageContent content) throws IOException {
        this.content = content;
        ArrayNode manifest = Documents.newArray();
        ObjectNode repositories = Documents.newObject();
        for (Chosen chosen : images) {
            Image image = chosen.stored().image();
            List<String> layers = addLayers(image);
            byte[] configuration = content.blobs().document(image.id());
            parts.add(file(image.id().hex() + ".json", configuration));
            ObjectNode entry = manifest.addObject().put("Config", image.id().hex() + ".json");
            if (chosen.names().isEmpty()) {
                entry.putNull("RepoTags");
            } else {
                ArrayNode tags = entry.putArray("RepoTags");
                chosen.names().forEach(name -> tags.add(name.familiar()));
            }
            ArrayNode files = entry.putArray("Layers");
            layers.forEach(layer -> files.add(layer + "/layer.tar"));
            if (!layers.isEmpty()) {
                chosen.names().forEach(name -> repositories.withObjectProperty(name.familiarName())
                        .put(name.tag().orElseThrow(), layers.get(layers.size() - 1)));
            }
        }
        parts.add(file("manifest.json", Documents.bytes(manifest)));
        if (!repositories.isEmpty()) {
            parts.add(file("repositories", Documents.bytes(repositories)));
        }
    }

    /** @return the names of their folders, lowest first: of the chain of layers up to it, so that images share what they have in common */
    private List<String> addLayers(Image image) {
        List<Digest> chains = ChainId.of(image.layers());
        String parent = "";
        for (int i = 0; i < chains.size(); i++) {
            String folder = chains.get(i).hex();
            if (folders.add(folder)) {
                parts.add(new Part(folder + "/", TarEntry.Kind.FOLDER, InputStream::nullInputStream));
                parts.add(file(folder + "/VERSION", "1.0".getBytes(StandardCharsets.US_ASCII)));
                parts.add(file(folder + "/json", legacy(folder, parent)));
                Digest diffId = image.layers().get(i);
                parts.add(new Part(folder + "/layer.tar", TarEntry.Kind.FILE, new LayerTar(diffId)));
            }
            parent = folder;
        }
        return chains.stream().map(Digest::hex).toList();
    }

    private static byte[] legacy(String id, String parent) {
        ObjectNode json = Documents.newObject().put("id", id);
        if (!parent.isEmpty()) {
            json.put("parent", parent);
        }
        return Documents.bytes(json.put("created", Instant.EPOCH.toString()).put("os", "linux"));
    }

    private static Part file(String name, byte[] bytes) {
        return new Part(name, TarEntry.Kind.FILE, () -> new ByteArrayInputStream(bytes));
    }

    private Layer layer(Digest diffId) throws IOException {
        return content.layers().find(diffId).orElseThrow(() -> new IOException("layer " + diffId + " is gone"));
    }

    /** Its tar as it was when it came, byte for byte. */
    private final class LayerTar implements Content {
        private final Digest diffId;

        LayerTar(Digest diffId) {
            this.diffId = diffId;
        }

        @Override
        public InputStream open() throws IOException {
            return content.layers().openTar(layer(diffId));
        }

        @Override
        public OptionalLong size() throws IOException {
            Descriptor blob = layer(diffId).blob();
            return blob.digest().equals(diffId) ? OptionalLong.of(blob.size()) : OptionalLong.empty();
        }
    }

    /** A part whose size is not known is read twice: it comes before it in the archive. */
    @Override
    public boolean writeNext(OutputStream target) throws IOException {
        archive.to(target);
        if (measured.isPresent()) {
            measure(measured.get());
            return true;
        }
        int read = current.read(piece);
        if (read > 0) {
            archive.write(piece, read);
            return true;
        }
        current.close();
        Optional<Part> next = Optional.ofNullable(parts.poll());
        if (next.isEmpty()) {
            archive.finish();
            return false;
        }
        OptionalLong known = next.get().content().size();
        if (known.isPresent()) {
            begin(next.get(), known.getAsLong());
        } else {
            measured = next;
            size = 0;
            current = next.get().content().open();
        }
        return true;
    }

    /** Some of it, as much as is sent at a time: who waits for the thread does not wait for a whole layer to be unpacked. */
    private void measure(Part part) throws IOException {
        int read = 0;
        for (int pieces = 0; pieces < PIECES_AT_A_TIME && read >= 0; pieces++) {
            read = current.read(piece);
            size += Math.max(0, read);
        }
        if (read < 0) {
            current.close();
            begin(part, size);
            measured = Optional.empty();
        }
    }

    private void begin(Part part, long bytes) throws IOException {
        archive.begin(new TarEntry(part.name(), part.kind(), "", part.kind() == TarEntry.Kind.FOLDER ? FOLDER_MODE : FILE_MODE, 0, 0, Instant.EPOCH, bytes, Map.of()));
        current = part.content().open();
    }

    @Override
    public void close() {
        try {
            current.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot close a layer", failure);
        }
    }
}
