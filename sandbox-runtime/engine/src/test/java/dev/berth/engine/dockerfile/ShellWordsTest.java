package dev.berth.engine.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
    private final ShellWords words = new ShellWords(Map.of("A", "1", "LONG", "x".repeat(10_000)));

    @Test
    void splitsOutsideOfQuotes() {
        assertThat(ShellWords.split(" a  'b c'd \"e \\\" f\" g\\ h ", '\\')).containsExactly("a", "'b c'd", "\"e \\\" f\"", "g\\ h");
    }

    @Test
    void replacesVariables() {
        assertThat(words.expand("$A-${A}-$NONE-${NONE:-${A:+then}}-$-'$A'-\"$A\\$\"-\\$A")).isEqualTo("1-1--then-$-$A-1$-$A");
    }

    @Test
    void hasRoomForSoMuchOnly() {
        assertThatThrownBy(() -> words.expand("$LONG".repeat(30))).isInstanceOf(EngineException.class).hasMessageContaining("more than 262144 characters");
    }

    @Test
    void substitutionsGoSoDeepOnly() {
        assertThatThrownBy(() -> words.expand("${A:-".repeat(5000))).isInstanceOf(EngineException.class).hasMessageContaining("go deeper than 20");
    }

    @Property
    void anythingIsWordsOrRefused(@ForAll @StringLength(max = 40) @CharRange(from = ' ', to = '~') String text) {
        ShellWords any = new ShellWords(new HashMap<>());
        List<String> split = ShellWords.split(text, '\\');
        assertThat(String.join("", split).replace(" ", "")).isEqualTo(text.replace(" ", ""));
        try {
            split.forEach(word -> assertThat(any.expand(word).length()).isLessThanOrEqualTo(word.length()));
        } catch (EngineException refused) {
            assertThat(refused.kind()).isEqualTo(EngineException.Kind.INVALID_PARAMETER);
        }
    }
}
