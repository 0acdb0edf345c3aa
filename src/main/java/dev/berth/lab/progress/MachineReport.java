package dev.berth.lab.progress;

import java.util.List;
import java.util.Locale;

/**
 * How a student's machine is.
 *
 * @param message    why it failed; otherwise empty
 * @param replacedAt when it was made, in milliseconds since 1970, if it stands in for one that somebody has removed; otherwise 0
 * @param trouble    why it could not be prepared for the lesson, for those who can mend it; otherwise empty
 * @param missingImages the images that the lesson needs and that are not on it
 */
public record MachineReport(String machine, State state, String message, long replacedAt, String trouble, List<String> missingImages) {

    public MachineReport {
        missingImages = List.copyOf(missingImages);
    }

    /** From being made to being used. */
    public enum State {
        STARTING, READY, ASLEEP, FAILED;

        /** As {@code docs/lab-api.md} names it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
