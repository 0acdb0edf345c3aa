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

/** Looks at all tasks of a lesson, and keeps what is passed. Blocks. */
final class Grader {

    private final Progress progress;
    private final CheckEngine checks;
    private final LongSupplier clockMillis;

    Grader(Progress progress, CheckEngine checks, LongSupplier clockMillis) {
        this.progress = progress;
        this.checks = checks;
        this.clockMillis = clockMillis;
    }

    /**
     * What was seen.
     *
     * @param passed those tasks that were passed now for the first time
     */
    record Look(List<TaskReport> reports, List<TaskReport> passed) {
    }

    /** In the order of the lesson, so that a task sees what was passed before it in the same look. Keeps nothing. */
    Look look(String student, Lesson lesson, StudentValues values, MachineFacts facts) {
        Map<String, Long> times = progress.passed(student, lesson.id());
        Set<String> passed = new HashSet<>(times.keySet());
        long now = clockMillis.getAsLong();
        List<TaskReport> reports = new ArrayList<>();
        List<TaskReport> fresh = new ArrayList<>();
        for (Task task : lesson.tasks()) {
            Evaluation evaluation = checks.evaluate(task, facts, values, passed);
            TaskReport report = new TaskReport(task.name(), evaluation, times.getOrDefault(task.name(), now));
            reports.add(report);
            if (evaluation.ever() && passed.add(task.name())) {
                fresh.add(report);
            }
        }
        return new Look(reports, fresh);
    }

    /** @return what can be told, now that it is kept */
    List<TaskReport> keep(String student, Lesson lesson, Look look) {
        look.passed().forEach(report -> progress.pass(student, lesson.id(), report.task(), report.at()));
        return look.reports();
    }
}
