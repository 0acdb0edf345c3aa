package dev.berth.lab.progress;

import dev.berth.lab.check.CheckEngine;
import dev.berth.lab.check.Evaluation;
import dev.berth.lab.check.MachineFacts;
import dev.berth.lab.check.Task;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.value.StudentValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** Looks at all tasks of a lesson and keeps what is passed, before anybody hears of it. Blocks. */
final class Grader {

    private final Progress progress;
    private final CheckEngine checks;
    private final LongSupplier clockMillis;

    Grader(Progress progress, CheckEngine checks, LongSupplier clockMillis) {
        this.progress = progress;
        this.checks = checks;
        this.clockMillis = clockMillis;
    }

    /** In the order of the lesson, so that a task sees what was passed before it in the same look. */
    List<TaskReport> grade(String student, Lesson lesson, StudentValues values, MachineFacts facts) {
        Map<String, Long> times = progress.passed(student, lesson.id());
        Set<String> passed = new HashSet<>(times.keySet());
        long now = clockMillis.getAsLong();
        List<TaskReport> reports = new ArrayList<>();
        for (Task task : lesson.tasks()) {
            Evaluation evaluation = checks.evaluate(task, facts, values, passed);
            if (evaluation.ever() && passed.add(task.name())) {
                progress.pass(student, lesson.id(), task.name(), now);
            }
            reports.add(new TaskReport(task.name(), evaluation, times.getOrDefault(task.name(), now)));
        }
        return reports;
    }
}
