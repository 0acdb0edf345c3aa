package dev.berth.daemon.docker.system;

import dev.berth.daemon.docker.Filters;
import dev.berth.engine.EngineException;
import dev.berth.engine.event.Event;
import dev.berth.engine.image.ImageReference;
import java.util.List;
import java.util.stream.Stream;

/** Which events a client of {@code GET /events} gets. Filters that Docker does not know it ignores here, and nowhere else. */
final class EventFilter {
    /** Whom events can be about, by id or name, but for images; of some of them there never are any here. */
    private static final List<String> ACTORS = List.of("container", "network", "volume", "daemon", "plugin", "node", "service", "secret", "config");

    private final Filters filters;

    private EventFilter(Filters filters) {
        this.filters = filters;
    }

    static EventFilter parse(String filters) {
        return new EventFilter(Filters.parse(filters));
    }

    boolean shows(Event event) {
        return filters.any("type", event.type()::equals)
                && filters.any("scope", "local"::equals)
                && filters.any("event", action -> event.action().equals(action) || event.action().startsWith(action + ": "))
                && ACTORS.stream().allMatch(type -> names(type, event))
                && filters.any("image", value -> image(value, event))
                && filters.labels(event.attributes());
    }

    private boolean names(String type, Event event) {
        return filters.any(type, value -> event.type().equals(type) && actorOrName(value, event));
    }

    private static boolean actorOrName(String value, Event event) {
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
