package dev.berth.lab.machine;

import java.util.List;

/** Scripts in machines that end by themselves or are ended there. */
final class TimeLimit {

    /** After which the signal cannot be ignored. */
    private static final int KILL_SECONDS = 2;
    /** More than {@code timeout} in the machine needs to end what it runs. */
    private static final int GRACE_SECONDS = 8;

    private TimeLimit() {
    }

    /** The command that runs a script of bash, and ends it after {@code seconds}: with exit code 124, or 137. */
    static List<String> bash(String script, int seconds) {
        return List.of("timeout", "-k", Integer.toString(KILL_SECONDS), Integer.toString(seconds), "bash", "-c", script);
    }

    /** How long the answer of such a command may take, if nothing is wrong with the machine. */
    static long millis(int seconds) {
        return (seconds + KILL_SECONDS + GRACE_SECONDS) * 1_000L;
    }
}
