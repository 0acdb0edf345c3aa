package dev.berth.lab.homework;

import dev.berth.lab.value.Template;
import java.util.List;
import java.util.Optional;

/** A part of a task that has points of its own, and how it is graded. */
sealed interface GradePart {

    int points();

    /**
     * What is said instead, in place of the words that there are for everything.
     *
     * @param hint what to do about it, or empty
     */
    record Saying(Template say, Template hint) {
    }

    /**
     * An answer of the page.
     *
     * @param misses known wrong answers; the first that applies is said
     */
    record Answered(int points, String block, Expectation right, Template done, List<Miss> misses) implements GradePart {

        record Miss(Expectation is, Saying saying) {
        }
    }

    /**
     * An answer that is a line for the shell: it is run in a clean machine.
     *
     * @param image  what a container has to be made from
     * @param name   how that container has to be called
     * @param change what is different in the image, there and then, so that nobody can know what is printed
     * @param like   a line that prints what is right; run before, in another machine with the same change
     */
    record CommandRun(int points, String block, Template image, Template name, Change change, Template like, Template done, List<Miss> misses)
            implements GradePart {

        /**
         * @param line   applies if the line holds this, unless empty
         * @param output applies if the output holds this, unless empty
         */
        record Miss(String line, String output, Saying saying) {
        }
    }

    /**
     * What is different in an image: so many lines more in a file of it, or a new file of so many KiB.
     *
     * @param lines whether {@code least} and {@code most} are lines, and not KiB
     */
    record Change(String image, String file, boolean lines, int least, int most) {
    }

    /** A program that was submitted has to run in a container of this image, and print this. */
    record ProgramRun(int points, String file, String image, Template prints, Template done) implements GradePart {
    }

    /** What the task says of the student's own machines, at the moment of the submission. */
    record Examined(int points, String task) implements GradePart {
    }

    /** The student's script of a machine ends well, when the stage is built again. */
    record Started(int points, String machine, Template done) implements GradePart {
    }

    /** A probe finds all well, when the stage is built again. */
    record Probed(int points, String probe, Template done) implements GradePart {
    }

    /**
     * An observation and its explanation, which have to go with what is so.
     *
     * @param file  the program that was observed
     * @param image where it was run
     */
    record Observed(int points, String observedBlock, String becauseBlock, String file, String image, List<Accepted> accepted, Template done, Optional<Saying> miss)
            implements GradePart {

        /** @param runs whether the program runs there, in fact */
        record Accepted(boolean runs, List<String> observed, List<String> because) {
        }
    }
}
