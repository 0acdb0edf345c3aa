package dev.berth.lab.check;

/**
 * What is said of a task. Texts are plain, with `code` between backticks; what comes from the machine in them is shortened and has neither backticks
 * nor control characters of its own. They are not escaped for HTML.
 */
public sealed interface Verdict {

    /** As {@code docs/lab-api.md} names it: passed, not-yet, beyond-repair, our-fault. */
    String word();

    /** The fact, or the reason. */
    String text();

    /** What to do next; empty when there is nothing to say. */
    default String hint() {
        return "";
    }

    /** It is done. */
    record Passed(String text) implements Verdict {
        @Override
        public String word() {
            return "passed";
        }
    }

    /** Something is missing, and this is what. */
    record NotYet(String text, String hint) implements Verdict {
        @Override
        public String word() {
            return "not-yet";
        }
    }

    /** It cannot be done any more on this machine; a reset helps. */
    record BeyondRepair(String text) implements Verdict {
        @Override
        public String word() {
            return "beyond-repair";
        }
    }

    /** We could not look. Costs nothing. */
    record OurFault(String text) implements Verdict {
        @Override
        public String word() {
            return "our-fault";
        }
    }
}
