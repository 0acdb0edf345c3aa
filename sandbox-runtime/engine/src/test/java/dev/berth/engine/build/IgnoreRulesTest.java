package dev.berth.engine.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.EngineException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** @see <a href="https://docs.docker.com/reference/dockerfile/#dockerignore-file">Dockerfile reference, .dockerignore, from whose examples the first lines of the table are</a> */
class IgnoreRulesTest {

    /** A bar stands for the end of a line. */
    @ParameterizedTest
    @CsvSource({
        "# comment, comment, false",
        "*/temp*, somedir/temporary.txt, true",
        "*/temp*, somedir/temp, true",
        "*/temp*, temp, false",
        "*/*/temp*, somedir/subdir/temporary.txt, true",
        "*/*/temp*, somedir/temporary.txt, false",
        "temp?, tempa, true",
        "temp?, temp, false",
        "**/*.go, main.go, true",
        "**/*.go, a/b/c/main.go, true",
        "/foo/bar, foo/bar, true",
        "foo/bar, foo/bar, true",
        "*.md|!README.md, OTHER.md, true",
        "*.md|!README.md, README.md, false",
        "*.md|!README*.md|README-secret.md, README-secret.md, true",
        "*.md|!README*.md|README-secret.md, README-other.md, false",
        "*.md|README-secret.md|!README*.md, README-secret.md, false",
        "*, Dockerfile, true",
        "*|!Dockerfile, Dockerfile, false",
        ".git, .git/config, true",
        "folder/, folder/deep/file, true",
        "folder/**, folder/deep/file, true",
        "folder/**, folder, false",
        "a/**/b, a/b, true",
        "a/**/b, a/x/y/b, true",
        "a/**/b, x/a/b, false",
        "**, anything, true",
        "./a/../b, b, true",
        "  b  , b, true",
        "! b|b, b, true",
        "b|! b, b, false",
        "a[0-9], a7, true",
        "a\\*, a*, true",
        "a\\*, ab, false",
    })
    void saysWhatDockersReferenceSays(String rules, String path, boolean ignored) {
        assertThat(IgnoreRules.parse(rules.replace('|', '\n')).ignores(path)).isEqualTo(ignored);
    }

    private static IgnoreRules parsed(String text) {
        try {
            return IgnoreRules.parse(text);
        } catch (EngineException refused) {
            assertThat(refused.kind()).isEqualTo(EngineException.Kind.INVALID_PARAMETER);
            return IgnoreRules.parse("");
        }
    }

    @Property
    void theLastLineThatNamesAFileDecides(
            @ForAll @StringLength(max = 40) @Chars({'*', '?', '/', '!', '.', '[', ']', '^', '-', '\\', '#', ' ', '\n', 'a', 'b'}) String text,
            @ForAll @StringLength(min = 1, max = 6) @Chars({'a', 'b'}) String folder, @ForAll @StringLength(min = 1, max = 6) @Chars({'a', 'b'}) String name) {
        parsed(text).ignores(folder + "/" + name);

        assertThat(parsed(text.replace("[", "").replace("\\", "") + "\n" + folder).ignores(folder + "/" + name)).isTrue();
        assertThat(parsed(text.replace("[", "").replace("\\", "") + "\n!" + folder).ignores(folder + "/" + name)).isFalse();
    }

    /** Each pair of stars tried all that was left: this took longer than anybody lives. */
    @Test
    @Timeout(5)
    void aHostilePatternEnds() {
        assertThat(IgnoreRules.parse("**/a/".repeat(100) + "b").ignores("a/".repeat(500) + "c")).isFalse();
    }
}
