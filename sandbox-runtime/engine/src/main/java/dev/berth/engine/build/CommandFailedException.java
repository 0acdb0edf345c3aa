package dev.berth.engine.build;

/** A RUN instruction's program has ended with another code than 0. */
public final class CommandFailedException extends RuntimeException {
    private final int code;

    CommandFailedException(String command, int code) {
        super("The command '" + command + "' returned a non-zero code: " + code);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
