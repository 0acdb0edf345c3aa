package dev.berth.lab.progress;

import java.util.Locale;

/**
 * How a student's machine is.
 *
 * @param message why it failed; otherwise empty
 */
public record MachineReport(String machine, State state, String message) {

    /** From being made to being used. */
    public enum State {
        STARTING, READY, ASLEEP, FAILED;

        /** As {@code docs/lab-api.md} names it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
