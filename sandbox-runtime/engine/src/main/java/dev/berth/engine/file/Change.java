package dev.berth.engine.file;

/**
 * One line of {@code docker diff}.
 *
 * @param path absolute, in the container
 */
public record Change(Kind kind, String path) {
    /** In the order of their numbers on the wire. */
    public enum Kind {
        MODIFIED,
        ADDED,
        DELETED
    }
}
