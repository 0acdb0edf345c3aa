package dev.berth.engine.container;

import dev.berth.engine.event.Event;
import dev.berth.engine.event.Events;
import java.time.Instant;
import java.util.Map;

/** Tells what happened to containers, with the attributes that Docker gives: labels, image, name, and what belongs to the action. */
final class ContainerEvents {
    private final Events events;

    ContainerEvents(Events events) {
        this.events = events;
    }

    void tell(ContainerRecord container, String action) {
        tell(container, action, Map.of());
    }

    void tell(ContainerRecord container, String action, Map<String, String> more) {
        Map<String, String> attributes = Event.told(container.config().labels());
        attributes.put("image", container.config().image());
        attributes.put("name", container.name());
        attributes.putAll(more);
        events.publish(new Event("container", action, container.id().value(), attributes, Instant.now()));
    }
}
