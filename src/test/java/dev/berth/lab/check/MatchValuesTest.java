package dev.berth.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class MatchValuesTest {

    @Property
    void whatAMachineSaysEndsNeitherTheCodeNorTheLine(@ForAll final String hostile) {
        final String cleaned = MatchValues.clean(hostile);

        assertThat(cleaned.codePointCount(0, cleaned.length())).isLessThanOrEqualTo(MatchValues.MOST_CHARACTERS + 1);
        assertThat(cleaned).doesNotContain("`", "\n", "\r", "\u001b", "\u202e", "\u2028");
        assertThat(cleaned.chars()).noneMatch(Character::isISOControl);
    }

    @Example
    void plainTextStaysAsItIs() {
        assertThat(MatchValues.clean("hello, ŝipo 舟 🚢")).isEqualTo("hello, ŝipo 舟 🚢");
        assertThat(MatchValues.clean("a`b\tc")).isEqualTo("a'b\uFFFDc");
    }
}
