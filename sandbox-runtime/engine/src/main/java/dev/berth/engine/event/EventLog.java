package dev.berth.engine.event;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps the newest events in memory, and tells each to who listens. */
public final class EventLog implements Events {
    private static final int KEPT = 1024;

    /** Attributes are labels and commands, which a client may make as long as it likes. */
    private static final int MOST_KEPT_CHARACTERS = 256 * 1024;

    private final Deque<Event> kept = new ArrayDeque<>();
    private int keptCharacters;
    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public synchronized void publish(Event event) {
        kept.addLast(event);
        keptCharacters += event.length();
        while (kept.size() > KEPT || keptCharacters > MOST_KEPT_CHARACTERS) {
            keptCharacters -= kept.removeFirst().length();
        }
        listeners.forEach(listener -> listener.accept(event));
    }

    @Override
    public synchronized Subscription subscribe(Optional<Instant> since, Consumer<Event> listener) {
        since.ifPresent(from -> kept.stream().filter(event -> !event.at().isBefore(from)).forEach(listener));
        Consumer<Event> own = listener::accept;
        listeners.add(own);
        return () -> remove(own);
    }

    private synchronized void remove(Consumer<Event> listener) {
        listeners.remove(listener);
    }
}
