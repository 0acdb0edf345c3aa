package dev.berth.lab.check;

import dev.berth.lab.value.Template;
import java.util.List;
import java.util.Optional;

/**
 * Objects that tasks speak of, and how many of them there are to be.
 *
 * @param <T> what they are
 */
record Selection<T>(Subject<T> subject, Query query, List<Expectation<T>> expectations, Count count) {

    Selection {
        expectations = List.copyOf(expectations);
    }

    /**
     * Where to look.
     *
     * @param includeOlder also at what is from before the lesson began
     * @param path of files
     */
    record Query(boolean includeOlder, Place in, Optional<Template> path) {}

    /** Where files and processes are. */
    sealed interface Place {

        /** On the machine itself, in none of its containers. */
        record Machine() implements Place {}

        record Container(Template name) implements Place {}

        record Volume(Template name) implements Place {}

        record Image(Template name) implements Place {}

        /** On the machine and in its containers. */
        record Anywhere() implements Place {}
    }

    /** One thing that an object is to have. */
    sealed interface Expectation<T> {

        /** As it is called in tasks.yaml. */
        String key();
    }

    /** A value. */
    record Property<T>(Field<T> field, Matcher matcher) implements Expectation<T> {
        @Override
        public String key() {
            return field.key();
        }
    }

    /** Other objects that belong to it. */
    record Has<T, U>(Subject.Relation<T, U> relation, Selection<U> selection) implements Expectation<T> {
        @Override
        public String key() {
            return relation.key();
        }

        private boolean needsMachine() {
            return selection.subject() == ProcessSubject.PROCESS || relation == ImageSubject.FILE || selection.expectations().stream().anyMatch(each -> each instanceof Has<?, ?> has && has.needsMachine());
        }
    }

    /** How many there may be. */
    record Count(int least, int most) {

        static final Count AT_LEAST_ONE = new Count(1, Integer.MAX_VALUE);
        static final Count NONE = new Count(0, 0);

        boolean allows(final int number) {
            return number >= least && number <= most;
        }
    }

    /** Whether it can be told of a machine of Berth only. */
    boolean needsMachine() {
        final boolean placed = subject == ProcessSubject.PROCESS || subject == FileSubject.FILE && (query.in() instanceof Place.Machine || query.in() instanceof Place.Image);
        return placed || expectations.stream().anyMatch(each -> each instanceof Has<?, ?> has && has.needsMachine());
    }
}
