package dev.berth.lab.lesson;

import dev.berth.lab.lesson.Question.Reply;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template.Place;
import java.util.Optional;

/** The places in a page for a student's last answer to a question: {@code ${question.recap.result}}. */
final class QuestionPlace {

    static final String SCOPE = "question";

    private static final String STUDENT = "student";
    private static final String RESULT = "result";
    private static final String VALUE = "value";
    private static final String CHOSEN = "chosen-";
    private static final String REPLY = "reply";

    private QuestionPlace() {}

    /** Whose page it is: answers are sent with it. */
    static Place student(final String block) {
        return place(block, STUDENT);
    }

    /** How the answer was taken, in one word. */
    static Place result(final String block) {
        return place(block, RESULT);
    }

    /** An answer that was typed. */
    static Place value(final String block) {
        return place(block, VALUE);
    }

    /** The attribute of an option that was chosen. */
    static Place chosen(final String block, final int option) {
        return place(block, CHOSEN + option);
    }

    /** What the student was told. */
    static Place reply(final String block) {
        return place(block, REPLY);
    }

    /** What belongs into a place, as HTML. */
    static String html(final Place place, final Lesson lesson, final LessonState state, final StudentValues student) {
        final int dot = place.name().indexOf('.');
        final String block = place.name().substring(0, dot);
        final String part = place.name().substring(dot + 1);
        final String answer = state.answers().get(block);
        if (part.equals(STUDENT)) {
            return Html.escape(state.student());
        }
        if (part.startsWith(CHOSEN)) {
            return part.substring(CHOSEN.length()).equals(answer) ? " checked" : "";
        }
        final Optional<Reply> reply = Optional.ofNullable(answer)
                .flatMap(given -> lesson.question(block).map(question -> question.reply(given, student)));
        return switch (part) {
            case RESULT -> reply.map(told -> told.judgement().word()).orElse("");
            case VALUE -> Html.escape(answer == null ? "" : answer);
            case REPLY -> reply.map(told -> Html.saying(told.text())).orElse("");
            default -> throw new IllegalArgumentException("no value belongs to " + place);
        };
    }

    private static Place place(final String block, final String part) {
        return new Place(SCOPE, block + "." + part);
    }
}
