package dev.berth.lab.check;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a machine at one moment. Does not change: whoever learns more makes another one.
 *
 * @param start when the lesson began, by the clock of the machine's Docker; empty if that could not be asked. Containers and events from before belong to something else: another
 *     lesson, or the student's own work. They count only for conditions that say so
 * @param events what Docker tells of what happened, the oldest first
 * @param selfRemoving of containers, which may be gone, whether they were made to remove themselves ({@code --rm}), by their ids
 * @param facts the answers that are there
 */
public record MachineSnapshot(Optional<Instant> start, List<MachineEvent> events, Map<String, Boolean> selfRemoving, Facts facts) {

    /** What students are told of a machine that cannot be asked. */
    public static final String NO_ANSWER = "your machine's Docker does not answer at the moment; it is asked again by itself";

    public MachineSnapshot {
        events = List.copyOf(events);
        selfRemoving = Map.copyOf(selfRemoving);
    }

    /** The same, with more answers. */
    public MachineSnapshot with(final Facts more) {
        return new MachineSnapshot(start, events, selfRemoving, facts.and(more));
    }

    /** Answers to requests. */
    public static final class Facts {

        /** No answers. */
        public static final Facts NONE = new Facts(Map.of());

        private final Map<FactRequest<?>, Object> answers;

        private Facts(final Map<FactRequest<?>, Object> answers) {
            this.answers = answers;
        }

        /** One answer. */
        public static <T> Facts of(final FactRequest<T> request, final T answer) {
            return new Facts(Map.of(request, answer));
        }

        /**
         * The answer that there is none: whatever needs it cannot be decided, and no point is lost.
         *
         * @param message students see it
         */
        public static Facts unavailable(final FactRequest<?> request, final String message) {
            return new Facts(Map.of(request, new Unavailable(message)));
        }

        /** All answers of both; where both have one, that of the other. */
        public Facts and(final Facts other) {
            final Map<FactRequest<?>, Object> all = new HashMap<>(answers);
            all.putAll(other.answers);
            return new Facts(Map.copyOf(all));
        }

        /** @throws FactsUnavailableException if it is known that there is no answer */
        @SuppressWarnings("unchecked") // answers come in by their requests alone
        <T> Optional<T> get(final FactRequest<T> request) {
            final Object answer = answers.get(request);
            if (answer instanceof Unavailable none) {
                throw new FactsUnavailableException(none.message());
            }
            return Optional.ofNullable((T) answer);
        }

        private record Unavailable(String message) {}
    }
}
