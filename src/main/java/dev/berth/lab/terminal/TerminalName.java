package dev.berth.lab.terminal;

import dev.berth.lab.machine.MachineName;
import java.util.regex.Pattern;

/**
 * One of the terminals of a machine.
 *
 * @param number 1 for the one that every page shows, 2 to {@link #MOST} for those that a student has opened beside it
 */
public record TerminalName(MachineName machine, int number) {

    /** A second one frees a first one that waits; each costs a shell, and the output that is kept of it. */
    public static final int MOST = 4;

    private static final Pattern NUMBER = Pattern.compile("[1-" + MOST + "]");

    /** The terminal that every page shows. */
    public static TerminalName first(MachineName machine) {
        return new TerminalName(machine, 1);
    }

    /**
     * @param number of a query, or null: the first
     * @throws IllegalArgumentException with what is wrong
     */
    public static TerminalName parse(MachineName machine, String number) {
        if (number != null && !NUMBER.matcher(number).matches()) {
            throw new IllegalArgumentException("the query's \"terminal\" is not 1 to " + MOST);
        }
        return new TerminalName(machine, number == null ? 1 : Integer.parseInt(number));
    }

    /** Whether it may be closed: the first is always there. */
    boolean canBeClosed() {
        return number > 1;
    }
}
