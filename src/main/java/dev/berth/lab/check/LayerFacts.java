package dev.berth.lab.check;

import java.util.List;
import java.util.Optional;

/**
 * A layer of an image.
 *
 * @param image that has it, among others
 * @param position of the lowest 1
 * @param below the digests of all layers from the lowest up to this one: two images share a layer if they share all below it as well
 * @param step what made it; empty if that is not certain
 */
record LayerFacts(ImageFacts image, int position, List<String> below, Optional<ImageContentFacts.Step> step) {

    LayerFacts {
        below = List.copyOf(below);
    }

    /** {@code sha256:} and 64 hex digits: of its files as a tar archive. */
    String digest() {
        return below.get(below.size() - 1);
    }
}
