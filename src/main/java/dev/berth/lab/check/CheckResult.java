package dev.berth.lab.check;

import java.util.Map;
import java.util.Set;

/**
 * What looking at the tasks of a lesson showed.
 *
 * @param evaluations how the tasks stand, by their names, in the order of the lesson; preliminary as long as something is lacking
 * @param lacking what has to be known besides, by the machine's name; nothing if the evaluations are final
 * @param dependsOnUntold whether something was asked for that may change without an event of Docker's
 */
public record CheckResult(Map<String, Evaluation> evaluations, Map<String, Set<FactRequest<?>>> lacking, boolean dependsOnUntold) {

    /** Whether the evaluations are final. */
    public boolean isFinal() {
        return lacking.isEmpty();
    }
}
