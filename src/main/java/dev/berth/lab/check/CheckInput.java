package dev.berth.lab.check;

import dev.berth.lab.value.StudentValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * All that a verdict depends on.
 *
 * @param machines what is known of the student's machines, by their names in the lesson, the first one first
 * @param answers the last answer to each block of the lesson, by the block's name
 * @param values what is the student's own
 * @param passed the names of the tasks that this student has ever passed
 */
public record CheckInput(Map<String, MachineSnapshot> machines, Map<String, GivenAnswer> answers, StudentValues values, Set<String> passed) {

    public CheckInput {
        machines = new LinkedHashMap<>(machines);
        answers = Map.copyOf(answers);
        passed = Set.copyOf(passed);
    }

    /** The same, with more known of a machine. */
    public CheckInput with(final String machine, final MachineSnapshot.Facts facts) {
        final Map<String, MachineSnapshot> more = new LinkedHashMap<>(machines);
        more.computeIfPresent(machine, (name, snapshot) -> snapshot.with(facts));
        return new CheckInput(more, answers, values, passed);
    }
}
