package dev.berth.lab.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.lab.source.LessonSourceException;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.value.Template.Placeholder;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TemplateTest {

    @Property
    void aValueIsNeverReadAsATemplateAgain(@ForAll final String before, @ForAll final String after) {
        final String text = before.replace("$", "") + "${student.name}" + after.replace("$", "");
        final StudentValues student = new StudentValues("${student.word}", Map.of("word", "heron"));

        assertThat(Template.parse(text).fill(student)).isEqualTo(before.replace("$", "") + "${student.word}" + after.replace("$", ""));
    }

    @Property
    void theSourceIsWhatWasWritten(@ForAll final String text) {
        assertThat(Template.parse(text).source()).isEqualTo(text);
    }

    @Example
    void refusesAPlaceThatNothingIsFor() {
        final Set<Placeholder> known = Set.of(new Placeholder("student", "word"));

        assertThatThrownBy(() -> Template.parse(new SourcePosition("lesson.md", 7), "say ${student.colour}", known))
                .isInstanceOf(LessonSourceException.class)
                .hasMessage("lesson.md:7: nothing is known as ${student.colour}; known here are ${student.word}");
    }

    @Example
    void givesScriptsTheValuesButNotTheName() {
        assertThat(new StudentValues("Ada; rm -rf /", Map.of("exit-code", "42")).environment()).containsExactly(Map.entry("BERTH_STUDENT_EXIT_CODE", "42"));
    }
}
