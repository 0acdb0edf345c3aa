package dev.berth.lab.lesson;

import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that the student answers in the text.
 *
 * @param name of the block
 * @param options what can be chosen; empty when the answer is typed
 * @param expected the answer that is to be typed; empty when only the machine knows it, and a task compares
 * @param explanation what is said after an answer, unless the chosen option has its own
 */
public record Question(String name, Kind kind, List<Option> options, Optional<Template> expected, Optional<Template> explanation) {

    public Question {
        options = List.copyOf(options);
    }

    /** The longest answer that is looked at, in characters. */
    public static final int LONGEST_ANSWER = 200;

    /** What a question is for. */
    public enum Kind {
        /** Did it stick? */
        QUIZ,
        /** What will happen? To be answered before it is seen. */
        PREDICT,
        /** Something that was found on the machine, to be typed. */
        ANSWER;

        /** As {@code data-kind} and the lesson's text write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One of the answers to choose from. */
    public record Option(boolean correct, Optional<Template> explanation) {}

    /** How an answer was taken. */
    public enum Judgement {
        RIGHT, WRONG,
        /** Only the machine knows: a task will say. */
        NOTED;

        /** As {@code docs/lab-api.md} names it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Judgement of(final boolean correct) {
            return correct ? RIGHT : WRONG;
        }
    }

    /**
     * What the student is told.
     *
     * @param text plain, with `code` between backticks
     */
    public record Reply(Judgement judgement, String text) {

        /** Whether nothing is wrong with it, as far as could be seen without the machine. */
        public boolean correct() {
            return judgement != Judgement.WRONG;
        }
    }

    /** Judges an answer; anything may have been sent as {@code value}. */
    public Reply reply(final String value, final StudentValues student) {
        return kind == Kind.ANSWER ? typed(value, student) : chosen(value, student);
    }

    private Reply typed(final String value, final StudentValues student) {
        final String answer = value.strip();
        if (answer.isEmpty() || answer.length() > LONGEST_ANSWER) {
            return new Reply(Judgement.WRONG, "Type what you found, at most " + LONGEST_ANSWER + " characters.");
        }
        if (expected.isEmpty()) {
            return new Reply(Judgement.NOTED, explanation.map(text -> text.fill(student)).orElse("Noted: the task looks at it."));
        }
        if (answer.equalsIgnoreCase(expected.orElseThrow().fill(student))) {
            return new Reply(Judgement.RIGHT, explanation.map(text -> text.fill(student)).orElse("Yes."));
        }
        return new Reply(Judgement.WRONG, "That is not it.");
    }

    private Reply chosen(final String value, final StudentValues student) {
        if (!value.matches("\\d{1,2}") || Integer.parseInt(value) >= options.size()) {
            return new Reply(Judgement.WRONG, "Choose one of the answers.");
        }
        final Option option = options.get(Integer.parseInt(value));
        final String opening = option.correct() ? "Yes. " : kind == Kind.PREDICT ? "Not quite. " : "No. ";
        final String reason = option.explanation().or(() -> explanation).map(text -> text.fill(student)).orElse("");
        return new Reply(Judgement.of(option.correct()), (opening + reason).strip());
    }
}
