package dev.berth.lab.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.lesson.Question.Judgement;
import dev.berth.lab.source.Mistakes;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.value.StudentValues;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class QuestionTest {

    private static final StudentValues ADA = new StudentValues("Ada", Map.of("word", "heron", "exit", "42"));

    private final Map<String, Question> questions = new LessonText(new SourcePosition("lesson.md", 1), """
            :::quiz one
            What comes?
            - ( ) This
              > Not this, ${student.word}
            - (x) That
            - ( ) Those
            > Because of that
            :::

            :::quiz many
            Which of these?
            - (x) This
              > This is secret one.
            - ( ) That
              > That is not.
            - (x) Those
            > And that is why.
            :::

            :::predict guess
            What comes?
            - ( ) `this`
              > Not this, ${student.word}
            - (x) *that*
            > Because of that.
            :::

            :::answer port ${student.word} | grey ${student.word}
            Which?
            - otter
              > That is another animal, ${student.word}.
            > It is.
            :::

            :::answer size number 200 ± 5%
            How many?
            - 20
              > That is a tenth.
            :::

            :::answer own number ${student.exit}
            How many?
            :::

            :::answer rolled
            Which?
            - `1`
              > That is its number inside.
            :::
            """, List.of("vm1"), Set.of("word", "exit"), Map.of(), Glossary.empty(), new Mistakes()).questions(new Mistakes());

    @Example
    void explainsTheOptionThatWasChosen() {
        assertThat(reply("one", "0")).isEqualTo(wrong("No. Not this, heron"));
        assertThat(reply("one", "1")).isEqualTo(right("Yes. Because of that"));
        assertThat(reply("one", "2")).isEqualTo(wrong("No. Because of that"));
    }

    @Example
    void wantsAllThatIsRightAndNothingElse() {
        assertThat(reply("many", "0,2")).isEqualTo(right("Yes. This is secret one. And that is why."));
        assertThat(reply("many", "0")).isEqualTo(wrong("What you chose is right, and it is not all."));
        assertThat(reply("many", "0,1,2")).isEqualTo(wrong("Not all of these. That is not."));
        assertThat(reply("many", "")).isEqualTo(wrong("Choose at least one of the answers."));
        assertThat(reply("many", "0,7")).isEqualTo(wrong("Choose at least one of the answers."));
        assertThat(reply("one", "0,1")).isEqualTo(wrong("Choose one of the answers."));
    }

    @Example
    void tellsNothingOfAPredictionBeforeItIsCompared() {
        assertThat(reply("guess", "0")).isEqualTo(new Question.Reply(Judgement.GUESSED, false, "Noted. Now run it, and compare."));
        assertThat(reply("guess", "1")).isEqualTo(new Question.Reply(Judgement.GUESSED, true, "Noted. Now run it, and compare."));
        assertThat(questions.get("guess").compare("0", ADA)).isEqualTo(wrong("You guessed “`this`”; it is “that”. Because of that. Not this, heron"));
        assertThat(questions.get("guess").compare("1", ADA)).isEqualTo(right("You guessed “that”, and so it is. Because of that."));
    }

    /** The explanation of a wrong guess often says again what is so. */
    @Example
    void saysNothingTwiceOfAPrediction() {
        final Question question = new LessonText(new SourcePosition("lesson.md", 1), """
            :::predict twice
            What comes?
            - ( ) this
              > That comes first. This comes later.
            - (x) that
              > That comes first. So it was made.
            :::
            """, List.of("vm1"), Set.of(), Map.of(), Glossary.empty(), new Mistakes()).questions(new Mistakes()).get("twice");

        assertThat(question.compare("0", ADA)).isEqualTo(wrong("You guessed “this”; it is “that”. That comes first. So it was made. This comes later."));
    }

    @Example
    void comparesWhatWasTypedWithoutCase() {
        assertThat(reply("port", " Heron ")).isEqualTo(right("It is."));
        assertThat(reply("port", "grey heron")).isEqualTo(right("It is."));
        assertThat(reply("port", "wren")).isEqualTo(wrong("That is not it."));
    }

    @Example
    void explainsATypicalMistake() {
        assertThat(reply("port", "Otter")).isEqualTo(wrong("That is another animal, heron."));
        assertThat(reply("rolled", "1")).isEqualTo(wrong("That is its number inside."));
    }

    @Example
    void comparesNumbersAsNumbers() {
        assertThat(reply("size", "190").correct()).isTrue();
        assertThat(reply("size", "209.9").correct()).isTrue();
        assertThat(reply("size", "189,9")).isEqualTo(wrong("That is not it."));
        assertThat(reply("size", "20")).isEqualTo(wrong("That is a tenth."));
        assertThat(reply("size", "200 MB")).isEqualTo(wrong("Type a number alone, as in 42."));
        assertThat(reply("own", "42.0").correct()).isTrue();
        assertThat(reply("own", "43").correct()).isFalse();
    }

    /** It was green, whatever had been typed. */
    @Example
    void notesWhatOnlyTheMachineCanJudge() {
        assertThat(reply("rolled", "3760")).isEqualTo(new Question.Reply(Judgement.NOTED, true, "Noted: the task looks at it."));
        assertThat(reply("rolled", " ").correct()).isFalse();
    }

    @Property
    void answersAnything(@ForAll final String value) {
        questions.values().forEach(question -> {
            assertThat(question.reply(value, ADA).text()).isNotBlank();
            assertThat(question.compare(value, ADA).text()).isNotBlank();
        });
    }

    private Question.Reply reply(final String block, final String value) {
        return questions.get(block).reply(value, ADA);
    }

    private static Question.Reply right(final String text) {
        return new Question.Reply(Judgement.RIGHT, true, text);
    }

    private static Question.Reply wrong(final String text) {
        return new Question.Reply(Judgement.WRONG, false, text);
    }
}
