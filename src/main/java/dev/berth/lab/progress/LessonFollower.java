package dev.berth.lab.progress;

import java.util.List;

/** Who wants to know how a student gets on with a lesson. Called on the lab's loop: must not block. */
public interface LessonFollower {

    /** How some tasks stand: all that changed in one look. */
    void tasks(List<TaskReport> reports);

    void machine(MachineReport report);

    /** The ports that containers have published: all of them, whenever they change. */
    default void ports(String machine, List<PublishedPort> ports) {
    }

    /** The lesson has been written anew: what is shown of it is old. Authors alone see that. */
    default void lessonChanged() {
    }
}
