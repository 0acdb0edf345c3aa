package dev.berth.lab.classroom;

import dev.berth.lab.account.Student;
import dev.berth.lab.check.Task;
import dev.berth.lab.check.Verdict;
import dev.berth.lab.classroom.StudentStanding.Passed;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.progress.TaskReport;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One student in the classroom: what is known of them, from which {@link StudentStanding} follows. */
final class StudentState {

    private final Student student;
    private final Map<String, Long> passed = new LinkedHashMap<>();
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private Optional<Lesson> lesson = Optional.empty();
    private int pages;
    private boolean asleep;
    private String trouble = "";
    private long seen;

    StudentState(Student student, long seen) {
        this.student = student;
        this.seen = seen;
    }

    void visit(Lesson visited, Map<String, Long> passedThere, long now) {
        if (!lesson.map(Lesson::id).equals(Optional.of(visited.id()))) {
            verdicts.clear();
            passed.clear();
        }
        lesson = Optional.of(visited);
        passed.putAll(passedThere);
        seen = now;
    }

    void report(Lesson at, List<TaskReport> reports, long now) {
        if (lesson.map(Lesson::id).equals(Optional.of(at.id()))) {
            for (TaskReport report : reports) {
                verdicts.put(report.task(), report.evaluation().verdict());
                if (report.evaluation().ever()) {
                    passed.putIfAbsent(report.task(), report.at());
                }
            }
            seen = now;
        }
    }

    /** @param nowInTrouble why the machine could not be prepared for the lesson; empty if nothing is wrong */
    void machine(boolean nowAsleep, String nowInTrouble) {
        asleep = nowAsleep;
        trouble = nowInTrouble;
    }

    void active(long now) {
        seen = now;
    }

    long seen() {
        return seen;
    }

    void pageOpened(long now) {
        pages++;
        seen = now;
    }

    void pageClosed(long now) {
        pages--;
        seen = now;
    }

    StudentStanding standing() {
        List<Task> tasks = lesson.map(Lesson::tasks).orElse(List.of());
        Optional<String> next = tasks.stream().map(Task::name).filter(task -> !passed.containsKey(task)).findFirst();
        Optional<Verdict> verdict = trouble.isEmpty() || next.isEmpty() ? next.map(verdicts::get) : Optional.of(new Verdict.OurFault(trouble));
        return new StudentStanding(student.id(), student.name(), lesson.map(Lesson::id).orElse(""), next.orElse(""),
                passed.entrySet().stream().map(each -> new Passed(each.getKey(), each.getValue())).toList(), tasks.size(), seen, pages > 0, asleep,
                verdict.map(Verdict::word).orElse(next.isPresent() || tasks.isEmpty() ? "not-yet" : "passed"),
                verdict.map(Verdict::text).orElse(""));
    }
}
