package dev.berth.engine.image.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.content.Account;
import dev.berth.engine.image.content.Staging;
import dev.berth.engine.image.document.Descriptor;
import dev.berth.engine.image.document.Documents;
import dev.berth.engine.image.manifest.ImageContent;
import dev.berth.engine.image.manifest.StoredImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogue: {@code index.json} of the OCI layout says all of it. Each name is a descriptor with the annotation {@code io.containerd.image.name}; an image
 * without a name is a descriptor without it.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">OCI image layout</a>
 */
final class CatalogImages implements ImageView {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogImages.class);

    /** An image with this label is for machines: it is no use to the containers in them, and would lengthen every student's list. */
    private static final String PURPOSE = "dev.berth.purpose";
    private static final String FOR_MACHINES = "machine";

    private final Path index;
    private final Staging staging;
    private final ImageContent content;
    private final ImageLeases holds;
    private volatile ImageViewContents contents = ImageViewContents.NOTHING;
    private volatile ImageViewContents forContainers = ImageViewContents.NOTHING;
    private volatile Map<Digest, Digest> replaced = Map.of();

    private CatalogImages(Path index, Staging staging, ImageContent content) {
        this.index = index;
        this.staging = staging;
        this.content = content;
        holds = new ImageLeases(content, Account.CATALOGUE);
    }

    static CatalogImages open(Path index, Staging staging, ImageContent content) throws IOException {
        CatalogImages view = new CatalogImages(index, staging, content);
        if (Files.exists(index)) {
            ImageViewContents found = view.read();
            view.holds.adopt(found.images().values());
            view.show(found);
        } else {
            view.write(ImageViewContents.NOTHING);
        }
        return view;
    }

    private void show(ImageViewContents held) {
        ImageViewDraft ordinary = held.draft();
        Map<Digest, Digest> nameless = new HashMap<>();
        for (Map.Entry<Digest, Digest> image : held.images().entrySet()) {
            if (FOR_MACHINES.equals(content.get(image.getValue()).image().config().labels().get(PURPOSE))) {
                ordinary.without(image.getKey());
            } else if (held.namesOf(image.getKey()).isEmpty()) {
                nameless.put(image.getKey(), image.getValue());
                ordinary.without(image.getKey());
            }
        }
        contents = held;
        forContainers = ordinary.contents();
        replaced = Map.copyOf(nameless);
    }

    @Override
    public ImageViewContents contents() {
        return contents;
    }

    /** What machines see of it: what has a name. An image that has lost its name to a newer one would be a {@code <none>} in every student's list. */
    ImageViewContents forContainers() {
        return forContainers;
    }

    /** The manifest of an image that has lost its name. */
    Optional<Digest> replaced(Digest image) {
        return Optional.ofNullable(replaced.get(image));
    }

    @Override
    public synchronized void change(UnaryOperator<ImageViewContents> change) throws IOException {
        ImageViewContents changed = change.apply(contents);
        holds.change(changed.images().values(), () -> {
            write(changed);
            show(changed);
        });
    }

    @Override
    public ImageViewContents catalogue() {
        return contents;
    }

    @Override
    public Optional<Digest> unlisted(Digest image) {
        return Optional.empty();
    }

    @Override
    public void restore(Digest image, Set<ImageReference> names) {
        // Nothing is hidden here.
    }

    private ImageViewContents read() throws IOException {
        ImageViewDraft found = ImageViewContents.NOTHING.draft();
        for (JsonNode entry : Documents.object(Files.readAllBytes(index), "index").path("manifests")) {
            Digest manifest = Digest.parse(entry.path("digest").asText());
            Optional<StoredImage> there = content.find(manifest);
            if (there.isEmpty()) { // it must not keep the others from everybody
                LOG.error("image {} of the catalogue is left out: a part of it is gone, load it again", manifest);
                continue;
            }
            StoredImage stored = there.get();
            found.with(stored.image().id(), stored.manifest().digest());
            JsonNode name = entry.path("annotations").path(Descriptor.IMAGE_NAME);
            if (name.isTextual()) {
                found.withName(ImageReference.parse(name.asText()), stored.image().id());
            }
        }
        return found.contents();
    }

    private void write(ImageViewContents wanted) throws IOException {
        ObjectNode document = Documents.newObject();
        document.put("schemaVersion", 2);
        document.put("mediaType", Descriptor.INDEX);
        ArrayNode manifests = document.putArray("manifests");
        for (Map.Entry<ImageReference, Digest> name : wanted.names().entrySet()) {
            ObjectNode annotations = entry(wanted, name.getValue(), manifests).putObject("annotations");
            annotations.put(Descriptor.IMAGE_NAME, name.getKey().toString());
            name.getKey().tag().ifPresent(tag -> annotations.put(Descriptor.REFERENCE_NAME, tag));
        }
        for (Digest image : wanted.images().keySet().stream().filter(image -> wanted.namesOf(image).isEmpty()).toList()) {
            entry(wanted, image, manifests);
        }
        staging.write(Documents.bytes(document), index);
    }

    private ObjectNode entry(ImageViewContents wanted, Digest image, ArrayNode manifests) {
        ObjectNode entry = manifests.addObject();
        content.get(wanted.images().get(image)).manifest().writeTo(entry);
        return entry;
    }
}
