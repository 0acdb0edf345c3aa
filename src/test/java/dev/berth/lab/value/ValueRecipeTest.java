package dev.berth.lab.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;

class ValueRecipeTest {

    private static final byte[] SECRET = "sixteen bytes or more".getBytes(StandardCharsets.UTF_8);

    @Property
    void valuesCanBeTypedInAShellAsTheyAre(@ForAll final String owner, @ForAll @NotEmpty final byte[] secret) {
        assertThat(ValueRecipe.parse("word").make(secret, owner)).matches("[a-z]{2,12}");
        assertThat(ValueRecipe.parse("name").make(secret, owner)).matches("[a-z]{2,12}-[a-z]{2,12}");
        assertThat(ValueRecipe.parse("code").make(secret, owner)).matches("[2-9A-Z]{6}");
    }

    @Property
    void numbersAreInTheirRange(@ForAll final String owner) {
        assertThat(Integer.parseInt(ValueRecipe.parse("number 20..23").make(SECRET, owner))).isBetween(20, 23);
    }

    @Property
    void theSameOwnerGetsTheSameValue(@ForAll final String owner) {
        assertThat(ValueRecipe.parse("name").make(SECRET, owner)).isEqualTo(ValueRecipe.parse("name").make(SECRET, owner));
    }

    @Example
    void hardlyAnybodyInAClassSharesAName() {
        final Set<String> names = new HashSet<>();
        for (int student = 0; student < 100; student++) {
            names.add(ValueRecipe.parse("name").make(SECRET, "student " + student));
        }

        assertThat(names).hasSizeGreaterThanOrEqualTo(96);
    }

    @Example
    void anotherSecretGivesOtherValues() {
        final byte[] other = "another secret of ours".getBytes(StandardCharsets.UTF_8);

        assertThat(ValueRecipe.parse("code").make(SECRET, "ada")).isNotEqualTo(ValueRecipe.parse("code").make(other, "ada"));
    }

    @Example
    void refusesWhatIsNotARecipe() {
        assertThatThrownBy(() -> ValueRecipe.parse("number 9..3")).hasMessage("\"number 9..3\" is not a kind of value; known are word, name, code, number 20..90");
    }
}
