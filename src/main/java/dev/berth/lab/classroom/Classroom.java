package dev.berth.lab.classroom;

import dev.berth.lab.account.Student;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.progress.LessonFollower;
import dev.berth.lab.progress.MachineReport;
import dev.berth.lab.progress.MachineReport.State;
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

    /** Who types is told of so often at most, not at each key. */
    private static final long ACTIVE_STEP_MILLIS = 10_000;

    /** Who sees the class. Called on the lab's loop. */
    public interface Follower {

        void standing(StudentStanding standing);

        /** The student is no longer in the class. */
        void gone(String student);
    }

    private final Context loop;
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final Set<Follower> followers = new LinkedHashSet<>();

    public Classroom(Context loop) {
        this.loop = loop;
    }

    /** A student is in the class, and was last seen then; not necessarily new. */
    public void seat(Student student, long seen) {
        enter(student, seat -> { }, seen);
    }

    /** A student opens a lesson, of which they have passed some tasks before. */
    public void visit(Student student, Lesson lesson, Map<String, Long> passed, long now) {
        enter(student, seat -> seat.visit(lesson, passed, now), now);
    }

    public void pageOpened(Student student) {
        long now = System.currentTimeMillis();
        change(student.id(), seat -> seat.pageOpened(now));
    }

    public void pageClosed(Student student) {
        long now = System.currentTimeMillis();
        change(student.id(), seat -> seat.pageClosed(now));
    }

    /** The student has left the class for good. */
    public void leave(Student student) {
        loop.runOnContext(turn -> {
            if (seats.remove(student.id()) != null) {
                List.copyOf(followers).forEach(follower -> follower.gone(student.id()));
            }
        });
    }

    /** The student's machine has been put to sleep. */
    public void asleep(String student) {
        change(student, seat -> seat.machine(true));
    }

    /** The student does something, such as typing. */
    public void active(String student) {
        long now = System.currentTimeMillis();
        loop.runOnContext(turn -> {
            Seat seat = seats.get(student);
            if (seat != null && now - seat.seen() >= ACTIVE_STEP_MILLIS) {
                seat.active(now);
                tell(seat);
            }
        });
    }

    /** Hears how a student gets on with a lesson. */
    public LessonFollower at(Student student, Lesson lesson) {
        return new LessonFollower() {
            @Override
            public void tasks(List<TaskReport> reports) {
                long now = System.currentTimeMillis();
                change(student.id(), seat -> seat.report(lesson, reports, now));
            }

            @Override
            public void machine(MachineReport report) {
                // One that fails shows at the tasks.
                change(student.id(), seat -> seat.machine(report.state() == State.ASLEEP));
            }
        };
    }

    /**
     * Tells how every student stands, and then each change.
     *
     * @return ends it; may be called twice
     */
    public Runnable follow(Follower follower) {
        loop.runOnContext(now -> {
            followers.add(follower);
            seats.values().forEach(seat -> follower.standing(seat.standing()));
        });
        return () -> loop.runOnContext(now -> followers.remove(follower));
    }

    private void enter(Student student, Consumer<Seat> change, long now) {
        loop.runOnContext(turn -> {
            Seat seat = seats.computeIfAbsent(student.id(), id -> new Seat(student, now));
            change.accept(seat);
            tell(seat);
        });
    }

    /** What comes late of somebody who was removed makes no seat for them. */
    private void change(String student, Consumer<Seat> change) {
        loop.runOnContext(turn -> {
            Seat seat = seats.get(student);
            if (seat != null) {
                change.accept(seat);
                tell(seat);
            }
        });
    }

    private void tell(Seat seat) {
        StudentStanding standing = seat.standing();
        List.copyOf(followers).forEach(follower -> follower.standing(standing));
    }
}
