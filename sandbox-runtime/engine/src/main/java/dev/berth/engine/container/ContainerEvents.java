package dev.berth.engine.container;

import dev.berth.engine.event.Event;
import dev.berth.engine.event.Events;
import java.time.Instant;
import java.util.Map;

/** Tells what happened to containers, with the attributes that Docker gives: labels, image, name, and what belongs to the action. */
final class ContainerEvents {
    /** Of the event {@code create}: that the container is removed when it ends, which nobody can ask for once it is gone. Docker has no such attribute. */
    private static final String AUTO_REMOVE = "autoRemove";

    private final Events events;

    ContainerEvents(Events events) {
        this.events = events;
    }

    void tellCreation(ContainerRecord container) {
        tell(container, "create", container.config().removeWhenEnded() ? Map.of(AUTO_REMOVE, "true") : Map.of());
    }

    void tell(ContainerRecord container, String action) {
        tell(container, action, Map.of());
    }

    void tell(ContainerRecord container, String action, Map<String, String> more) {
        Map<String, String> attributes = Event.told(container.config().labels());
        attributes.remove(AUTO_REMOVE); // a label says nothing of it
        attributes.put("image", container.config().image());
        attributes.put("name", container.name());
        attributes.putAll(more);
        events.publish(new Event("container", action, container.id().value(), attributes, Instant.now()));
    }
}
