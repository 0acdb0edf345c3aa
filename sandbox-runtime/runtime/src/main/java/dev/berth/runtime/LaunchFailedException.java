package dev.berth.runtime;

/** A step of a launch plan failed. Nothing of the plan is left behind. */
public final class LaunchFailedException extends RuntimeException {
    private final String step;
    private final String subject;
    private final int errno;

    /** @param step the failed step as {@link Object#toString} of the plan's line shows it; @param errno as in errno(3) */
    public LaunchFailedException(String step, int errno, String message) {
        this(step, "", errno, message);
    }

    /** @param subject what the step was about, as the rest of the plan's line says it */
    public LaunchFailedException(String step, String subject, int errno, String message) {
        super(message);
        this.step = step;
        this.subject = subject;
        this.errno = errno;
    }

    /** Kind of the step that failed, for instance {@code exec} or {@code mount overlay}. */
    public String step() {
        return step;
    }

    /** What the step was about: a path, a user, a limit; empty when there is nothing to say. */
    public String subject() {
        return subject;
    }

    /** The error number; ENOENT on {@code exec} means that the program was not found. */
    public int errno() {
        return errno;
    }
}
