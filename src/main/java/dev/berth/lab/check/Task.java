package dev.berth.lab.check;

import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something to be done on the machine, and how that is seen.
 *
 * @param name as the lesson's text calls it
 * @param points what it is worth
 * @param title what there will be when it is done; shown above the task
 * @param done what to say when it is
 * @param lasting whether it stays done: true for conditions that need to be met once ({@code ever}), false for those that are to be met at the end ({@code now})
 * @param conditions all of them are to be met at the same time
 * @param needs tasks to be passed before this one is looked at
 * @param misses what to say as long as it is not done; the first one that applies is said. If none does, the condition that is not met says it
 * @param beyondRepair when it cannot be done any more
 */
public record Task(
        String name,
        int points,
        Template title,
        Template done,
        boolean lasting,
        List<Condition> conditions,
        List<Task> needs,
        List<Miss> misses,
        List<DeadEnd> beyondRepair) {

    public Task {
        conditions = List.copyOf(conditions);
        needs = List.copyOf(needs);
        misses = List.copyOf(misses);
        beyondRepair = List.copyOf(beyondRepair);
    }

    /**
     * A way not to have done it yet.
     *
     * @param when when this is the one to say; always, if empty
     * @param say the fact
     * @param hint what to do about it
     */
    public record Miss(Optional<Condition> when, Template say, Optional<Template> hint) {}

    /** A state of the machine in which the task cannot be done. */
    public record DeadEnd(Condition when, Template say) {}

    /** The names of the machines that its conditions, and those of what is said of it, say they are looked at on. */
    public Set<String> machines() {
        final Stream<Condition> said = Stream.concat(misses.stream().flatMap(miss -> miss.when().stream()), beyondRepair.stream().map(DeadEnd::when));
        return Stream.concat(conditions.stream(), said).flatMap(condition -> condition.machines().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it can be told of a machine of Berth only, and not of a computer with a stock Docker. */
    public boolean needsMachine() {
        return conditions.stream().anyMatch(Condition::needsMachine);
    }

    /** Whether nothing is asked of it but answers in the lesson's text. */
    public boolean isQuestion() {
        return conditions.stream().allMatch(Condition.Answered.class::isInstance);
    }

    /** The title with the student's values, as plain text with `code` between backticks. */
    public String title(final StudentValues student) {
        return title.fill(student);
    }
}
