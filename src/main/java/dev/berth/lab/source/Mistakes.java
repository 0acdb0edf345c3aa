package dev.berth.lab.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Collects what is wrong with a lesson, so that its author hears of all of it at once. */
public final class Mistakes {

    private final List<Mistake> found = new ArrayList<>();

    /**
     * Reads something that others do not depend on.
     *
     * @return what was read; empty if there is a mistake in it, which is noted
     */
    public <T> Optional<T> attempt(final Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (final LessonSourceException e) {
            add(e);
            return Optional.empty();
        }
    }

    /** Checks something, and notes what is wrong with it. */
    public void check(final Runnable check) {
        try {
            check.run();
        } catch (final LessonSourceException e) {
            add(e);
        }
    }

    /** Notes what an exception tells. */
    public void add(final LessonSourceException mistake) {
        mistake.mistakes().stream().filter(each -> !found.contains(each)).forEach(found::add);
    }

    /** Whether nothing was wrong so far. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** @throws LessonSourceException with all that was found, in the order of files and lines; nothing happens if there is none */
    public void raise() {
        if (!found.isEmpty()) {
            throw new LessonSourceException(found);
        }
    }

    /**
     * As {@link #raise()}.
     *
     * @param sources gives the lines of a file, for the report
     */
    public void raise(final Function<String, List<String>> sources) {
        if (!found.isEmpty()) {
            throw new LessonSourceException(found, sources);
        }
    }

    /** All that was found, in the order of files and lines. */
    public List<Mistake> found() {
        return found.stream().sorted(Mistake.ORDER).toList();
    }

    /** What is thrown where a reader cannot go on because of a mistake that has been noted already. */
    public static LessonSourceException told() {
        return new LessonSourceException(List.of());
    }
}
