package dev.berth.engine.image;

import java.util.Collections;
import java.util.HashMap;
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

    Optional<Digest> parentOf(Digest image) {
        return Optional.ofNullable(parents.get(image));
    }

    boolean hasChildren(Digest image) {
        return parents.containsValue(image);
    }

    ShelfContents with(Digest image, Digest manifest) {
        Map<Digest, Digest> more = new HashMap<>(images);
        more.put(image, manifest);
        return new ShelfContents(names, more, parents);
    }

    /** Nothing changes when the parent has gone meanwhile, or the image is its own ancestor. */
    ShelfContents withParent(Digest image, Digest parent) {
        if (!images.containsKey(parent) || isAncestor(image, parent)) {
            return this;
        }
        Map<Digest, Digest> more = new HashMap<>(parents);
        more.put(image, parent);
        return new ShelfContents(names, images, more);
    }

    private boolean isAncestor(Digest image, Digest of) {
        for (Digest each = of; each != null; each = parents.get(each)) {
            if (each.equals(image)) {
                return true;
            }
        }
        return false;
    }

    ShelfContents withName(ImageReference name, Digest image) {
        SortedMap<ImageReference, Digest> more = new TreeMap<>(names);
        more.put(name, image);
        return new ShelfContents(more, images, parents);
    }

    ShelfContents withoutName(ImageReference name) {
        SortedMap<ImageReference, Digest> fewer = new TreeMap<>(names);
        fewer.remove(name);
        return new ShelfContents(fewer, images, parents);
    }

    /** Without the image and all its names. */
    ShelfContents without(Digest image) {
        SortedMap<ImageReference, Digest> fewerNames = new TreeMap<>(names);
        fewerNames.values().removeIf(image::equals);
        Map<Digest, Digest> fewer = new HashMap<>(images);
        fewer.remove(image);
        Map<Digest, Digest> fewerParents = new HashMap<>(parents);
        fewerParents.remove(image);
        fewerParents.values().removeIf(image::equals);
        return new ShelfContents(fewerNames, fewer, fewerParents);
    }
}
