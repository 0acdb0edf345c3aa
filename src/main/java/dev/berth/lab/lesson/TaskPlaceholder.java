package dev.berth.lab.lesson;

import dev.berth.lab.check.Evaluation;
import dev.berth.lab.check.Verdict;
import dev.berth.lab.value.Template.Placeholder;
import java.util.function.Function;

/** The placeholders in a page for the state of a task: {@code ${task.said-hello.status}}. */
enum TaskPlaceholder {
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

    TaskPlaceholder(final String suffix) {
        this.suffix = "." + suffix;
    }

    /** The placeholder of this in the page. */
    Placeholder of(final String task) {
        return new Placeholder(SCOPE, task + suffix);
    }

    abstract String html(Verdict verdict);

    /** What belongs into a placeholder, as HTML. */
    static String html(final Placeholder placeholder, final Function<String, Evaluation> states) {
        for (final TaskPlaceholder each : values()) {
            if (placeholder.name().endsWith(each.suffix)) {
                final String task = placeholder.name().substring(0, placeholder.name().length() - each.suffix.length());
                return each.html(states.apply(task).verdict());
            }
        }
        throw new IllegalArgumentException("no value belongs to " + placeholder);
    }
}
