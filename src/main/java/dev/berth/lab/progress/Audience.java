package dev.berth.lab.progress;

import dev.berth.lab.progress.MachineReport.State;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who follows one student at one lesson, and the newest that they were told: who comes later is told it at once, and nobody hears anything twice. */
final class Audience {

    private final LessonFollower everybody;
    private final Set<LessonFollower> followers = new LinkedHashSet<>();
    private final Map<String, TaskReport> tasks = new LinkedHashMap<>();
    private MachineReport machine;

    /** @param everybody hears everything, also when no follower is there */
    Audience(String machine, LessonFollower everybody) {
        this.everybody = everybody;
        this.machine = new MachineReport(machine, State.STARTING, "", 0);
    }

    void join(LessonFollower follower) {
        followers.add(follower);
        follower.machine(machine);
        tasks.values().forEach(follower::task);
    }

    void leave(LessonFollower follower) {
        followers.remove(follower);
    }

    boolean isEmpty() {
        return followers.isEmpty();
    }

    /** How the machine is, as it was told last. */
    State machine() {
        return machine.state();
    }

    void machine(State state, String message, long replacedAt) {
        MachineReport report = new MachineReport(machine.machine(), state, message, replacedAt);
        if (!report.equals(machine)) {
            machine = report;
            everybody.machine(report);
            List.copyOf(followers).forEach(follower -> follower.machine(report));
        }
    }

    void task(TaskReport report) {
        TaskReport before = tasks.put(report.task(), report);
        if (before == null || !before.evaluation().equals(report.evaluation())) {
            everybody.task(report);
            List.copyOf(followers).forEach(follower -> follower.task(report));
        }
    }

    void lessonChanged() {
        List.copyOf(followers).forEach(LessonFollower::lessonChanged);
    }
}
