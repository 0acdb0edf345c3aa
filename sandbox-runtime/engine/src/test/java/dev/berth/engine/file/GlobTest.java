package dev.berth.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** @see <a href="https://go.dev/src/path/match_test.go">Go's own table, from which the lines of {@link #readsAsGoDoes} are</a> */
class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "abc, abc, true",
        "*, abc, true",
        "*c, abc, true",
        "a*, a, true",
        "a*, ab/c, false",
        "a*/b, abc/b, true",
        "a*/b, a/c/b, false",
        "a*b*c*d*e*/f, axbxcxdxe/f, true",
        "a*b*c*d*e*/f, axbxcxdxexxx/f, true",
        "a*b*c*d*e*/f, axbxcxdxe/xxx/f, false",
        "a*b?c*x, abxbbxdbxebxczzx, true",
        "a*b?c*x, abxbbxdbxebxczzy, false",
        "ab[c], abc, true",
        "ab[b-d], abc, true",
        "ab[e-g], abc, false",
        "ab[^c], abc, false",
        "ab[^e-g], abc, true",
        "a\\*b, a*b, true",
        "a\\*b, ab, false",
        "a?b, a/b, false",
        "[\\]a], ], true",
        "[\\-], -, true",
        "[x\\-], x, true",
        "[\\-x], a, false",
        "*x, xxx, true",
        "a**b, aXb, true",
        "**, a/b, false",
    })
    void readsAsGoDoes(String pattern, String name, boolean matches) {
        assertThat(Glob.parse(pattern).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[a", "[]a]", "[-]", "[x-]", "[-x]", "a[", "[^", "\\", "[a-"})
    void refusesWhatGoRefuses(String pattern) {
        assertThatThrownBy(() -> Glob.parse(pattern)).hasMessage("syntax error in pattern");
    }

    @Property
    void matchesAsARegularExpressionWould(
            @ForAll @StringLength(max = 8) @Chars({'*', '?', '/', 'a', 'b'}) String pattern, @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'b') @Chars('/') String name) {
        String expression = pattern.replace("*", "[^/]*").replace("?", "[^/]");

        assertThat(Glob.parse(pattern).matches(name)).isEqualTo(Pattern.matches(expression, name));
    }

    /** As a regular expression this took hours, on one of two threads that all machines share. */
    @Test
    @Timeout(5)
    void aHostilePatternEnds() {
        assertThat(Glob.parse("*a".repeat(60) + "*b").matches("a".repeat(250))).isFalse();
    }
}
