package dev.berth.lab.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class YamlNodeTest {

    private static final SourcePosition TOP = new SourcePosition("tasks.yaml", 1);

    /** Nine lists, each of seven of the list before, are a gigabyte. */
    @Test
    void refusesAliasesThatGrow() {
        final StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x]\n");
        for (char name = 'b'; name <= 'j'; name++) {
            final String before = "*" + (char) (name - 1) + ", ";
            bomb.append(name).append(": &").append(name).append(" [").append(before.repeat(6)).append(before.strip().replace(",", "")).append("]\n");
        }

        refused(bomb.toString(), "aliases");
    }

    @Test
    void refusesAValueThatIsInItself() {
        refused("a: &a [*a]", "tasks.yaml:1: not YAML");
    }

    @Test
    void refusesWhatIsNestedWithoutEnd() {
        refused("[".repeat(100_000), "tasks.yaml:1: not YAML");
        refused("{a: ".repeat(30) + "b" + "}".repeat(30), "tasks.yaml:1: not YAML");
        refused("- ".repeat(5_000) + "a", "tasks.yaml:1: not YAML");
    }

    @Test
    void refusesWhatIsTooLong() {
        refused("a: " + "b".repeat(600_000), "tasks.yaml:1: not YAML");
    }

    @Test
    void makesNoObjects() {
        refused("!!javax.script.ScriptEngineManager [a]", "Global tag is not allowed");
    }

    @Test
    void knowsLineAndColumnOfWhatIsWrong() {
        assertThatThrownBy(() -> YamlNode.parse(TOP, "a: b\nc: d: e")).isInstanceOfSatisfying(LessonSourceException.class, mistake ->
                assertThat(mistake.mistakes().get(0).position()).isEqualTo(new SourcePosition("tasks.yaml", 2, 5)));
    }

    @Test
    void goesOnAfterAnUnknownKey() {
        final Mistakes mistakes = new Mistakes();

        final YamlMapping mapping = YamlNode.parse(TOP, "nmae: a\ncolour: blue\nsize: {w: 1}", mistakes).mapping("name", "size", "colour");

        assertThat(mapping.required("colour").text()).isEqualTo("blue");
        assertThatThrownBy(() -> mapping.required("name")).as("told already").isInstanceOf(LessonSourceException.class).hasMessage("");
        assertThat(mapping.required("size").mapping("width").optional("width")).isEmpty();
        assertThat(mistakes.found()).extracting(Mistake::toString).containsExactly(
                "tasks.yaml:1: unknown key \"nmae\"; known here are colour, name, size; did you mean \"name\"?",
                "tasks.yaml:3: unknown key \"w\"; known here are width");
    }

    private static void refused(final String text, final String message) {
        assertThatThrownBy(() -> YamlNode.parse(TOP, text)).isInstanceOf(LessonSourceException.class).hasMessageContaining(message);
    }
}
