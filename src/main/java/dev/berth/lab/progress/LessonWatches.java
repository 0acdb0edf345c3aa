package dev.berth.lab.progress;

import dev.berth.lab.account.Student;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.machine.Machines;
import dev.berth.lab.value.StudentValues;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The lessons that students are at right now. May be called from any thread; works on the lab's loop. */
public final class LessonWatches {

    private static final long SWEEP_MILLIS = 5_000;

    /** Reloading a page leaves it alone for a moment. */
    private static final long UNFOLLOWED_MILLIS = 30_000;

    private final Machines machines;
    private final Consumer<MachineName> restarted;
    private final Progress progress;
    private final Context loop;
    private final BiFunction<Student, Lesson, LessonFollower> everybody;
    private final ValuesOf values;
    private final Map<Place, LessonWatch> watches = new HashMap<>();

    private record Place(String student, String lesson) {
    }

    /** The values of a student's own. */
    public interface ValuesOf {
        StudentValues values(Student student, Lesson lesson);
    }

    /**
     * @param restarted told of each machine that was woken, since its student came back, or is another one: shells of before have ended
     * @param everybody who hears of everything a student does in a lesson
     */
    public LessonWatches(Machines machines, Consumer<MachineName> restarted, Progress progress, ValuesOf values, Context loop,
            BiFunction<Student, Lesson, LessonFollower> everybody) {
        this.machines = machines;
        this.restarted = restarted;
        this.progress = progress;
        this.values = values;
        this.loop = loop;
        this.everybody = everybody;
        loop.runOnContext(now -> loop.owner().setPeriodic(SWEEP_MILLIS, tick -> sweep()));
    }

    /**
     * Begins to make the lesson's machines and to watch them; somebody will follow soon.
     *
     * @param anew whether the lesson begins anew: nothing counts that the machines have seen so far
     */
    public void prepare(Student student, Lesson lesson, boolean anew) {
        loop.runOnContext(now -> {
            LessonWatch watch = watch(student, lesson);
            if (anew) {
                watch.beginAnew();
            }
        });
    }

    /** @return ends the following; may be called twice */
    public Runnable follow(Student student, Lesson lesson, LessonFollower follower) {
        loop.runOnContext(now -> watch(student, lesson).follow(follower));
        return () -> loop.runOnContext(now -> {
            LessonWatch watch = watches.get(new Place(student.id(), lesson.id()));
            if (watch != null) {
                watch.leave(follower);
            }
        });
    }

    /** Something changed that no machine tells of: an answer. */
    public void look(Student student, Lesson lesson) {
        loop.runOnContext(now -> watch(student, lesson).look());
    }

    /** A terminal of the machine has printed something, or a page of a port was asked for. Called on the lab's loop. */
    public void printed(MachineName machine) {
        watches.values().stream().filter(watch -> watch.shows(machine)).forEach(LessonWatch::printed);
    }

    /** Whether a page with this machine is open, or was a moment ago. Called on the lab's loop. */
    public boolean shows(MachineName machine) {
        return watches.values().stream().anyMatch(watch -> watch.shows(machine));
    }

    /** Makes the student's machines of a lesson anew; passed tasks stay passed. */
    public Future<Void> reset(Student student, Lesson lesson) {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(now -> watch(student, lesson).reset().onComplete(done));
        return done.future();
    }

    /** The lessons have been written anew: whoever shows one is told. With the new text comes a new watch. */
    public void lessonsChanged() {
        loop.runOnContext(now -> watches.values().forEach(LessonWatch::lessonChanged));
    }

    /** Stops watching a student at a lesson: who opens it again begins it. */
    public Future<Void> forget(Student student, Lesson lesson) {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(now -> {
            LessonWatch watch = watches.remove(new Place(student.id(), lesson.id()));
            if (watch != null) {
                watch.close();
            }
            done.complete();
        });
        return done.future();
    }

    /** Stops watching somebody who has left the class. */
    public void forget(Student student) {
        loop.runOnContext(now -> watches.entrySet().removeIf(each -> {
            boolean isTheirs = each.getKey().student().equals(student.id());
            if (isTheirs) {
                each.getValue().close();
            }
            return isTheirs;
        }));
    }

    /** Stops all watching: the lab ends. */
    public void close() {
        loop.runOnContext(now -> {
            watches.values().forEach(LessonWatch::close);
            watches.clear();
        });
    }

    private LessonWatch watch(Student student, Lesson lesson) {
        return watches.compute(new Place(student.id(), lesson.id()), (place, known) -> {
            if (known != null && known.isAt(lesson)) {
                return known;
            }
            if (known != null) {
                known.close();
            }
            LessonWatch watch = new LessonWatch(student.id(), lesson, values.values(student, lesson), machines, restarted, this::replaced, progress, loop,
                    everybody.apply(student, lesson));
            watch.open();
            return watch;
        });
    }

    /** One lesson has learned that the machine is another one; the others of this student have it open as well, or had it a moment ago. */
    private void replaced(MachineName machine, long since) {
        List<LessonWatch> there = watches.values().stream().filter(watch -> watch.shows(machine)).toList();
        if (there.stream().anyMatch(watch -> watch.hasEvents(machine))) { // the shells that are shown are of the old one
            restarted.accept(machine);
        }
        there.forEach(watch -> watch.replaced(machine, since));
    }

    private void sweep() {
        long time = System.currentTimeMillis() - UNFOLLOWED_MILLIS;
        for (Iterator<LessonWatch> each = watches.values().iterator(); each.hasNext(); ) {
            LessonWatch watch = each.next();
            if (watch.isUnfollowedSince(time)) {
                watch.close();
                each.remove();
            }
        }
    }
}
