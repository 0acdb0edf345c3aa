package dev.berth.lab.check;

import dev.berth.lab.value.Template;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Something that is or is not so on a machine. What it means in tasks.yaml is in {@code docs/lesson-authoring.md}. */
public sealed interface Condition {

    /**
     * There are as many objects as is said.
     *
     * @param of only those of containers that count for this task
     */
    record Objects<T>(Selection<T> selection, Optional<Task> of) implements Condition {}

    /**
     * These things happened one after the other.
     *
     * @param within the time from the first to the last, at most
     * @param sameContainer whether all are to be about the same container
     */
    record Order(List<Selection<MachineEvent>> steps, Optional<Duration> within, boolean sameContainer) implements Condition {
        public Order {
            steps = List.copyOf(steps);
        }
    }

    /**
     * All these things happened within a time, in whatever order: each so often as its selection says.
     *
     * @param within the time from the first to the last, at most
     */
    record Together(List<Objects<MachineEvent>> events, Duration within) implements Condition {
        public Together {
            events = List.copyOf(events);
        }
    }

    /** The machine has the image. */
    record HasImage(Template image) implements Condition {}

    /**
     * The student has answered in a block.
     *
     * @param correct whether the answer is to be right or wrong; either, if empty
     * @param is what the answer is to be; anything, if empty
     * @param sinceStart whether the answer is to be younger than the last start of the machine, or older; either, if empty
     */
    record Answered(String block, Optional<Boolean> correct, Optional<Matcher> is, Optional<Boolean> sinceStart) implements Condition {}

    /** A script of the lesson says that it is so. Looked at when all conditions before it are met. */
    record Scripted(CheckScript script) implements Condition {}

    /** The other condition, looked at on a certain one of the lesson's machines. */
    record On(String machine, Condition condition) implements Condition {}

    /** The other condition is not met. */
    record Not(Condition condition) implements Condition {}

    /** All of these are met. */
    record All(List<Condition> conditions) implements Condition {
        public All {
            conditions = List.copyOf(conditions);
        }
    }

    /** At least one of these is met. */
    record Any(List<Condition> conditions) implements Condition {
        public Any {
            conditions = List.copyOf(conditions);
        }
    }

    /** What sayings can tell of what it has found, by their names in {@code ${found.…}}. */
    default Set<String> found() {
        if (this instanceof Objects<?> objects) {
            return Set.copyOf(objects.selection().subject().names());
        }
        if (this instanceof Order || this instanceof Together) {
            return Set.copyOf(EventSubject.EVENT.names());
        }
        if (this instanceof Answered) {
            return Set.of(MatchValues.ANSWER);
        }
        if (this instanceof On on) {
            return on.condition().found();
        }
        final List<Condition> parts = this instanceof All all ? all.conditions() : this instanceof Any any ? any.conditions() : List.of();
        return parts.stream().flatMap(part -> part.found().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The names of the machines that it says it is looked at on. */
    default Set<String> machines() {
        if (this instanceof On on) {
            final Set<String> machines = new HashSet<>(on.condition().machines());
            machines.add(on.machine());
            return machines;
        }
        return parts().stream().flatMap(part -> part.machines().stream()).collect(Collectors.toUnmodifiableSet());
    }

    private List<Condition> parts() {
        return this instanceof All all ? all.conditions() : this instanceof Any any ? any.conditions() : this instanceof Not not ? List.of(not.condition()) : List.of();
    }

    /** Whether it can be told of a machine of Berth only, and not of a computer with a stock Docker. */
    default boolean needsMachine() {
        if (this instanceof Objects<?> objects) {
            return objects.selection().needsMachine();
        }
        if (this instanceof On on) {
            return on.condition().needsMachine();
        }
        if (this instanceof Scripted) {
            return true;
        }
        if (this instanceof Answered answered) {
            return answered.sinceStart().isPresent();
        }
        return parts().stream().anyMatch(Condition::needsMachine);
    }
}
