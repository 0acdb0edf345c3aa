package dev.berth.daemon.docker.image;

import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What images have in common: layers that lie upon the same ones are there once. Sizes in bytes. */
public final class LayerSharing {
    /** By a layer and all below it. */
    private final Map<List<Digest>, Stack> stacks = new HashMap<>();

    private record Stack(long size, int images) {}

    public LayerSharing(List<Image> images) {
        images.forEach(image -> {
            List<Long> sizes = sizes(image);
            for (int count = 1; count <= sizes.size(); count++) {
                stacks.merge(image.layers().subList(0, count), new Stack(sizes.get(count - 1), 1), (had, one) -> new Stack(had.size(), had.images() + 1));
            }
        });
    }

    /** Of its layers, lowest first. */
    private static List<Long> sizes(Image image) {
        return image.history().stream().filter(step -> !step.emptyLayer()).map(Image.History::size).limit(image.layers().size()).toList();
    }

    /** Of all layers. */
    public long total() {
        return stacks.values().stream().mapToLong(Stack::size).sum();
    }

    /** Of those layers of an image that another has too. */
    public long shared(Image image) {
        long shared = 0;
        for (int count = 1; count <= image.layers().size(); count++) {
            Stack stack = stacks.getOrDefault(image.layers().subList(0, count), new Stack(0, 0));
            shared += stack.images() > 1 ? stack.size() : 0;
        }
        return shared;
    }
}
