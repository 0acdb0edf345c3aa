package dev.berth.lab.check;

import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides how tasks stand. Pure: the same input gives the same result. May be called from any thread, and never throws: what goes wrong is
 * {@link Verdict.OurFault}.
 */
public final class CheckEngine {

    private static final System.Logger LOGGER = System.getLogger(CheckEngine.class.getName());

    private static final Verdict UNDECIDED = new Verdict.NotYet("", "");

    /**
     * Looks at all tasks of a lesson, so that a task sees what was passed before it in the same look.
     *
     * @param tasks in the order of the lesson
     */
    public CheckResult evaluate(final List<Task> tasks, final CheckInput input) {
        final FactsView facts = new FactsView(input);
        final Set<String> passed = new HashSet<>(input.passed());
        final Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        for (final Task task : tasks) {
            final Evaluation evaluation = evaluate(task, facts, input.values(), passed);
            evaluations.put(task.name(), evaluation);
            if (evaluation.ever()) {
                passed.add(task.name());
            }
        }
        return new CheckResult(evaluations, facts.lacking(), facts.dependsOnUntold());
    }

    private static Evaluation evaluate(final Task task, final FactsView facts, final StudentValues student, final Set<String> passed) {
        final boolean before = passed.contains(task.name());
        if (before && task.lasting()) {
            return new Evaluation(new Verdict.Passed(task.done().fill(student)), true, true);
        }
        try {
            facts.beginTask();
            final Optional<Verdict> verdict = judge(task, new ConditionEvaluator(facts), facts, student, passed);
            final boolean now = verdict.filter(Verdict.Passed.class::isInstance).isPresent();
            return new Evaluation(verdict.orElse(UNDECIDED), before || now, now);
        } catch (final FactsUnavailableException e) {
            return new Evaluation(new Verdict.OurFault(e.getMessage()), before, false);
        } catch (final RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "check of task \"" + task.name() + "\" failed", e);
            return new Evaluation(new Verdict.OurFault("this check failed to run; that is a mistake of ours and costs you nothing"), before, false);
        }
    }

    /** @return empty if something is lacking to decide */
    private static Optional<Verdict> judge(
            final Task task, final ConditionEvaluator evaluator, final FactsView facts, final StudentValues student, final Set<String> passed) {
        final Optional<Task> needed = task.needs().stream().filter(other -> !passed.contains(other.name())).findFirst();
        if (needed.isPresent()) {
            return Optional.of(new Verdict.NotYet("first comes: " + needed.get().title(student), ""));
        }
        final Match conditions = evaluator.all(task.conditions());
        if (facts.lacks()) {
            return Optional.empty();
        }
        if (conditions.met()) {
            return Optional.of(new Verdict.Passed(task.done().fill(student)));
        }
        // All that the sayings lack is asked for at once: so each is looked at, up to the first that is certain.
        for (final Task.DeadEnd deadEnd : task.beyondRepair()) {
            final Match seen = evaluator.look(deadEnd.when());
            if (seen.met() && !facts.lacks()) {
                return Optional.of(new Verdict.BeyondRepair(fill(deadEnd.say(), seen, student)));
            }
        }
        for (final Task.Miss miss : task.misses()) {
            final Match seen = miss.when().map(evaluator::look).orElse(Match.of(true));
            if (seen.met() && !facts.lacks()) {
                final Verdict said = new Verdict.NotYet(fill(miss.say(), seen, student), miss.hint().map(hint -> fill(hint, seen, student)).orElse(""));
                return facts.lacks() ? Optional.empty() : Optional.of(said);
            }
        }
        if (facts.lacks()) {
            return Optional.empty();
        }
        final String said = new Explanation(facts, evaluator).of(task.conditions());
        return facts.lacks() ? Optional.empty() : Optional.of(new Verdict.NotYet(said, ""));
    }

    private static String fill(final Template saying, final Match match, final StudentValues student) {
        return saying.fill(place -> place.scope().equals(StudentValues.SCOPE)
                ? student.value(place.name())
                : match.found().value(place.name()));
    }
}
