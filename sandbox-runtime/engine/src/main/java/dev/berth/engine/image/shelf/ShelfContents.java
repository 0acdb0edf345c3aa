package dev.berth.engine.image.shelf;

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
 * @param names tagged references to image ids; every id is among {@code images}
 * @param images ids to the digests of their manifests
 * @param parents which image an image was made of by {@code docker commit}; both are among {@code images}
 */
record ShelfContents(SortedMap<ImageReference, Digest> names, Map<Digest, Digest> images, Map<Digest, Digest> parents) {
    static final ShelfContents NOTHING = new ShelfContents(new TreeMap<>(), Map.of(), Map.of());

    ShelfContents {
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
        images = Map.copyOf(images);
        parents = Map.copyOf(parents);
    }

    /** Sorted. */
    List<ImageReference> namesOf(Digest image) {
        return names.entrySet().stream().filter(name -> name.getValue().equals(image)).map(Map.Entry::getKey).toList();
    }

    /** The name that is meant: the one asked for, or, of one with a digest, a name in its repository of the image with that manifest. */
    Optional<ImageReference> nameFor(ImageReference asked) {
        return asked.digest().isEmpty()
                ? Optional.of(asked).filter(names::containsKey)
                : names.keySet().stream().filter(asked::sameRepository).filter(name -> asked.digest().get().equals(images.get(names.get(name)))).findFirst();
    }

    Optional<Digest> parentOf(Digest image) {
        return Optional.ofNullable(parents.get(image));
    }

    boolean hasChildren(Digest image) {
        return parents.containsValue(image);
    }

    ShelfDraft draft() {
        return new ShelfDraft(this);
    }

    ShelfContents with(Digest image, Digest manifest) {
        return draft().with(image, manifest).contents();
    }

    /** Nothing changes when the parent has gone meanwhile, or the image is its own ancestor. */
    ShelfContents withParent(Digest image, Digest parent) {
        return draft().withParent(image, parent).contents();
    }

    ShelfContents withName(ImageReference name, Digest image) {
        return draft().withName(name, image).contents();
    }

    ShelfContents withoutName(ImageReference name) {
        return draft().withoutName(name).contents();
    }

    /** Without the image and all its names. */
    ShelfContents without(Digest image) {
        return draft().without(image).contents();
    }
}
