package dev.berth.lab.progress;

import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.machine.Machines;
import dev.berth.lab.value.StudentValues;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * One student at one lesson, while somebody follows: listens to what happens in the Docker of each of the lesson's machines and has the tasks looked at each
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

    /** A command that prints something has done its work soon after; while it prints on, it is looked at now and then. */
    private static final long PRINTED_MILLIS = 150;
    private static final long PRINTED_PAUSE_MILLIS = 700;

    private final String student;
    private final Lesson lesson;
    private final List<MachineWatch> machines;
    private final Grader grader;
    private final Context loop;
    private final Audience audience;
    private long lookAgain = -1;
    private long pauseMillis = SETTLE_MILLIS;
    private boolean looking;
    private boolean lookDue;
    private boolean closed;
    /** Whether what was seen last may change without an event. */
    private boolean isUntold;
    private boolean lookingAtOutput;
    private boolean printedSince;
    private long followedAt = System.currentTimeMillis();

    /**
     * @param restarted told when the shells of before have ended with all else: the machine slept and was woken, or is another one
     * @param replaced  told once of each machine that stands in for one that somebody has removed, and when it was made: all lessons on it are to hear of that
     * @param everybody hears everything, also when no follower is there
     */
    LessonWatch(String student, Lesson lesson, StudentValues values, Machines all, Consumer<MachineName> restarted, ObjLongConsumer<MachineName> replaced,
            Progress progress, Context loop, LessonFollower everybody) {
        this.student = student;
        this.lesson = lesson;
        this.loop = loop;
        this.audience = new Audience(everybody, all.of(lesson.machines()));
        MachineWatch.Owner owner = new MachineWatch.Owner() {
            @Override
            public void look() {
                LessonWatch.this.look();
            }

            @Override
            public void restarted(MachineName machine) {
                restarted.accept(machine);
            }

            @Override
            public void prepared() {
                beginAnew();
            }

            @Override
            public void replaced(MachineName machine, long since) {
                replaced.accept(machine, since);
            }
        };
        this.machines = all.of(lesson.machines()).stream()
                .map(name -> new MachineWatch(new MachineName(student, name), lesson, values, all, progress, loop, audience, owner)).toList();
        this.grader = new Grader(student, lesson, values, progress, all.docker(machines.get(0).machine()), machines, loop);
    }

    void open() {
        lookAgain = loop.owner().setPeriodic(LOOK_AGAIN_MILLIS, tick -> {
            look();
            machines.forEach(MachineWatch::lookAround);
        });
        machines.forEach(MachineWatch::open);
    }

    void close() {
        closed = true;
        loop.owner().cancelTimer(lookAgain);
        machines.forEach(MachineWatch::close);
    }

    /** Tells a new follower everything at once, as far as it is known. */
    void follow(LessonFollower follower) {
        machines.forEach(MachineWatch::want);
        audience.join(follower);
    }

    void leave(LessonFollower follower) {
        audience.leave(follower);
        followedAt = System.currentTimeMillis();
    }

    /** Whether this is the very lesson, and not a former text of it. */
    boolean isAt(Lesson newest) {
        return lesson == newest;
    }

    /** What has been done so far was done elsewhere. */
    void beginAnew() {
        grader.beginAnew();
        look();
    }

    void lessonChanged() {
        audience.lessonChanged();
    }

    boolean shows(MachineName name) {
        return machines.stream().anyMatch(machine -> machine.machine().equals(name));
    }

    boolean isUnfollowedSince(long time) {
        return audience.isEmpty() && followedAt < time;
    }

    /** Makes all machines of the lesson anew. */
    Future<Void> reset() {
        return Future.join(machines.stream().map(MachineWatch::reset).toList()).mapEmpty();
    }

    /** Something may have changed. */
    void look() {
        if (looking) {
            lookDue = true;
        } else if (!closed && !isAsleep() && machines.stream().noneMatch(MachineWatch::isPreparing)) {
            looking = true;
            loop.owner().setTimer(pauseMillis, settled -> grade());
        }
    }

    /** The student's terminal has printed something, or their browser has opened a port: they may have done what no event tells of. The last that it prints is always followed by a look. */
    void printed() {
        if (lookingAtOutput) {
            printedSince = true;
        } else if (isUntold && !closed) {
            lookAtOutputIn(PRINTED_MILLIS);
        }
    }

    private void lookAtOutputIn(long millis) {
        lookingAtOutput = true;
        loop.owner().setTimer(millis, tick -> {
            look();
            lookingAtOutput = false;
            if (printedSince) {
                printedSince = false;
                lookAtOutputIn(PRINTED_PAUSE_MILLIS);
            }
        });
    }

    /** Somebody has removed a machine that the student had. */
    void replaced(MachineName name, long since) {
        machines.stream().filter(machine -> machine.machine().equals(name)).forEach(machine -> machine.replaced(since));
    }

    boolean hasEvents(MachineName name) {
        return machines.stream().anyMatch(machine -> machine.machine().equals(name) && machine.hasEvents());
    }

    /** A task may be about any of them: what is seen while one of them sleeps is no more than half. */
    private boolean isAsleep() {
        return machines.stream().anyMatch(MachineWatch::isAsleep);
    }

    private void grade() {
        if (closed) {
            return;
        }
        machines.forEach(MachineWatch::lookAtChanges);
        lookDue = false;
        long begun = System.nanoTime();
        grader.look()
                .compose(this::unlessAsleep)
                .onSuccess(audience::tasks)
                .onFailure(failure -> LOGGER.log(System.Logger.Level.ERROR, "tasks of student \"" + student + "\" cannot be looked at", failure))
                .onComplete(told -> {
                    looking = false;
                    long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                    pauseMillis = Math.max(SETTLE_MILLIS, Math.min(PAUSE_LIMIT_MILLIS, tookMillis));
                    if (lookDue) {
                        look();
                    } else {
                        pauseMillis = SETTLE_MILLIS;
                    }
                });
    }

    /** Sleep is nobody's fault, and no deed of the student's: what was seen while a machine fell asleep counts for nothing. */
    private Future<List<TaskReport>> unlessAsleep(Grader.Look look) {
        isUntold = look.isUntold();
        return Future.all(machines.stream().map(MachineWatch::sleeps).toList()).compose(all -> all.<Boolean>list().contains(true) || closed ? Future.succeededFuture(List.of())
                : grader.keep(look));
    }
}
