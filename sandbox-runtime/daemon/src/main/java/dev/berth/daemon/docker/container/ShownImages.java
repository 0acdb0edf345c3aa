package dev.berth.daemon.docker.container;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Images;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What one list of containers calls their images: as a client named them, or the id, once that name is another image's or nobody's. Each name is looked up once. */
public final class ShownImages {
    private final Images images;
    private final Map<String, Optional<Digest>> found = new HashMap<>();

    public ShownImages(Images images) {
        this.images = images;
    }

    /** Blocks, as the images do. */
    public String of(ContainerView container) {
        String typed = container.imageName();
        return found.computeIfAbsent(typed, this::find).filter(container.image()::equals).map(same -> typed).orElseGet(() -> container.image().toString());
    }

    private Optional<Digest> find(String name) {
        try {
            return images.lookUp(name).map(named -> named.image().id());
        } catch (EngineException ambiguous) {
            return Optional.empty();
        }
    }
}
