package dev.berth.engine.image;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which images one level has and how they are called there, at one moment.
 *
 * @param names tagged references to image ids; every id is among {@code images}
 * @param images ids to the digests of their manifests
 */
record ShelfContents(SortedMap<ImageReference, Digest> names, Map<Digest, Digest> images) {
    static final ShelfContents NOTHING = new ShelfContents(new TreeMap<>(), Map.of());

    ShelfContents {
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
        images = Map.copyOf(images);
    }

    /** Sorted. */
    List<ImageReference> namesOf(Digest image) {
        return names.entrySet().stream().filter(name -> name.getValue().equals(image)).map(Map.Entry::getKey).toList();
    }

    ShelfContents with(Digest image, Digest manifest) {
        Map<Digest, Digest> more = new HashMap<>(images);
        more.put(image, manifest);
        return new ShelfContents(names, more);
    }

    ShelfContents withName(ImageReference name, Digest image) {
        SortedMap<ImageReference, Digest> more = new TreeMap<>(names);
        more.put(name, image);
        return new ShelfContents(more, images);
    }

    ShelfContents withoutName(ImageReference name) {
        SortedMap<ImageReference, Digest> fewer = new TreeMap<>(names);
        fewer.remove(name);
        return new ShelfContents(fewer, images);
    }

    /** Without the image and all its names. */
    ShelfContents without(Digest image) {
        SortedMap<ImageReference, Digest> fewerNames = new TreeMap<>(names);
        fewerNames.values().removeIf(image::equals);
        Map<Digest, Digest> fewer = new HashMap<>(images);
        fewer.remove(image);
        return new ShelfContents(fewerNames, fewer);
    }
}
