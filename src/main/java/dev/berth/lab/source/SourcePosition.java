package dev.berth.lab.source;

/**
 * A place in a file of a lesson.
 *
 * @param file the file, relative to the folder of all lessons
 * @param line the line, counted from 1
 * @param column the character in the line, counted from 1; 0 for the line as a whole
 */
public record SourcePosition(String file, int line, int column) {

    /** A line as a whole. */
    public SourcePosition(final String file, final int line) {
        this(file, line, 0);
    }

    /** An error about this place, to be thrown. */
    public LessonSourceException error(final String message) {
        return new LessonSourceException(this, message);
    }

    /** The line that many lines further down. */
    public SourcePosition plus(final int lines) {
        return new SourcePosition(file, line + lines);
    }

    /** The character of this line, counted from 1. */
    public SourcePosition at(final int character) {
        return new SourcePosition(file, line, character);
    }

    /** File and line. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
