package dev.berth.lab.classroom;

import java.util.List;

/**
 * What the instructor sees of one student; on the wire as {@code docs/lab-api.md} says, the event {@code student}.
 *
 * @param lesson    where they are, or empty
 * @param task      the first one that they have not passed, or empty when all are
 * @param total     tasks of the lesson
 * @param seen      when they last did something, milliseconds since 1970
 * @param connected whether a page of theirs is open
 * @param asleep    whether their machine sleeps, as far as is known
 * @param verdict   on the task
 * @param text      on the task
 */
public record StudentStanding(String student, String name, String lesson, String task, List<Passed> passed, int total, long seen,
        boolean connected, boolean asleep, String verdict, String text) {

    /** A task, and when it was first passed, in milliseconds since 1970. */
    public record Passed(String task, long at) {
    }
}
