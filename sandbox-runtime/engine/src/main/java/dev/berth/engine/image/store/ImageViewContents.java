package dev.berth.engine.image.store;

import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which images one level has and how they are called there, at one moment.
 *
 * @param names references to image ids, with a tag, or with the digest by which an image was pulled; every id is among {@code images}
 * @param images ids to the digests of their manifests
 * @param parents which image an image was made of by {@code docker commit}; both are among {@code images}
 */
record ImageViewContents(SortedMap<ImageReference, Digest> names, Map<Digest, Digest> images, Map<Digest, Digest> parents) {
    static final ImageViewContents NOTHING = new ImageViewContents(new TreeMap<>(), Map.of(), Map.of());

    ImageViewContents {
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
        images = Map.copyOf(images);
        parents = Map.copyOf(parents);
    }

    /** Sorted. */
    List<ImageReference> namesOf(Digest image) {
        return names.entrySet().stream().filter(name -> name.getValue().equals(image)).map(Map.Entry::getKey).toList();
    }

    /** The image of this name. A tag beside a digest says nothing. */
    Optional<Digest> named(ImageReference asked) {
        return Optional.ofNullable(names.get(asked.digest().map(asked::at).orElse(asked)));
    }

    /** As a registry answers that has these: also by a digest that nobody has pulled. */
    Optional<Digest> served(ImageReference asked) {
        return asked.isByDigest()
                ? names.entrySet().stream().filter(name -> asked.sameRepository(name.getKey())).map(Map.Entry::getValue).filter(image -> asked.digest().get().equals(images.get(image))).findFirst()
                : named(asked);
    }

    Optional<Digest> parentOf(Digest image) {
        return Optional.ofNullable(parents.get(image));
    }

    boolean hasChildren(Digest image) {
        return parents.containsValue(image);
    }

    ImageViewDraft draft() {
        return new ImageViewDraft(this);
    }

    ImageViewContents with(Digest image, Digest manifest) {
        return draft().with(image, manifest).contents();
    }

    /** Nothing changes when the parent has gone meanwhile, or the image is its own ancestor. */
    ImageViewContents withParent(Digest image, Digest parent) {
        return draft().withParent(image, parent).contents();
    }

    ImageViewContents withName(ImageReference name, Digest image) {
        return draft().withName(name, image).contents();
    }

    ImageViewContents withoutName(ImageReference name) {
        return draft().withoutName(name).contents();
    }

    /** Without the image and all its names. */
    ImageViewContents without(Digest image) {
        return draft().without(image).contents();
    }
}
