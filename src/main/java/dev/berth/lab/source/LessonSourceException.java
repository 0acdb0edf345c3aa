package dev.berth.lab.source;

/** Something an author wrote cannot be used. The message begins with file and line, and says what is expected instead. */
public final class LessonSourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LessonSourceException(final SourcePosition position, final String message) {
        super(position + ": " + message);
    }
}
