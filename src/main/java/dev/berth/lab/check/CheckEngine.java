package dev.berth.lab.check;

import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import java.util.Optional;
import java.util.Set;

/** Decides how a task stands. Has no state, may be called from any thread, and never throws: what goes wrong is {@link Verdict.OurFault}. */
public final class CheckEngine {

    private static final System.Logger LOGGER = System.getLogger(CheckEngine.class.getName());

    /**
     * @param passed the names of those that this student has ever passed
     */
    public Evaluation evaluate(
            final Task task, final MachineFacts facts, final StudentValues student, final Set<String> passed) {
        final boolean before = passed.contains(task.name());
        if (before && task.lasting()) {
            return new Evaluation(new Verdict.Passed(task.done().fill(student)), true, true);
        }
        try {
            final Verdict verdict = judge(task, new ConditionEvaluator(new FactsView(facts, student)), student, passed);
            final boolean now = verdict instanceof Verdict.Passed;
            return new Evaluation(verdict, before || now, now);
        } catch (final FactsUnavailableException e) {
            return new Evaluation(new Verdict.OurFault(e.getMessage()), before, false);
        } catch (final RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "check of task \"" + task.name() + "\" failed", e);
            return new Evaluation(new Verdict.OurFault("this check failed to run; that is a mistake of ours and costs you nothing"), before, false);
        }
    }

    private static Verdict judge(
            final Task task, final ConditionEvaluator evaluator, final StudentValues student, final Set<String> passed) {
        final Optional<Task> needed = task.needs().stream().filter(other -> !passed.contains(other.name())).findFirst();
        if (needed.isPresent()) {
            return new Verdict.NotYet("first comes: " + needed.get().title(student), "");
        }
        if (evaluator.all(task.conditions()).met()) {
            return new Verdict.Passed(task.done().fill(student));
        }
        for (final Task.DeadEnd deadEnd : task.beyondRepair()) {
            final Finding seen = evaluator.look(deadEnd.when());
            if (seen.met()) {
                return new Verdict.BeyondRepair(fill(deadEnd.say(), seen, student));
            }
        }
        for (final Task.Miss miss : task.misses()) {
            final Finding seen = miss.when().map(evaluator::look).orElse(Finding.of(true));
            if (seen.met()) {
                return new Verdict.NotYet(fill(miss.say(), seen, student), miss.hint().map(hint -> fill(hint, seen, student)).orElse(""));
            }
        }
        throw new IllegalStateException("task \"" + task.name() + "\" has no miss that always applies");
    }

    private static String fill(final Template saying, final Finding finding, final StudentValues student) {
        return saying.fill(place -> place.scope().equals(StudentValues.SCOPE)
                ? student.value(place.name())
                : finding.found().value(place.name()));
    }
}
