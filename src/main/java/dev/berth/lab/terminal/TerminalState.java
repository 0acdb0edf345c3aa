package dev.berth.lab.terminal;

import java.util.OptionalInt;

/**
 * What a view shows beside the output.
 *
 * @param exitCode of the shell, once it has ended
 * @param waiting  true while the shell cannot be reached; it goes on, and its output comes later
 */
record TerminalState(int columns, int rows, OptionalInt exitCode, boolean waiting) {
}
