package dev.berth.lab.progress;

import dev.berth.lab.check.CheckInput;
import dev.berth.lab.check.CheckResult;
import dev.berth.lab.check.MachineSnapshot;
import dev.berth.lab.check.MachineSnapshot.Facts;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.machine.DockerClient;
import dev.berth.lab.machine.MachineChecks;
import dev.berth.lab.progress.Progress.Standing;
import dev.berth.lab.value.StudentValues;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Looks at all tasks of a student's lesson, and keeps what is passed. Used on the lab's loop alone. */
final class Grader {

    private final String student;
    private final Lesson lesson;
    private final StudentValues values;
    private final Progress progress;
    private final DockerClient docker;
    private final List<MachineWatch> machines;
    private final MachineChecks checks;
    private final Context loop;
    /** Of the lesson; empty until Docker has told the time, or the database that it did. */
    private Optional<Instant> start = Optional.empty();
    private long openedNanos = System.nanoTime();

    /**
     * @param docker   of the student's first machine, whose clock all have
     * @param machines of the student, the first one first
     */
    Grader(String student, Lesson lesson, StudentValues values, Progress progress, DockerClient docker, List<MachineWatch> machines, Context loop) {
        this.student = student;
        this.lesson = lesson;
        this.values = values;
        this.progress = progress;
        this.docker = docker;
        this.machines = machines;
        this.checks = new MachineChecks(loop, machines.stream().collect(Collectors.toMap(each -> each.machine().machine(), MachineWatch::facts)));
        this.loop = loop;
    }

    /**
     * What was seen.
     *
     * @param passed the tasks that were passed now for the first time
     * @param at     when it was seen, in milliseconds since 1970
     * @param isUntold whether it may change without an event of Docker's
     */
    record Look(List<TaskReport> reports, Set<String> passed, long at, boolean isUntold) {
    }

    /** What has been done so far was done elsewhere. */
    void beginAnew() {
        openedNanos = System.nanoTime();
        start = Optional.empty();
    }

    /** Keeps nothing. */
    Future<Look> look() {
        return lessonStart()
                .compose(began -> blocking(() -> progress.standing(student, lesson.id())).compose(standing -> {
                    Map<String, MachineSnapshot> snapshots = new LinkedHashMap<>();
                    machines.forEach(each -> snapshots.put(each.machine().machine(), new MachineSnapshot(began, each.events(), each.selfRemoving(), Facts.NONE)));
                    CheckInput input = new CheckInput(snapshots, standing.answers(), values, standing.passed().keySet());
                    return checks.evaluate(lesson.tasks(), input).map(result -> look(result, standing));
                }));
    }

    private static Look look(CheckResult result, Standing standing) {
        long now = System.currentTimeMillis();
        List<TaskReport> reports = new ArrayList<>();
        Set<String> passed = new HashSet<>();
        result.evaluations().forEach((task, evaluation) -> {
            reports.add(new TaskReport(task, evaluation, standing.passed().getOrDefault(task, now)));
            if (evaluation.ever() && !standing.passed().containsKey(task)) {
                passed.add(task);
            }
        });
        return new Look(reports, passed, now, result.dependsOnUntold());
    }

    /** @return what can be told, now that it is kept */
    Future<List<TaskReport>> keep(Look look) {
        return look.passed().isEmpty() ? Future.succeededFuture(look.reports()) : blocking(() -> {
            progress.pass(student, lesson.id(), look.passed(), look.at());
            return look.reports();
        });
    }

    /**
     * A lesson that is opened for the first time began at the opening, by the clock of the machine's Docker: that may be another computer's, and may answer only later.
     *
     * @return when the lesson began; empty as long as Docker does not tell the time
     */
    private Future<Optional<Instant>> lessonStart() {
        if (start.isPresent()) {
            return Future.succeededFuture(start);
        }
        return blocking(() -> progress.start(student, lesson.id()))
                .compose(kept -> kept.isPresent() ? Future.succeededFuture(kept.get()) : docker.time().compose(this::begin))
                .onSuccess(began -> start = Optional.of(Instant.ofEpochMilli(began)))
                .transform(told -> Future.succeededFuture(start));
    }

    private Future<Long> begin(Instant time) {
        long opened = time.minusNanos(System.nanoTime() - openedNanos).toEpochMilli();
        return blocking(() -> progress.begin(student, lesson.id(), opened));
    }

    /** Waits for the database elsewhere, and goes on here. */
    private <T> Future<T> blocking(Callable<T> work) {
        Promise<T> done = Promise.promise();
        loop.owner().executeBlocking(work, false).onComplete(result -> loop.runOnContext(now -> done.handle(result)));
        return done.future();
    }
}
