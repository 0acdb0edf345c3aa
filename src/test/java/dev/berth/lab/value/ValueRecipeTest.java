package dev.berth.lab.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;

class ValueRecipeTest {

    private static final byte[] SECRET = "sixteen bytes or more".getBytes(StandardCharsets.UTF_8);

    @Property
    void valuesCanBeTypedInAShellAsTheyAre(@ForAll final String owner, @ForAll @NotEmpty final byte[] secret) {
        assertThat(ValueRecipe.parse("word", Set.of()).make(secret, owner, Map.of())).matches("[a-z]{2,12}");
        assertThat(ValueRecipe.parse("name", Set.of()).make(secret, owner, Map.of())).matches("[a-z]{2,12}-[a-z]{2,12}");
        assertThat(ValueRecipe.parse("code", Set.of()).make(secret, owner, Map.of())).matches("[2-9A-Z]{6}");
    }

    @Property
    void numbersAreInTheirRange(@ForAll final String owner) {
        assertThat(Integer.parseInt(ValueRecipe.parse("number 20..23", Set.of()).make(SECRET, owner, Map.of()))).isBetween(20, 23);
    }

    @Property
    void theSameOwnerGetsTheSameValue(@ForAll final String owner) {
        assertThat(ValueRecipe.parse("name", Set.of()).make(SECRET, owner, Map.of())).isEqualTo(ValueRecipe.parse("name", Set.of()).make(SECRET, owner, Map.of()));
    }

    @Example
    void hardlyAnybodyInAClassSharesAName() {
        final Set<String> names = new HashSet<>();
        for (int student = 0; student < 100; student++) {
            names.add(ValueRecipe.parse("name", Set.of()).make(SECRET, "student " + student, Map.of()));
        }

        assertThat(names).hasSizeGreaterThanOrEqualTo(96);
    }

    @Example
    void anotherSecretGivesOtherValues() {
        final byte[] other = "another secret of ours".getBytes(StandardCharsets.UTF_8);

        assertThat(ValueRecipe.parse("code", Set.of()).make(SECRET, "ada", Map.of())).isNotEqualTo(ValueRecipe.parse("code", Set.of()).make(other, "ada", Map.of()));
    }

    @Example
    void refusesWhatIsNotARecipe() {
        assertThatThrownBy(() -> ValueRecipe.parse("number 9..3", Set.of())).hasMessage("\"number 9..3\" is not a kind of value; known are word, name, code, number 20..90, sha256 \"${student.word}\\n\"");
    }

    /** As {@code echo heron | sha256sum} prints it. */
    @Example
    void makesTheSumOfATextThatHasOtherValues() {
        final ValueRecipe recipe = ValueRecipe.parse("sha256 \"${student.word}\\n\"", Set.of("word"));

        assertThat(recipe.make(SECRET, "ada", Map.of("word", "heron"))).isEqualTo("1981f5dfea68d96e51243ce670ad89b9bd7a297de8527cf65a2da0d43161cb05");
    }

    @Example
    void refusesASumOfWhatIsNotKnown() {
        assertThatThrownBy(() -> ValueRecipe.parse("sha256 \"${student.later}\"", Set.of("word"))).hasMessage("a sum is made of values above it, and ${student.later} is none");
        assertThatThrownBy(() -> ValueRecipe.parse("sha256 \"${student.name}\"", Set.of("word"))).hasMessageContaining("is none");
        assertThatThrownBy(() -> ValueRecipe.parse("sha256 word", Set.of("word"))).hasMessageContaining("is not a kind of value");
    }
}
