package dev.berth.lab.homework;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a student has handed in, and how its grading stands.
 *
 * @param number   of this student and homework, from 1
 * @param at       when it was stored, in milliseconds since 1970
 * @param answers  by the names of their blocks
 * @param files    sizes by paths
 * @param findings what was seen on the student's machines then, by the names of the tasks that ask for it
 * @param late     by the deadline of when it was stored, or graded
 * @param points   with the rule for late submissions applied; 0 until it is graded
 * @param message  why it could not be graded, or not once more, or empty
 */
public record Submission(String id, String student, String homework, int number, long at, boolean late, Way way, Map<String, String> answers, Map<String, Long> files,
        Map<String, Finding> findings, State state, int points, Optional<Report> report, String message) {

    /**
     * How a task stood on the student's machines.
     *
     * @param fact what was seen, plain text with code between backticks
     * @param hint what to do about it, or empty
     */
    public record Finding(boolean met, String fact, String hint) {
    }

    /** From being stored to its report. */
    public enum State {
        QUEUED, RUNNING, GRADED,
        /** By our fault; it counts as no attempt. */
        FAILED;

        /** As {@code docs/lab-api.md} names it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How it came. */
    public enum Way {
        /** From its page, with the files of the student's machine. */
        PAGE,
        /** From a program of the student's. */
        API;

        /** As the database writes it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Way of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** Which of a student's submissions of a homework counts; empty until one is graded. */
    public static Optional<Submission> best(List<Submission> submissions) {
        return submissions.stream().filter(each -> each.report().isPresent()).max(Comparator.comparingInt(Submission::points));
    }

    /** Whether its report is still to come. */
    public boolean isWaiting() {
        return state == State.QUEUED || state == State.RUNNING;
    }
}
