package dev.berth.lab.lesson;

import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Something that the student answers in the text.
 *
 * @param name of the block
 * @param prompt what is asked: plain, with `code` between backticks
 * @param options what can be chosen; empty when the answer is typed
 * @param expected the answer that is to be typed; empty when only the machine knows it, and a task compares
 * @param mistakes typed answers that are wrong in a way that can be explained
 * @param explanation what is said after an answer, unless the chosen option or the mistake has its own
 */
public record Question(
        String name,
        Kind kind,
        Template prompt,
        List<Option> options,
        Optional<ExpectedAnswer> expected,
        List<Mistake> mistakes,
        Optional<Template> explanation) {

    public Question {
        options = List.copyOf(options);
        mistakes = List.copyOf(mistakes);
    }

    /** The longest answer that is looked at, in characters. */
    public static final int LONGEST_ANSWER = 200;

    private static final Pattern CHOICE = Pattern.compile("\\d{1,2}(?:,\\d{1,2}){0,30}");

    private static final Pattern SENTENCES = Pattern.compile("(?<=[.!?]) +");

    /** Whether the lesson says what is right. If not, only the machine knows, and a task compares. */
    public boolean isJudged() {
        return kind != Kind.ANSWER || expected.isPresent();
    }

    /** What a question is for. */
    public enum Kind {
        /** Did it stick? */
        QUIZ,
        /** What will happen? To be answered before it is seen, and compared with it then. */
        PREDICT,
        /** Something that was found on the machine, to be typed. */
        ANSWER;

        /** As {@code data-kind} and the lesson's text write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One of the answers to choose from.
     *
     * @param text plain, with `code` between backticks
     */
    public record Option(boolean correct, Template text, Optional<Template> explanation) {}

    /** An answer that is typed by mistake. */
    record Mistake(ExpectedAnswer answer, Template explanation) {}

    /** How an answer was taken. */
    public enum Judgement {
        RIGHT, WRONG,
        /** Only the machine knows: a task will say. */
        NOTED,
        /** A prediction, until it is compared with what happened. */
        GUESSED;

        /** As {@code docs/lab-api.md} names it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What the student is told.
     *
     * @param correct whether nothing is wrong with the answer, as far as could be seen without the machine; not told of a prediction before it is compared
     * @param text plain, with `code` between backticks
     */
    public record Reply(Judgement judgement, boolean correct, String text) {

        private static Reply of(final boolean correct, final String text) {
            return new Reply(correct ? Judgement.RIGHT : Judgement.WRONG, correct, text);
        }
    }

    /** Whether several options are right, and all of them are to be chosen. */
    boolean hasSeveralRight() {
        return options.stream().filter(Option::correct).count() > 1;
    }

    /** The numbers of the options that an answer chooses; none if it is no choice. */
    Set<Integer> chosen(final String value) {
        if (!CHOICE.matcher(value).matches()) {
            return Set.of();
        }
        final Set<Integer> chosen = Stream.of(value.split(",")).map(Integer::valueOf).collect(Collectors.toCollection(TreeSet::new));
        return chosen.stream().allMatch(number -> number < options.size()) ? chosen : Set.of();
    }

    /** Judges an answer; anything may have been sent as {@code value}. */
    public Reply reply(final String value, final StudentValues student) {
        if (kind == Kind.ANSWER) {
            return typed(value, student);
        }
        final Set<Integer> chosen = chosen(value);
        if (chosen.isEmpty() || chosen.size() > 1 && !hasSeveralRight()) {
            return Reply.of(false, hasSeveralRight() ? "Choose at least one of the answers." : "Choose one of the answers.");
        }
        if (kind == Kind.PREDICT) {
            return new Reply(Judgement.GUESSED, options.get(chosen.iterator().next()).correct(), "Noted. Now run it, and compare.");
        }
        return hasSeveralRight() ? several(chosen, student) : one(options.get(chosen.iterator().next()), student);
    }

    /** What is said of a prediction once the student has seen what happens: that, why, and what was wrong with the guess. */
    public Reply compare(final String value, final StudentValues student) {
        final Set<Integer> chosen = chosen(value);
        if (kind != Kind.PREDICT || chosen.size() != 1) {
            return reply(value, student);
        }
        final Option guess = options.get(chosen.iterator().next());
        final String guessed = "You guessed “" + guess.text().fill(student) + "”";
        if (guess.correct()) {
            return Reply.of(true, sentences(guessed + ", and so it is.", reason(guess, student)));
        }
        final Option right = options.stream().filter(Option::correct).findFirst().orElseThrow();
        final String happened = reason(right, student);
        return Reply.of(false, sentences(guessed + "; it is “" + right.text().fill(student) + "”.", happened, without(happened, reason(guess, student))));
    }

    /** The sentences of a text that another one does not say already. */
    private static String without(final String said, final String text) {
        final Set<String> known = SENTENCES.splitAsStream(said).collect(Collectors.toSet());
        return SENTENCES.splitAsStream(text).filter(sentence -> !known.contains(sentence)).collect(Collectors.joining(" "));
    }

    private Reply one(final Option option, final StudentValues student) {
        return Reply.of(option.correct(), sentences(option.correct() ? "Yes." : "No.", reason(option, student)));
    }

    /** An option that was chosen wrongly is explained by its own words alone: those for everybody tell which are right. */
    private Reply several(final Set<Integer> chosen, final StudentValues student) {
        final Set<Integer> right = IntStream.range(0, options.size()).filter(number -> options.get(number).correct()).boxed().collect(Collectors.toSet());
        final boolean correct = chosen.equals(right);
        final String reasons = chosen.stream().map(options::get)
                .filter(option -> correct || !option.correct())
                .flatMap(option -> option.explanation().stream())
                .map(text -> text.fill(student))
                .collect(Collectors.joining(" "));
        if (correct) {
            return Reply.of(true, sentences("Yes.", reasons, explanation.map(text -> text.fill(student)).orElse("")));
        }
        return Reply.of(false, right.containsAll(chosen) ? "What you chose is right, and it is not all." : sentences("Not all of these.", reasons));
    }

    private String reason(final Option option, final StudentValues student) {
        return option.explanation().or(() -> explanation).map(text -> text.fill(student)).orElse("");
    }

    private Reply typed(final String value, final StudentValues student) {
        final String answer = value.strip();
        if (answer.isEmpty() || answer.length() > LONGEST_ANSWER) {
            return Reply.of(false, "Type what you found, at most " + LONGEST_ANSWER + " characters.");
        }
        if (expected.isPresent() && expected.get().matches(answer, student)) {
            return Reply.of(true, explanation.map(text -> text.fill(student)).orElse("Yes."));
        }
        final Optional<Mistake> mistake = mistakes.stream().filter(each -> each.answer().matches(answer, student)).findFirst();
        if (mistake.isPresent()) {
            return Reply.of(false, mistake.get().explanation().fill(student));
        }
        if (expected.isEmpty()) {
            return new Reply(Judgement.NOTED, true, explanation.map(text -> text.fill(student)).orElse("Noted: the task looks at it."));
        }
        return Reply.of(false, expected.get().complaint(answer).orElse("That is not it."));
    }

    private static String sentences(final String... sentences) {
        return Stream.of(sentences).filter(sentence -> !sentence.isBlank()).collect(Collectors.joining(" "));
    }
}
