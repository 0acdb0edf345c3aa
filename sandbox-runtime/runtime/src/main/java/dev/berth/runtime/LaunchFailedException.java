package dev.berth.runtime;

/** A step of a launch plan failed. Nothing of the plan is left behind. */
public final class LaunchFailedException extends RuntimeException {
    private final String step;
    private final int errno;

    /** @param step the failed step as {@link Object#toString} of the plan's line shows it; @param errno as in errno(3) */
    public LaunchFailedException(String step, int errno, String message) {
        super(message);
        this.step = step;
        this.errno = errno;
    }

    /** Kind of the step that failed, for instance {@code exec} or {@code mount overlay}. */
    public String step() {
        return step;
    }

    /** The error number; ENOENT on {@code exec} means that the program was not found. */
    public int errno() {
        return errno;
    }
}
