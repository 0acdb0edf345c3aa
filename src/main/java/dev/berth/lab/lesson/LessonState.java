package dev.berth.lab.lesson;

import dev.berth.lab.check.Evaluation;
import java.util.Map;

/**
 * How a lesson stands for one student.
 *
 * @param student the student's id
 * @param tasks how tasks stand, by their names; those left out have not been looked at
 * @param answers the student's last answer to each question, by the name of its block; that a prediction was compared is an answer to {@link #comparison}
 */
public record LessonState(String student, Map<String, Evaluation> tasks, Map<String, String> answers) {

    public LessonState {
        tasks = Map.copyOf(tasks);
        answers = Map.copyOf(answers);
    }

    /** Under which name it is kept that the prediction of a block was compared with what happened; no block has such a name. */
    public static String comparison(final String block) {
        return block + ":compared";
    }

    /** Whether the student has seen what became of their prediction. */
    boolean hasCompared(final String block) {
        return answers.containsKey(comparison(block));
    }

    /** Of a student who has just come. */
    public static LessonState fresh(final String student) {
        return new LessonState(student, Map.of(), Map.of());
    }
}
