package dev.berth.engine.work;

/**
 * Whom work is done for: a machine, or the administrator.
 *
 * @param name of the machine; empty for the administrator
 */
public record WorkOwner(String name) {
    /** By its socket the lab serves all students. */
    public static final WorkOwner ADMINISTRATOR = new WorkOwner("");

    private static final int WEIGHT_OF_ADMINISTRATOR = 8;

    /** How many times as much time as a machine it may use. */
    int weight() {
        return equals(ADMINISTRATOR) ? WEIGHT_OF_ADMINISTRATOR : 1;
    }
}
