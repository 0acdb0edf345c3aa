package dev.berth.daemon.fake;

import dev.berth.engine.event.Event;
import dev.berth.engine.event.Events;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Keeps all events. */
public final class FakeEvents implements Events {
    private final List<Event> kept = new ArrayList<>();
    private final List<Consumer<Event>> listeners = new ArrayList<>();

    void publish(String action, FakeContainer container) {
        Map<String, String> attributes = new TreeMap<>(Map.of("image", container.config().image(), "name", container.name()));
        publish(new Event("container", action, container.id().value(), attributes, Instant.now()));
    }

    @Override
    public synchronized void publish(Event event) {
        kept.add(event);
        listeners.forEach(each -> each.accept(event));
    }

    @Override
    public synchronized Subscription subscribe(Optional<Instant> since, Consumer<Event> listener) {
        since.ifPresent(from -> kept.stream().filter(each -> !each.at().isBefore(from)).forEach(listener));
        listeners.add(listener);
        return () -> unsubscribe(listener);
    }

    private synchronized void unsubscribe(Consumer<Event> listener) {
        listeners.remove(listener);
    }

    public synchronized int listeners() {
        return listeners.size();
    }
}
