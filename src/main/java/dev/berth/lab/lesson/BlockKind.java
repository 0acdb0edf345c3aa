package dev.berth.lab.lesson;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The blocks of our own in a lesson's text: {@code :::kind subject}. */
enum BlockKind {
    TASK,
    HINTS,
    QUIZ,
    PREDICT,
    ANSWER,
    COMPARE,
    PORT,
    MORE;

    /** As the text writes it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<BlockKind> of(final String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** Whether a student can answer in it. */
    boolean isQuestion() {
        return this == QUIZ || this == PREDICT || this == ANSWER;
    }
}
