package dev.berth.runtime.launcher;

/** A step of a plan failed. */
public final class StepFailedException extends RuntimeException {
    /** Index when it was no step of the plan but the launcher that could not go on. */
    public static final int LAUNCHER = -1;

    private final int step;
    private final int errno;

    StepFailedException(int step, int errno) {
        super("step " + step + " failed with errno " + errno);
        this.step = step;
        this.errno = errno;
    }

    /** Index in the plan, or {@link #LAUNCHER}. */
    public int step() {
        return step;
    }

    public int errno() {
        return errno;
    }
}
