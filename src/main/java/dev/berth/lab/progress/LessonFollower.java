package dev.berth.lab.progress;

/** Who wants to know how a student gets on with a lesson. Called on the lab's loop: must not block. */
public interface LessonFollower {

    void task(TaskReport report);

    void machine(MachineReport report);

    /** The lesson has been written anew: what is shown of it is old. Authors alone see that. */
    default void lessonChanged() {
    }
}
