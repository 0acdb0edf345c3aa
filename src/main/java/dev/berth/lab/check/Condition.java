package dev.berth.lab.check;

import dev.berth.lab.value.Template;
import java.util.List;
import java.util.Optional;

/** Something that is or is not so on a machine. What it means in tasks.yaml is in {@code docs/lesson-authoring.md}. */
public sealed interface Condition {

    /**
     * There are as many objects like this as {@code count} says.
     *
     * @param of only of containers that count for this task
     * @param includeOlder also those from before the lesson began
     */
    record Objects<T>(Subject<T> subject, List<Expectation<T>> expectations, Optional<Task> of, Count count, boolean includeOlder) implements Condition {
        public Objects {
            expectations = List.copyOf(expectations);
        }
    }

    /** One thing that an object is to have. */
    record Expectation<T>(Field<T> field, Matcher matcher) {}

    /** The machine has the image. */
    record HasImage(Template image) implements Condition {}

    /**
     * The student has answered in a block.
     *
     * @param correct whether the answer is to be right or wrong; either, if empty
     * @param is what the answer is to be; anything, if empty
     */
    record Answered(String block, Optional<Boolean> correct, Optional<Matcher> is) implements Condition {}

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

    /** How many there may be. */
    record Count(int least, int most) {

        static final Count AT_LEAST_ONE = new Count(1, Integer.MAX_VALUE);

        boolean allows(final int number) {
            return number >= least && number <= most;
        }
    }
}
