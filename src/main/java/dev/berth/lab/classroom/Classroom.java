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
    private final Map<String, StudentState> students = new LinkedHashMap<>();
    private final Set<Follower> followers = new LinkedHashSet<>();

    public Classroom(Context loop) {
        this.loop = loop;
    }

    /** A student is in the class, and was last seen then; not necessarily new. */
    public void add(Student student, long seen) {
        enter(student, state -> { }, seen);
    }

    /** A student opens a lesson, of which they have passed some tasks before. */
    public void visit(Student student, Lesson lesson, Map<String, Long> passed, long now) {
        enter(student, state -> state.visit(lesson, passed, now), now);
    }

    public void pageOpened(Student student) {
        long now = System.currentTimeMillis();
        change(student.id(), state -> state.pageOpened(now));
    }

    public void pageClosed(Student student) {
        long now = System.currentTimeMillis();
        change(student.id(), state -> state.pageClosed(now));
    }

    /** The student has left the class for good. */
    public void leave(Student student) {
        loop.runOnContext(turn -> {
            if (students.remove(student.id()) != null) {
                List.copyOf(followers).forEach(follower -> follower.gone(student.id()));
            }
        });
    }

    /** The student's machine has been put to sleep. */
    public void asleep(String student) {
        change(student, state -> state.machine(true, ""));
    }

    /** The student does something, such as typing. */
    public void active(String student) {
        long now = System.currentTimeMillis();
        loop.runOnContext(turn -> {
            StudentState state = students.get(student);
            if (state != null && now - state.seen() >= ACTIVE_STEP_MILLIS) {
                state.active(now);
                tell(state);
            }
        });
    }

    /** Hears how a student gets on with a lesson. */
    public LessonFollower at(Student student, Lesson lesson) {
        return new LessonFollower() {
            @Override
            public void tasks(List<TaskReport> reports) {
                long now = System.currentTimeMillis();
                change(student.id(), state -> state.report(lesson, reports, now));
            }

            @Override
            public void machine(MachineReport report) {
                // One that fails shows at the tasks. Others than the first come and go with the lesson.
                if (!report.machine().equals(Lesson.FIRST_MACHINE)) {
                    return;
                }
                change(student.id(), state -> state.machine(report.state() == State.ASLEEP, report.trouble()));
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
            students.values().forEach(state -> follower.standing(state.standing()));
        });
        return () -> loop.runOnContext(now -> followers.remove(follower));
    }

    private void enter(Student student, Consumer<StudentState> change, long now) {
        loop.runOnContext(turn -> {
            StudentState state = students.computeIfAbsent(student.id(), id -> new StudentState(student, now));
            change.accept(state);
            tell(state);
        });
    }

    /** What comes late of somebody who was removed adds nobody. */
    private void change(String student, Consumer<StudentState> change) {
        loop.runOnContext(turn -> {
            StudentState state = students.get(student);
            if (state != null) {
                change.accept(state);
                tell(state);
            }
        });
    }

    private void tell(StudentState state) {
        StudentStanding standing = state.standing();
        List.copyOf(followers).forEach(follower -> follower.standing(standing));
    }
}
