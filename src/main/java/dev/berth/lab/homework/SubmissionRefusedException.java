package dev.berth.lab.homework;

/** A submission that is not taken; the message tells the student why, and what to do. */
public final class SubmissionRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SubmissionRefusedException(String message) {
        super(message);
    }
}
