package dev.berth.lab.machine;

import java.io.IOException;
import java.util.List;

/** What a Docker socket refused, in Docker's own words, or that nobody answers on it. */
public final class DockerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int TOO_LARGE = -1;
    private static final List<String> NO_PATH = List.of(": not a directory", ": too many levels of symbolic links", ": too many links");

    /** Docker's HTTP status; 0 when there was no answer at all. */
    private final int status;

    private DockerException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    static DockerException refused(int status, String message) {
        return new DockerException(status, message, null);
    }

    /** Students read the message, so it names no place on the host; the cause does. */
    static DockerException unreachable(String socket, Throwable cause) {
        return new DockerException(0, "the engine does not answer at the moment", new IOException("no answer on \"" + socket + "\": is the engine running?", cause));
    }

    static DockerException tooLarge(String uri, long limit) {
        return new DockerException(TOO_LARGE, "the answer to \"" + uri + "\" is larger than " + limit + " bytes", null);
    }

    /** Docker has answered, and said no. */
    public boolean isRefusal() {
        return status > 0;
    }

    /** Nobody has answered. */
    public boolean isUnreachable() {
        return status == 0;
    }

    /** The answer was longer than it may be. */
    public boolean isTooLarge() {
        return status == TOO_LARGE;
    }

    public boolean isNotFound() {
        return status == 404;
    }

    /** A path that cannot be: a part of it is no folder, or a link that leads back to itself. Docker has no status of its own for that. */
    public boolean isNoPath() {
        return isRefusal() && NO_PATH.stream().anyMatch(getMessage()::endsWith);
    }

    /** Something by that name is there already, or is in a state that forbids the call. */
    public boolean isConflict() {
        return status == 409;
    }
}
