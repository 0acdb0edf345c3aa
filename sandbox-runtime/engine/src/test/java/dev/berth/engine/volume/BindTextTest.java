package dev.berth.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindTextTest {
    private static final List<Set<String>> KINDS = List.of(
            Set.of("rw", "ro"), Set.of("z", "Z"), Set.of("private", "rprivate", "slave", "rslave", "shared", "rshared"), Set.of("nocopy"),
            Set.of("consistent", "cached", "delegated"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "data:/x | volume | data | false",
        "data:/x:ro | volume | data | true",
        "/srv:/x | bind | /srv | false",
        "/srv:/x:ro,rshared | bind | /srv | true",
        "data:/x: | volume | data | false",
        "a/b:/x | volume | a/b | false",
    })
    void aSourceWithASlashInFrontIsAPathAndOthersAreNames(String text, String type, String source, boolean readOnly) {
        MountRequest request = BindText.parse(text, "").request();

        assertThat(List.of(request.type(), request.source(), request.target())).containsExactly(type, source, "/x");
        assertThat(request.readOnly()).isEqualTo(readOnly);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        ":/x | invalid volume specification: ':/x'",
        "x: | invalid volume specification: 'x:'",
        "a:/b:ro:rw | invalid volume specification: 'a:/b:ro:rw'",
        "/x:ro | invalid volume specification: '/x:ro'",
        "/x:/y:zz | invalid mode: zz",
        "/x:/y:ro,rw | invalid mode: ro,rw",
        "ab:x | invalid volume specification: 'ab:x': invalid mount config for type \"volume\": invalid mount path: 'x' mount path must be absolute",
        "ab:/a/../.. | invalid volume specification: 'ab:/a/../..': invalid mount config for type \"volume\": invalid specification: destination can't be '/'",
        "ab::ro | invalid volume specification: 'ab::ro': invalid mount config for type \"volume\": field Target must not be empty",
        "ab:/x:rshared | invalid volume specification: 'ab:/x:rshared': invalid mount config for type \"volume\": field BindOptions must not be specified",
        "/h:/x:nocopy | invalid volume specification: '/h:/x:nocopy': invalid mount config for type \"bind\": field VolumeOptions must not be specified",
    })
    void whatIsWrongIsSaidAsDockerSaysIt(String text, String message) {
        assertThatThrownBy(() -> BindText.parse(text, "")).isInstanceOf(EngineException.class).hasMessage(message);
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.of("rw", "ro", "z", "Z", "shared", "rslave", "nocopy", "cached", "RO", "copy", "", "x").list().ofMinSize(1).ofMaxSize(4);
    }

    @Property
    void aModeHasAtMostOneWordOfEachKind(@ForAll("words") List<String> words) {
        boolean valid = words.equals(List.of(""))
                || words.stream().allMatch(word -> KINDS.stream().anyMatch(kind -> kind.contains(word)))
                        && KINDS.stream().allMatch(kind -> words.stream().filter(kind::contains).count() <= 1);

        assertThat(MountMode.parse(String.join(",", words)).isPresent()).isEqualTo(valid);
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.of("a", "b", ".", "..", "", "...", "c d").list().ofMaxSize(7);
    }

    @Property
    void pathsBecomeWhatJavaMakesOfThem(@ForAll("names") List<String> names) {
        String path = "/" + String.join("/", names);

        assertThat(MountPath.clean(path)).isEqualTo(Path.of(path).normalize().toString());
    }
}
