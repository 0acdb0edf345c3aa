package dev.berth.lab.source;

/**
 * A place in a file of a lesson.
 *
 * @param file the file, relative to the folder of all lessons
 * @param line the line, counted from 1
 */
public record SourcePosition(String file, int line) {

    /** An error about this place, to be thrown. */
    public LessonSourceException error(final String message) {
        return new LessonSourceException(this, message);
    }

    /** The place {@code lines} further down. */
    public SourcePosition plus(final int lines) {
        return new SourcePosition(file, line + lines);
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
