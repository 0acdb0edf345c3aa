package dev.berth.engine.container;

import dev.berth.engine.event.Event;
import dev.berth.engine.event.Events;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Tells what happened to containers, with the attributes that Docker gives: labels, image, name, and what belongs to the action. */
final class ContainerEvents {
    /** What our recipes say in labels of their images would fill a student's screen at each event. */
    private static final String OWN_LABELS = "dev.berth.";

    private final Events events;

    ContainerEvents(Events events) {
        this.events = events;
    }

    void tell(ContainerRecord container, String action) {
        tell(container, action, Map.of());
    }

    void tell(ContainerRecord container, String action, Map<String, String> more) {
        Map<String, String> attributes = new TreeMap<>(container.config().labels());
        attributes.keySet().removeIf(label -> label.startsWith(OWN_LABELS));
        attributes.put("image", container.config().image());
        attributes.put("name", container.name());
        attributes.putAll(more);
        events.publish(new Event("container", action, container.id().value(), attributes, Instant.now()));
    }
}
