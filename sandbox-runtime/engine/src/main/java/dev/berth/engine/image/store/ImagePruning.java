package dev.berth.engine.image.store;

import dev.berth.engine.EngineException;
import dev.berth.engine.EngineException.Kind;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.ImageUsers;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.Images.Named;
import dev.berth.engine.image.Images.Pruned;
import dev.berth.engine.image.Images.Removal;
import dev.berth.engine.image.layer.Layer;
import dev.berth.engine.image.layer.LayerStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Removes the images of a level that no container uses, each as {@code docker image rm} would. One that is wanted meanwhile stays. */
final class ImagePruning {
    private final Images images;
    private final LayerStore layers;

    ImagePruning(Images images, LayerStore layers) {
        this.images = images;
        this.layers = layers;
    }

    Pruned prune(Predicate<Named> chosen, ImageUsers users) {
        Map<Digest, Long> before = layersSeen();
        List<Removal> removals = new ArrayList<>();
        images.list().stream()
                .filter(named -> users.usersOf(named.image().id()).isEmpty() && chosen.test(named))
                .forEach(named -> remove(named, users, removals));
        before.keySet().removeAll(layersSeen().keySet());
        return new Pruned(List.copyOf(removals), before.values().stream().mapToLong(Long::longValue).sum());
    }

    private void remove(Named named, ImageUsers users, List<Removal> removals) {
        List<String> texts = named.references().isEmpty() ? List.of(named.image().id().hex()) : named.references().stream().map(ImageReference::toString).toList();
        for (String text : texts) {
            try {
                removals.addAll(images.remove(text, false, true, users));
            } catch (EngineException kept) {
                if (kept.kind() != Kind.CONFLICT && kept.kind() != Kind.NOT_FOUND) {
                    throw kept;
                }
            }
        }
    }

    private Map<Digest, Long> layersSeen() {
        Map<Digest, Long> seen = new HashMap<>();
        images.list().forEach(named -> named.image().layers().forEach(layer -> seen.computeIfAbsent(layer, id -> layers.find(id).map(Layer::bytes).orElse(0L))));
        return seen;
    }
}
