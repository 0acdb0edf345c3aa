package dev.berth.lab.homework;

/** A submission that is not taken; the message tells the student why, and what to do. */
public final class SubmissionRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public SubmissionRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** What kind of thing is in the way. */
    public enum Reason {
        /** It can be handed in later, or not any more, but not now. */
        NOT_NOW,
        /** There were as many as a day may have. */
        TOO_OFTEN,
        TOO_LARGE,
        /** Something is in it that cannot be handed in. */
        CONTENT
    }

    public Reason reason() {
        return reason;
    }
}
