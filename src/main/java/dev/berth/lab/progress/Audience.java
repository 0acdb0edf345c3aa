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
    private final Map<String, MachineReport> machines = new LinkedHashMap<>();
    private final Map<String, List<PublishedPort>> ports = new LinkedHashMap<>();

    /** @param everybody hears everything, also when no follower is there; @param names of the machines, of which nothing is known yet */
    Audience(LessonFollower everybody, List<String> names) {
        this.everybody = everybody;
        names.forEach(name -> machines.put(name, new MachineReport(name, State.STARTING, "", 0, "", List.of())));
    }

    void join(LessonFollower follower) {
        followers.add(follower);
        machines.values().forEach(follower::machine);
        if (!tasks.isEmpty()) {
            follower.tasks(List.copyOf(tasks.values()));
        }
        ports.forEach((machine, published) -> {
            if (!published.isEmpty()) {
                follower.ports(machine, published);
            }
        });
    }

    void leave(LessonFollower follower) {
        followers.remove(follower);
    }

    boolean isEmpty() {
        return followers.isEmpty();
    }

    /** How a machine is, as it was told last. */
    State machine(String name) {
        return machines.get(name).state();
    }

    void machine(MachineReport report) {
        if (!report.equals(machines.put(report.machine(), report))) {
            everybody.machine(report);
            List.copyOf(followers).forEach(follower -> follower.machine(report));
        }
    }

    void ports(String machine, List<PublishedPort> newest) {
        if (!newest.equals(ports.getOrDefault(machine, List.of()))) {
            ports.put(machine, newest);
            List.copyOf(followers).forEach(follower -> follower.ports(machine, newest));
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
