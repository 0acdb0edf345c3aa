package dev.berth.lab.homework;

import java.util.List;

/**
 * What a grading found. Texts are plain, with `code` between backticks; they hold what was found, and never what was expected.
 *
 * @param points before the rule for late submissions
 */
public record Report(int points, int outOf, List<TaskResult> tasks) {

    /** One task. */
    public record TaskResult(String task, String title, int points, int outOf, List<PartResult> parts) {

        static TaskResult of(String task, String title, List<PartResult> parts) {
            return new TaskResult(task, title, parts.stream().mapToInt(PartResult::points).sum(), parts.stream().mapToInt(PartResult::outOf).sum(), parts);
        }
    }

    /** @param hint what to do about it, or empty */
    public record PartResult(int points, int outOf, String fact, String hint) {

        static PartResult right(GradePart part, String fact) {
            return new PartResult(part.points(), part.points(), fact, "");
        }

        static PartResult wrong(GradePart part, String fact, String hint) {
            return new PartResult(0, part.points(), fact, hint);
        }
    }

    static Report of(List<TaskResult> tasks) {
        return new Report(tasks.stream().mapToInt(TaskResult::points).sum(), tasks.stream().mapToInt(TaskResult::outOf).sum(), tasks);
    }
}
