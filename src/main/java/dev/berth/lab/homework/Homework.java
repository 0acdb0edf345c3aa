package dev.berth.lab.homework;

import dev.berth.lab.lesson.Lesson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A homework: a lesson whose answers and files are handed in and graded.
 *
 * @param attempts how many submissions each student has
 * @param due      the deadline, if there is one
 * @param late     what a submission after it is worth
 * @param stage    how it is built again, if what is asked for is one
 */
public record Homework(Lesson lesson, int attempts, Optional<Instant> due, LateRule late, List<OwnImage> images, Optional<Stage> stage,
        List<GradedTask> tasks) {

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

    /** The machines whose files are handed in, the first one first. */
    List<String> machines() {
        return stage.map(Stage::machines).orElseGet(() -> lesson.machines().subList(0, 1));
    }

    /** The tasks that are looked at on the student's own machines. */
    Set<String> examined() {
        return tasks.stream().filter(task -> task.parts().stream().anyMatch(GradePart.Examined.class::isInstance)).map(GradedTask::name).collect(Collectors.toUnmodifiableSet());
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
