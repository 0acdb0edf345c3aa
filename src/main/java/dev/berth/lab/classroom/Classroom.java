package dev.berth.lab.classroom;

import dev.berth.lab.account.Student;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.progress.LessonFollower;
import dev.berth.lab.progress.MachineReport;
import dev.berth.lab.progress.TaskReport;
import io.vertx.core.Context;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The class as its instructor sees it, live. May be called from any thread; works on the lab's loop. */
public final class Classroom {

    private final Context loop;
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final Set<Consumer<StudentStanding>> followers = new LinkedHashSet<>();

    public Classroom(Context loop) {
        this.loop = loop;
    }

    /** A student is in the class, and was last seen then; not necessarily new. */
    public void seat(Student student, long seen) {
        change(student, seat -> { }, seen);
    }

    /** A student opens a lesson, of which they have passed some tasks before. */
    public void visit(Student student, Lesson lesson, Map<String, Long> passed, long now) {
        change(student, seat -> seat.visit(lesson, passed, now), now);
    }

    public void pageOpened(Student student) {
        long now = System.currentTimeMillis();
        change(student, seat -> seat.pageOpened(now), now);
    }

    public void pageClosed(Student student) {
        long now = System.currentTimeMillis();
        change(student, seat -> seat.pageClosed(now), now);
    }

    /** Hears how a student gets on with a lesson. */
    public LessonFollower at(Student student, Lesson lesson) {
        return new LessonFollower() {
            @Override
            public void task(TaskReport report) {
                long now = System.currentTimeMillis();
                change(student, seat -> seat.report(lesson, report, now), now);
            }

            @Override
            public void machine(MachineReport report) {
                // The instructor sees the tasks; a machine that fails shows there.
            }
        };
    }

    /**
     * Tells how every student stands, and then each change.
     *
     * @param follower called on the lab's loop
     * @return ends it; may be called twice
     */
    public Runnable follow(Consumer<StudentStanding> follower) {
        loop.runOnContext(now -> {
            followers.add(follower);
            seats.values().forEach(seat -> follower.accept(seat.standing()));
        });
        return () -> loop.runOnContext(now -> followers.remove(follower));
    }

    private void change(Student student, Consumer<Seat> change, long now) {
        loop.runOnContext(turn -> {
            Seat seat = seats.computeIfAbsent(student.id(), id -> new Seat(student, now));
            change.accept(seat);
            StudentStanding standing = seat.standing();
            List.copyOf(followers).forEach(follower -> follower.accept(standing));
        });
    }
}
