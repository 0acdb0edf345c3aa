package dev.berth.daemon.docker.system;

import dev.berth.daemon.docker.Filters;
import dev.berth.engine.EngineException;
import dev.berth.engine.event.Event;
import dev.berth.engine.image.ImageReference;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which events a client of {@code GET /events} gets. */
final class EventFilter {
    private static final Set<String> KNOWN = Set.of("container", "daemon", "event", "image", "label", "network", "scope", "type", "volume");

    private final Filters filters;

    private EventFilter(Filters filters) {
        this.filters = filters;
    }

    static EventFilter parse(String filters) {
        return new EventFilter(Filters.parse(filters, KNOWN));
    }

    boolean shows(Event event) {
        return filters.any("type", event.type()::equals)
                && filters.any("scope", "local"::equals)
                && filters.any("event", action -> event.action().equals(action) || event.action().startsWith(action + ": "))
                && names("container", event, this::actorOrName)
                && filters.any("image", value -> image(value, event))
                && names("network", event, this::actorOrName)
                && names("volume", event, this::actorOrName)
                && names("daemon", event, this::actorOrName)
                && filters.labels(event.attributes());
    }

    private interface Naming {
        boolean names(String value, Event event);
    }

    private boolean names(String type, Event event, Naming naming) {
        Predicate<String> accepts = value -> event.type().equals(type) && naming.names(value, event);
        return filters.any(type, accepts);
    }

    private boolean actorOrName(String value, Event event) {
        return event.actor().startsWith(value) || value.equals(event.attributes().get("name"));
    }

    /** Events of an image, and those of its containers: by its id or by the name that they tell, with or without its tag. */
    private static boolean image(String value, Event event) {
        String name = event.attributes().getOrDefault(event.type().equals("image") ? "name" : "image", "");
        return Stream.of(event.actor(), name).anyMatch(told -> told.equals(value) || withoutTag(told).equals(value));
    }

    private static String withoutTag(String told) {
        try {
            return ImageReference.parse(told).familiarName();
        } catch (EngineException noReference) {
            return told;
        }
    }
}
