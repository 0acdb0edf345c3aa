package dev.berth.lab.homework;

import dev.berth.lab.homework.Submission.Finding;
import dev.berth.lab.value.StudentValues;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What is known of a submission and its student before any machine is asked.
 *
 * @param answers   by the names of their blocks
 * @param files     the sizes of the files that were submitted, by their paths
 * @param findings  what was seen on the student's machines, by the names of tasks
 * @param imageFile the content of a file in an image of the student's own: image, path
 */
record GradingFacts(StudentValues values, Map<String, String> answers, Map<String, Long> files, Map<String, Finding> findings,
        BiFunction<String, String, byte[]> imageFile) {

    Optional<String> answer(String block) {
        return Optional.ofNullable(answers.get(block)).map(String::strip).filter(answer -> !answer.isEmpty());
    }

    Optional<Long> sizeOf(String file) {
        return Optional.ofNullable(files.get(file));
    }

    byte[] imageFile(String image, String path) {
        return imageFile.apply(image, path);
    }
}
