package dev.berth.lab.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.lesson.Question.Judgement;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.value.StudentValues;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class QuestionTest {

    private static final StudentValues ADA = new StudentValues("Ada", Map.of("word", "heron"));

    private final Map<String, Question> questions = new LessonText(new SourcePosition("lesson.md", 1), """
            :::predict guess
            What comes?
            - ( ) This
              > Not this, ${student.word}
            - (x) That
            - ( ) Those
            > Because of that
            :::

            :::answer port ${student.word}
            Which?
            > It is.
            :::

            :::answer rolled
            Which?
            :::
            """, Set.of("word"), Map.of(), Glossary.empty()).questions();

    @Example
    void explainsTheOptionThatWasChosen() {
        assertThat(reply("guess", "0")).isEqualTo(new Question.Reply(Judgement.WRONG, "Not quite. Not this, heron"));
        assertThat(reply("guess", "1")).isEqualTo(new Question.Reply(Judgement.RIGHT, "Yes. Because of that"));
        assertThat(reply("guess", "2")).isEqualTo(new Question.Reply(Judgement.WRONG, "Not quite. Because of that"));
    }

    @Example
    void comparesWhatWasTypedWithoutCase() {
        assertThat(reply("port", " Heron ")).isEqualTo(new Question.Reply(Judgement.RIGHT, "It is."));
        assertThat(reply("port", "otter")).isEqualTo(new Question.Reply(Judgement.WRONG, "That is not it."));
    }

    /** It was green, whatever had been typed. */
    @Example
    void notesWhatOnlyTheMachineCanJudge() {
        assertThat(reply("rolled", "3760")).isEqualTo(new Question.Reply(Judgement.NOTED, "Noted: the task looks at it."));
        assertThat(reply("rolled", " ").correct()).isFalse();
    }

    @Property
    void answersAnything(@ForAll final String value) {
        questions.values().forEach(question -> assertThat(question.reply(value, ADA).text()).isNotBlank());
    }

    private Question.Reply reply(final String block, final String value) {
        return questions.get(block).reply(value, ADA);
    }
}
