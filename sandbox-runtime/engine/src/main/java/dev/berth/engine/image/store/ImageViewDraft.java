package dev.berth.engine.image.store;

import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@link ImageViewContents} while many things of them change: copied once, and not for each. */
final class ImageViewDraft {
    private final SortedMap<ImageReference, Digest> names;
    private final Map<Digest, Digest> images;
    private final Map<Digest, Digest> parents;

    ImageViewDraft(ImageViewContents before) {
        names = new TreeMap<>(before.names());
        images = new HashMap<>(before.images());
        parents = new HashMap<>(before.parents());
    }

    ImageViewContents contents() {
        return new ImageViewContents(names, images, parents);
    }

    boolean has(Digest image) {
        return images.containsKey(image);
    }

    ImageViewDraft with(Digest image, Digest manifest) {
        images.put(image, manifest);
        return this;
    }

    /** Nothing changes when the parent has gone meanwhile, or the image is its own ancestor. */
    ImageViewDraft withParent(Digest image, Digest parent) {
        if (images.containsKey(parent) && !isAncestor(image, parent)) {
            parents.put(image, parent);
        }
        return this;
    }

    private boolean isAncestor(Digest image, Digest of) {
        for (Digest each = of; each != null; each = parents.get(each)) {
            if (each.equals(image)) {
                return true;
            }
        }
        return false;
    }

    ImageViewDraft withName(ImageReference name, Digest image) {
        names.put(name, image);
        return this;
    }

    ImageViewDraft withoutName(ImageReference name) {
        names.remove(name);
        return this;
    }

    /** Without the image and all its names. */
    ImageViewDraft without(Digest image) {
        names.values().removeIf(image::equals);
        images.remove(image);
        parents.remove(image);
        parents.values().removeIf(image::equals);
        return this;
    }
}
