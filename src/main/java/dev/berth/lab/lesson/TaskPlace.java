package dev.berth.lab.lesson;

import dev.berth.lab.check.Evaluation;
import dev.berth.lab.check.Verdict;
import dev.berth.lab.value.Template.Place;
import java.util.function.Function;

/** The places in a page for the state of a task: {@code ${task.said-hello.status}}. */
enum TaskPlace {
    VERDICT("verdict") {
        @Override
        String html(final Verdict verdict) {
            return verdict.word();
        }
    },
    STATUS("status") {
        @Override
        String html(final Verdict verdict) {
            return Html.saying(verdict.text());
        }
    },
    HINT("hint") {
        @Override
        String html(final Verdict verdict) {
            return Html.saying(verdict.hint());
        }
    };

    static final String SCOPE = "task";

    private final String suffix;

    TaskPlace(final String suffix) {
        this.suffix = "." + suffix;
    }

    /** The place of this in the page. */
    Place of(final String task) {
        return new Place(SCOPE, task + suffix);
    }

    abstract String html(Verdict verdict);

    /** What belongs into a place, as HTML. */
    static String html(final Place place, final Function<String, Evaluation> states) {
        for (final TaskPlace each : values()) {
            if (place.name().endsWith(each.suffix)) {
                final String task = place.name().substring(0, place.name().length() - each.suffix.length());
                return each.html(states.apply(task).verdict());
            }
        }
        throw new IllegalArgumentException("no value belongs to " + place);
    }
}
