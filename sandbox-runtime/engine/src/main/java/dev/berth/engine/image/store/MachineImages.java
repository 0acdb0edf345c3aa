package dev.berth.engine.image.store;

import static dev.berth.engine.EngineException.Kind.CONFLICT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.content.Staging;
import dev.berth.engine.image.document.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What one machine sees: the catalogue as it is now, without what is for machines or was removed here, and with what it has of its own. Kept in {@code machines/NAME/images.json}
 * once the machine has changed something.
 */
final class MachineImages implements ImageView {
    /** Each change writes all of them. */
    private static final int MOST_OWN = 1000;

    private final Path file;
    private final Staging staging;
    private final CatalogImages catalogue;
    private final ImageLeases holds;
    private final boolean complete;
    private volatile Difference difference;
    private boolean closed;

    private MachineImages(Path file, Staging staging, CatalogImages catalogue, ImageLeases holds, Difference difference) {
        this.file = file;
        this.staging = staging;
        this.catalogue = catalogue;
        this.holds = holds;
        ImageLeases.Adopted adopted = holds.adopt(difference.own().images().values());
        this.difference = difference.without(adopted.gone());
        complete = adopted.complete();
    }

    static MachineImages open(Path file, Staging staging, CatalogImages catalogue, ImageLeases holds) throws IOException {
        return new MachineImages(file, staging, catalogue, holds, Files.exists(file) ? Difference.parse(Files.readAllBytes(file)) : Difference.NONE);
    }

    /** Whether all that was on it when it was opened could be read. */
    boolean isComplete() {
        return complete;
    }

    /** Its machine is gone: what was on it is let go, and nothing comes onto it any more. */
    synchronized void close() {
        closed = true;
        holds.releaseAll();
    }

    /** To the catalogue. @param own what the machine has beside it; its names win */
    private record Difference(ImageViewContents own, Set<ImageReference> hiddenNames, Set<Digest> hiddenImages) {
        static final Difference NONE = new Difference(ImageViewContents.NOTHING, Set.of(), Set.of());

        Difference {
            hiddenNames = Set.copyOf(hiddenNames);
            hiddenImages = Set.copyOf(hiddenImages);
        }

        ImageViewContents of(ImageViewContents catalogue) {
            ImageViewDraft seen = catalogue.draft();
            hiddenImages.forEach(seen::without);
            hiddenNames.forEach(seen::withoutName);
            own.images().forEach(seen::with);
            own.names().forEach((name, image) -> {
                // A name of its own for an image that the catalogue has lost since.
                if (seen.has(image)) {
                    seen.withName(name, image);
                }
            });
            own.parents().forEach(seen::withParent);
            return seen.contents();
        }

        /** What makes {@code wanted} out of the catalogue. */
        static Difference between(ImageViewContents catalogue, ImageViewContents wanted) {
            SortedMap<ImageReference, Digest> names = new TreeMap<>(wanted.names());
            names.entrySet().removeIf(name -> name.getValue().equals(catalogue.names().get(name.getKey())));
            // What the machine has named or built on stays its own when the catalogue loses it; what it has pulled is the catalogue's.
            Set<Digest> pinned = new HashSet<>(wanted.parents().values());
            names.entrySet().stream().filter(name -> !name.getKey().isByDigest()).map(Map.Entry::getValue).forEach(pinned::add);
            Map<Digest, Digest> images = new HashMap<>(wanted.images());
            images.keySet().removeIf(image -> catalogue.images().containsKey(image) && !pinned.contains(image));
            return new Difference(
                    new ImageViewContents(names, images, wanted.parents()),
                    missing(catalogue.names().keySet(), wanted.names().keySet()),
                    missing(catalogue.images().keySet(), wanted.images().keySet()));
        }

        Difference without(Set<Digest> manifests) {
            ImageViewDraft left = own.draft();
            own.images().entrySet().stream().filter(image -> manifests.contains(image.getValue())).forEach(image -> left.without(image.getKey()));
            return new Difference(left.contents(), hiddenNames, hiddenImages);
        }

        private static <T> Set<T> missing(Set<T> all, Set<T> kept) {
            Set<T> missing = new HashSet<>(all);
            missing.removeAll(kept);
            return missing;
        }

        static Difference parse(byte[] bytes) {
            ObjectNode document = Documents.object(bytes, "images of a machine");
            SortedMap<ImageReference, Digest> names = new TreeMap<>();
            document.path("names").properties().forEach(name -> names.put(ImageReference.parse(name.getKey()), Digest.parse(name.getValue().asText())));
            ImageViewContents own = new ImageViewContents(names, digests(document.path("images")), digests(document.path("parents")));
            Set<ImageReference> hiddenNames = new HashSet<>();
            document.path("hiddenNames").forEach(name -> hiddenNames.add(ImageReference.parse(name.asText())));
            Set<Digest> hiddenImages = new HashSet<>();
            document.path("hiddenImages").forEach(image -> hiddenImages.add(Digest.parse(image.asText())));
            return new Difference(own, hiddenNames, hiddenImages);
        }

        private static Map<Digest, Digest> digests(JsonNode object) {
            Map<Digest, Digest> digests = new HashMap<>();
            object.properties().forEach(each -> digests.put(Digest.parse(each.getKey()), Digest.parse(each.getValue().asText())));
            return digests;
        }

        byte[] bytes() {
            ObjectNode document = Documents.newObject();
            ObjectNode images = document.putObject("images");
            own.images().forEach((image, manifest) -> images.put(image.toString(), manifest.toString()));
            ObjectNode names = document.putObject("names");
            own.names().forEach((name, image) -> names.put(name.toString(), image.toString()));
            ObjectNode parents = document.putObject("parents");
            own.parents().forEach((image, parent) -> parents.put(image.toString(), parent.toString()));
            put(hiddenNames, document.putArray("hiddenNames"));
            put(hiddenImages, document.putArray("hiddenImages"));
            return Documents.bytes(document);
        }

        private static void put(Collection<?> values, ArrayNode array) {
            values.stream().map(Object::toString).sorted().forEach(array::add);
        }
    }

    @Override
    public ImageViewContents contents() {
        return difference.of(catalogue.forContainers());
    }

    @Override
    public synchronized void change(UnaryOperator<ImageViewContents> change) throws IOException {
        ImageViewContents common = catalogue.forContainers();
        write(Difference.between(common, change.apply(difference.of(common))));
    }

    @Override
    public ImageViewContents catalogue() {
        return catalogue.forContainers();
    }

    @Override
    public Optional<Digest> unlisted(Digest image) {
        return catalogue.replaced(image);
    }

    @Override
    public void restore(Digest image, Set<ImageReference> names) throws IOException {
        Digest manifest = catalogue.forContainers().images().get(image);
        change(seen -> {
            ImageViewDraft restored = seen.draft().with(image, manifest);
            names.forEach(name -> restored.withName(name, image));
            return restored.contents();
        });
    }

    private void write(Difference changed) throws IOException {
        if (closed) {
            throw new EngineException(CONFLICT, "this machine is being removed");
        }
        int size = changed.own().images().size() + changed.own().names().size();
        if (size > MOST_OWN && size > difference.own().images().size() + difference.own().names().size()) {
            throw new EngineException(CONFLICT, "this machine has " + MOST_OWN + " images and names of its own: remove some with docker image rm");
        }
        holds.change(changed.own().images().values(), () -> {
            Files.createDirectories(file.getParent());
            staging.write(changed.bytes(), file);
            difference = changed;
        });
    }
}
