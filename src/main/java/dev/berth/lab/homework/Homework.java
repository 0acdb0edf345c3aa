package dev.berth.lab.homework;

import dev.berth.lab.lesson.Lesson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A homework: a lesson whose answers and files are handed in and graded.
 *
 * @param attempts how many submissions each student has
 * @param due      the deadline, if there is one
 * @param late     what a submission after it is worth
 */
public record Homework(Lesson lesson, int attempts, Optional<Instant> due, LateRule late, List<OwnImage> images, List<GradedTask> tasks) {

    public Homework {
        images = List.copyOf(images);
        tasks = List.copyOf(tasks);
    }

    /** How a task of the lesson is graded. */
    record GradedTask(String name, List<GradePart> parts) {

        public GradedTask {
            parts = List.copyOf(parts);
        }

        /** What it is worth. */
        public int points() {
            return parts.stream().mapToInt(GradePart::points).sum();
        }
    }

    public String id() {
        return lesson.id();
    }

    /** What all of it is worth. */
    public int points() {
        return tasks.stream().mapToInt(GradedTask::points).sum();
    }

    /** How often a student may submit it yet. @param submissions all of theirs */
    public int attemptsLeft(List<Submission> submissions) {
        long used = submissions.stream().filter(each -> each.state() != Submission.State.FAILED).count();
        return (int) Math.max(0, attempts - used);
    }

    /** Whether a submission of that moment is late, in milliseconds since 1970. */
    public boolean isLate(long at) {
        return due.isPresent() && at > due.get().toEpochMilli();
    }
}
