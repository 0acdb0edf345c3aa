package dev.berth.engine.event;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The events of one machine (or of the machines themselves): the newest 1024 are kept, and each is told to who listens. Thread safe. */
public interface Events {

    /** A subscription; closing it twice is harmless. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    void publish(Event event);

    /** @param since kept events from then on are told first; @param listener must not block; called in order */
    Subscription subscribe(Optional<Instant> since, Consumer<Event> listener);
}
