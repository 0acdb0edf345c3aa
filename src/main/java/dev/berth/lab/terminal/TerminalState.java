package dev.berth.lab.terminal;

import java.util.OptionalInt;

/**
 * What a view shows beside the output.
 *
 * @param output   offset of the shell's next byte: what lies before it is history
 * @param exitCode of the shell, once it has ended
 * @param waiting  true while the shell cannot be reached; it goes on, and its output comes later
 * @param asleep   true when it has ended because its machine was put to sleep
 */
record TerminalState(int columns, int rows, long output, OptionalInt exitCode, boolean waiting, boolean asleep) {
}
