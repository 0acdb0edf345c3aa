package dev.berth.engine.image.store;

import dev.berth.engine.event.Event;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageReference;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** Tells of images, in Docker's shapes. */
final class ImageEvents {
    private static final String TYPE = "image";

    private final Consumer<Event> listener;

    ImageEvents(Consumer<Event> listener) {
        this.listener = listener;
    }

    void tell(String action, Image image, String name) {
        Map<String, String> attributes = Event.told(image.config().labels());
        attributes.put("name", name);
        listener.accept(new Event(TYPE, action, image.id().toString(), attributes, Instant.now()));
    }

    /** Under the name that was asked for, as Docker does. @param action {@code pull} or {@code push} */
    void tellTransfer(String action, Image image, ImageReference name) {
        Map<String, String> attributes = Event.told(image.config().labels());
        attributes.put("name", name.familiarName());
        listener.accept(new Event(TYPE, action, name.familiar(), attributes, Instant.now()));
    }

    /** Of one that is gone: what it said of itself is not known any more. */
    void tellGone(String action, Digest image) {
        listener.accept(new Event(TYPE, action, image.toString(), Map.of("name", image.toString()), Instant.now()));
    }

    void tellPrune(long bytes) {
        listener.accept(new Event(TYPE, "prune", "", Map.of("reclaimed", String.valueOf(bytes)), Instant.now()));
    }
}
