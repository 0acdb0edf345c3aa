package dev.berth.lab.account;

/** Who asks. */
public sealed interface Visitor {

    /** The student of that id. */
    record Learner(String studentId) implements Visitor {
    }

    /** Anybody with the instructor's link. */
    record Instructor() implements Visitor {
    }
}
