package dev.berth.daemon.docker.image;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.Images.Named;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/** The images that {@code ancestor} of {@code docker ps} means: those that are named, what was made of them by a commit, what was made of that, and so on. */
public final class Descendants {
    private Descendants() {}

    /** Blocks, as the images do. @param names or ids; one that is no image's has none */
    public static Set<Digest> of(List<String> names, Images images) {
        Map<Digest, List<Digest>> made = new HashMap<>();
        for (Named each : images.list()) {
            each.parent().ifPresent(parent -> made.computeIfAbsent(parent, first -> new ArrayList<>()).add(each.image().id()));
        }
        Queue<Digest> next = new ArrayDeque<>();
        names.stream().distinct().forEach(name -> named(name, images).ifPresent(next::add));
        Set<Digest> descendants = new HashSet<>();
        while (!next.isEmpty()) {
            Digest image = next.remove();
            if (descendants.add(image)) {
                next.addAll(made.getOrDefault(image, List.of()));
            }
        }
        return descendants;
    }

    private static Optional<Digest> named(String name, Images images) {
        try {
            return images.lookUp(name).map(found -> found.image().id());
        } catch (EngineException noReference) {
            return Optional.empty();
        }
    }
}
