package dev.berth.engine.image.layer;

import dev.berth.engine.image.Digest;
import java.util.HashMap;
import java.util.Map;

/** How long the tars of layers are that are here, of those that somebody has asked for; of one that came compressed it is not known. Thread safe. */
final class TarSizes {
    private final Map<Digest, Long> byLayer = new HashMap<>();

    synchronized void add(Layer layer) {
        if (layer.blob().digest().equals(layer.diffId())) {
            byLayer.put(layer.diffId(), layer.blob().size());
        }
    }

    synchronized void remove(Digest diffId) {
        byLayer.remove(diffId);
    }

    synchronized boolean contains(long bytes) {
        return byLayer.containsValue(bytes);
    }
}
