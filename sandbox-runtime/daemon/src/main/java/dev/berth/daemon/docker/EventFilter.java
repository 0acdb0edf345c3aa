package dev.berth.daemon.docker;

import dev.berth.engine.event.Event;
import java.util.Set;
import java.util.function.Predicate;

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

    /** Events of an image, and those of its containers. */
    private static boolean image(String value, Event event) {
        String named = event.type().equals("image") ? event.attributes().getOrDefault("name", "") : event.attributes().getOrDefault("image", "");
        return event.type().equals("image") && event.actor().equals(value) || named.equals(value) || named.startsWith(value + ":");
    }
}
