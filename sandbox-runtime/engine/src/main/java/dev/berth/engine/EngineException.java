package dev.berth.engine;

/** A request that the engine refuses or cannot carry out, in Docker's words where Docker has them. */
public final class EngineException extends RuntimeException {

    /** Why; each kind owns the status that Docker's API answers with. */
    public enum Kind {
        NOT_MODIFIED(304),
        INVALID_PARAMETER(400),
        FORBIDDEN(403),
        NOT_FOUND(404),
        CONFLICT(409),
        TOO_LARGE(413),
        SYSTEM(500),
        NOT_IMPLEMENTED(501),
        UNAVAILABLE(503);

        private final int httpStatus;

        Kind(int httpStatus) {
            this.httpStatus = httpStatus;
        }

        public int httpStatus() {
            return httpStatus;
        }
    }

    private final Kind kind;

    public EngineException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public EngineException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
