package dev.berth.lab.lesson;

import dev.berth.lab.lesson.Question.Reply;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template.Placeholder;
import java.util.Optional;

/** The placeholders in a page for a student's last answer to a question: {@code ${question.recap.result}}. */
final class QuestionPlaceholder {

    static final String SCOPE = "question";

    private static final String STUDENT = "student";
    private static final String RESULT = "result";
    private static final String VALUE = "value";
    private static final String CHOSEN = "chosen-";
    private static final String REPLY = "reply";
    private static final String COMPARED = "compared";
    private static final String UNCOMPARED = "uncompared";

    private QuestionPlaceholder() {}

    /** Whose page it is: answers are sent with it. */
    static Placeholder student(final String block) {
        return placeholder(block, STUDENT);
    }

    /** How the answer was taken, in one word. */
    static Placeholder result(final String block) {
        return placeholder(block, RESULT);
    }

    /** An answer that was typed. */
    static Placeholder value(final String block) {
        return placeholder(block, VALUE);
    }

    /** The attribute of an option that was chosen. */
    static Placeholder chosen(final String block, final int option) {
        return placeholder(block, CHOSEN + option);
    }

    /** What the student was told. */
    static Placeholder reply(final String block) {
        return placeholder(block, REPLY);
    }

    /** The attribute of what can no longer be changed once a prediction has been compared. */
    static Placeholder compared(final String block) {
        return placeholder(block, COMPARED);
    }

    /** The attribute of what is there as long as a prediction waits to be compared. */
    static Placeholder uncompared(final String block) {
        return placeholder(block, UNCOMPARED);
    }

    /** What belongs into a placeholder, as HTML. */
    static String html(final Placeholder placeholder, final Lesson lesson, final LessonState state, final StudentValues student) {
        final int dot = placeholder.name().indexOf('.');
        final String block = placeholder.name().substring(0, dot);
        final String part = placeholder.name().substring(dot + 1);
        final String answer = state.answers().get(block);
        if (part.equals(STUDENT)) {
            return Html.escape(state.student());
        }
        final Optional<Question> question = lesson.question(block);
        if (part.startsWith(CHOSEN)) {
            final int option = Integer.parseInt(part.substring(CHOSEN.length()));
            return answer != null && question.orElseThrow().chosen(answer).contains(option) ? " checked" : "";
        }
        final boolean compared = state.hasCompared(block);
        final Optional<Reply> reply = Optional.ofNullable(answer)
                .flatMap(given -> question.map(asked -> compared ? asked.compare(given, student) : asked.reply(given, student)));
        return switch (part) {
            case RESULT -> reply.map(told -> told.judgement().word()).orElse("");
            case VALUE -> Html.escape(answer == null ? "" : answer);
            case REPLY -> reply.map(told -> Html.saying(told.text())).orElse("");
            case COMPARED -> compared ? " disabled" : "";
            case UNCOMPARED -> reply.isPresent() && reply.get().judgement() == Question.Judgement.GUESSED ? "" : " hidden";
            default -> throw new IllegalArgumentException("no value belongs to " + placeholder);
        };
    }

    private static Placeholder placeholder(final String block, final String part) {
        return new Placeholder(SCOPE, block + "." + part);
    }
}
