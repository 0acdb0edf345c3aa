package dev.berth.lab.progress;

import dev.berth.lab.check.MachineEvent;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.machine.DockerFacts;
import dev.berth.lab.machine.EventStream;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.machine.Machines;
import dev.berth.lab.progress.MachineReport.State;
import dev.berth.lab.value.StudentValues;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One student at one lesson, while somebody follows: listens to what happens in the machine's Docker and has the tasks looked at each
 * time. Its state is touched on the lab's loop alone.
 */
final class LessonWatch {

    private static final System.Logger LOGGER = System.getLogger(LessonWatch.class.getName());

    /** Events come in groups: create, attach, start. One look is enough for those of a few milliseconds. */
    private static final long SETTLE_MILLIS = 4;

    /** A look that takes long is followed by as long a pause, up to this: one busy machine does not use up the lab. */
    private static final long PAUSE_LIMIT_MILLIS = 100;

    /** Some tasks depend on what no event tells. */
    private static final long LOOK_AGAIN_MILLIS = 15_000;

    private static final long RETRY_MILLIS = 500;
    private static final int EVENTS_LIMIT = 2_000;

    private final String student;
    private final Lesson lesson;
    private final StudentValues values;
    private final MachineName machine;
    private final Machines machines;
    private final Consumer<MachineName> woken;
    private final Grader grader;
    private final Progress progress;
    private final Context loop;
    private final LessonFollower everybody;
    private final Set<LessonFollower> followers = new LinkedHashSet<>();
    private final Set<MachineEvent> events = new LinkedHashSet<>();
    private final Map<String, TaskReport> tasks = new LinkedHashMap<>();
    private MachineReport machineReport;
    private EventStream stream;
    private long lookAgain = -1;
    private long pauseMillis = SETTLE_MILLIS;
    private boolean connecting;
    private boolean looking;
    private boolean lookDue;
    private boolean closed;
    /** Somebody has come since the machine was last there: if it sleeps, it is woken. */
    private boolean wanted = true;
    private long followedAt = System.currentTimeMillis();

    /**
     * @param woken     told when the machine slept and was woken, since somebody follows again
     * @param everybody hears everything, also when no follower is there
     */
    LessonWatch(String student, Lesson lesson, StudentValues values, Machines machines, Consumer<MachineName> woken, Grader grader, Progress progress, Context loop,
            LessonFollower everybody) {
        this.student = student;
        this.lesson = lesson;
        this.values = values;
        this.machines = machines;
        this.woken = woken;
        this.grader = grader;
        this.progress = progress;
        this.loop = loop;
        this.everybody = everybody;
        this.machine = new MachineName(student, lesson.machines().get(0));
        this.machineReport = new MachineReport(machine.machine(), State.STARTING, "");
    }

    void open() {
        lookAgain = loop.owner().setPeriodic(LOOK_AGAIN_MILLIS, tick -> look());
        connect();
    }

    void close() {
        closed = true;
        loop.owner().cancelTimer(lookAgain);
        if (stream != null) {
            stream.close();
        }
    }

    /** Tells a new follower everything at once, as far as it is known. */
    void follow(LessonFollower follower) {
        followers.add(follower);
        if (stream == null) { // it may sleep already, and be known to only when it is asked again
            wanted = true;
        }
        if (isAsleep()) {
            report(State.STARTING, "");
            connect();
        }
        follower.machine(machineReport);
        tasks.values().forEach(follower::task);
    }

    void leave(LessonFollower follower) {
        followers.remove(follower);
        followedAt = System.currentTimeMillis();
    }

    /** Whether this is the very lesson, and not a former text of it. */
    boolean isAt(Lesson newest) {
        return lesson == newest;
    }

    void lessonChanged() {
        List.copyOf(followers).forEach(LessonFollower::lessonChanged);
    }

    boolean shows(MachineName name) {
        return machine.equals(name);
    }

    boolean isUnfollowedSince(long time) {
        return followers.isEmpty() && followedAt < time;
    }

    /** Makes the machine anew. */
    Future<Void> reset() {
        report(State.STARTING, "");
        return machines.reset(machine).onComplete(done -> {
            if (done.succeeded()) {
                events.clear();
                reconnect();
            } else if (done.cause() instanceof UnsupportedOperationException) {
                report(State.READY, "");
            } else {
                report(State.FAILED, done.cause().getMessage());
            }
        });
    }

    /** Something may have changed. */
    void look() {
        if (looking) {
            lookDue = true;
        } else if (!closed && !isAsleep()) {
            looking = true;
            loop.owner().setTimer(pauseMillis, settled -> grade());
        }
    }

    private void reconnect() {
        if (stream != null) {
            stream.close();
        }
        stream = null;
        connect();
    }

    private void connect() {
        if (connecting || closed) {
            return;
        }
        connecting = true;
        machines.sleeps(machine)
                .compose(this::awake)
                .onFailure(failure -> report(State.FAILED, failure.getMessage()))
                .compose(awake -> awake ? machines.docker(machine).events(this::happened, this::lost) : Future.failedFuture("the machine sleeps"))
                .onComplete(whatever -> connecting = false)
                .onSuccess(opened -> {
                    stream = opened;
                    wanted = false;
                    if (closed) {
                        opened.close();
                    }
                    look();
                })
                .onFailure(failure -> {
                    lost();
                    look();
                });
    }

    /** One that was put to sleep under an open page sleeps on: whoever did it needs its memory, and nobody may be before the page. */
    private Future<Boolean> awake(boolean asleep) {
        if (asleep && !wanted) {
            report(State.ASLEEP, "");
            return Future.succeededFuture(false);
        }
        return machines.ready(machine).map(true).onSuccess(ready -> {
            if (asleep) {
                woken.accept(machine);
            }
            report(State.READY, "");
        });
    }

    private boolean isAsleep() {
        return machineReport.state() == State.ASLEEP;
    }

    private void lost() {
        stream = null;
        loop.owner().setTimer(RETRY_MILLIS, again -> {
            if (stream == null) {
                connect();
            }
        });
    }

    /** Docker tells what it remembers at each connection: what is known is not news. */
    private void happened(JsonObject message) {
        if (events.add(DockerFacts.event(message))) {
            if (events.size() > EVENTS_LIMIT) {
                events.remove(events.iterator().next());
            }
            look();
        }
    }

    private void grade() {
        if (closed) {
            return;
        }
        lookDue = false;
        long begun = System.nanoTime();
        List<MachineEvent> known = new ArrayList<>(events);
        loop.owner().executeBlocking(() -> grader.grade(student, lesson, values,
                        new DockerFacts(machines.docker(machine), loop, known, progress.answers(student, lesson.id()))), false)
                .onComplete(graded -> loop.runOnContext(now -> {
                    looking = false;
                    long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                    pauseMillis = Math.max(SETTLE_MILLIS, Math.min(PAUSE_LIMIT_MILLIS, tookMillis));
                    if (graded.succeeded()) {
                        graded.result().forEach(this::tell);
                    } else {
                        LOGGER.log(System.Logger.Level.ERROR, "tasks of student \"" + student + "\" cannot be looked at", graded.cause());
                    }
                    if (lookDue) {
                        look();
                    } else {
                        pauseMillis = SETTLE_MILLIS;
                    }
                }));
    }

    private void tell(TaskReport report) {
        TaskReport before = tasks.put(report.task(), report);
        if (before == null || !before.evaluation().equals(report.evaluation())) {
            everybody.task(report);
            List.copyOf(followers).forEach(follower -> follower.task(report));
        }
    }

    private void report(State state, String message) {
        MachineReport report = new MachineReport(machine.machine(), state, message);
        if (!report.equals(machineReport)) {
            machineReport = report;
            everybody.machine(report);
            List.copyOf(followers).forEach(follower -> follower.machine(report));
        }
    }
}
