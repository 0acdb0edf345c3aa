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
    private List<PublishedPort> ports = List.of();

    /** @param everybody hears everything, also when no follower is there */
    Audience(String machine, LessonFollower everybody) {
        this.everybody = everybody;
        this.machine = new MachineReport(machine, State.STARTING, "", 0, List.of());
    }

    void join(LessonFollower follower) {
        followers.add(follower);
        follower.machine(machine);
        if (!tasks.isEmpty()) {
            follower.tasks(List.copyOf(tasks.values()));
        }
        if (!ports.isEmpty()) {
            follower.ports(machine.machine(), ports);
        }
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

    void machine(State state, String message, long replacedAt, List<String> missingImages) {
        MachineReport report = new MachineReport(machine.machine(), state, message, replacedAt, missingImages);
        if (!report.equals(machine)) {
            machine = report;
            everybody.machine(report);
            List.copyOf(followers).forEach(follower -> follower.machine(report));
        }
    }

    void ports(List<PublishedPort> newest) {
        if (!newest.equals(ports)) {
            ports = newest;
            List.copyOf(followers).forEach(follower -> follower.ports(machine.machine(), newest));
        }
    }

    void tasks(List<TaskReport> reports) {
        List<TaskReport> changed = reports.stream().filter(this::isNews).toList();
        changed.forEach(report -> tasks.put(report.task(), report));
        if (!changed.isEmpty()) {
            everybody.tasks(changed);
            List.copyOf(followers).forEach(follower -> follower.tasks(changed));
        }
    }

    private boolean isNews(TaskReport report) {
        TaskReport before = tasks.get(report.task());
        return before == null || !before.evaluation().equals(report.evaluation());
    }

    void lessonChanged() {
        List.copyOf(followers).forEach(LessonFollower::lessonChanged);
    }
}
