package dev.berth.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "debian,                     docker.io/library/debian:latest,       debian:latest",
        "debian:12,                  docker.io/library/debian:12,           debian:12",
        "library/debian,             docker.io/library/debian:latest,       debian:latest",
        "docker.io/debian,           docker.io/library/debian:latest,       debian:latest",
        "index.docker.io/debian,     docker.io/library/debian:latest,       debian:latest",
        "berth/workstation,          docker.io/berth/workstation:latest,    berth/workstation:latest",
        "localhost/game,             localhost/game:latest,                 localhost/game:latest",
        "localhost:5000/game:1,      localhost:5000/game:1,                 localhost:5000/game:1",
        "example.org/a/b_c/d__e:V1,  example.org/a/b_c/d__e:V1,             example.org/a/b_c/d__e:V1",
    })
    void readsANameAsDockerDoes(String text, String whole, String familiar) {
        ImageReference reference = ImageReference.parse(text);

        assertThat(reference).hasToString(whole);
        assertThat(reference.familiar()).isEqualTo(familiar);
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian@sha256:", "debian:12@sha256:"})
    void readsADigest(String beginning) {
        ImageReference reference = ImageReference.parse(beginning + HEX);

        assertThat(reference.digest()).contains(new Digest(HEX));
        assertThat(reference.tag().isPresent()).isEqualTo(beginning.contains("12"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ":", "@", "a:", ":a", "a b", "-a", "a/", "/a", "a//b", "a..b", "a___b", "a:b:c", "a:-b", "a@b@c", "localhost:port/a", "a\n", "ä"})
    void refusesWhatIsNoName(String text) {
        assertThatThrownBy(() -> ImageReference.parse(text))
                .isInstanceOfSatisfying(EngineException.class, refused -> assertThat(refused.kind()).isEqualTo(EngineException.Kind.INVALID_PARAMETER))
                .hasMessageStartingWith("inval");
    }

    @ParameterizedTest
    @CsvSource({
        "Debian,         invalid reference format: repository name must be lowercase",
        "debian:t t,     invalid reference format",
    })
    void refusesInDockersWords(String text, String message) {
        assertThatThrownBy(() -> ImageReference.parse(text)).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 300, 100_000})
    void refusesATagOrNameThatIsTooLong(int length) {
        assertThatThrownBy(() -> ImageReference.parse("a:" + "t".repeat(length + 1))).isInstanceOf(EngineException.class);
        assertThatThrownBy(() -> ImageReference.parse("n".repeat(length + 128))).isInstanceOf(EngineException.class);
    }

    /** Docker would take it for an image's id everywhere else. */
    @ParameterizedTest
    @ValueSource(strings = {"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"})
    void refusesANameThatLooksLikeAnId(String id) {
        assertThatThrownBy(() -> ImageReference.parse(id)).hasMessage("invalid repository name (" + id + "), cannot specify 64-byte hexadecimal strings");
    }

    @Property
    void whatIsPrintedIsReadAsTheSame(@ForAll("names") String text) {
        ImageReference reference = ImageReference.parse(text);

        assertThat(ImageReference.parse(reference.toString())).isEqualTo(reference);
        assertThat(ImageReference.parse(reference.familiar())).isEqualTo(reference);
    }

    @Property
    void anyTextIsReadOrRefusedAtOnce(@ForAll @StringLength(max = 600) String text) {
        try {
            ImageReference reference = ImageReference.parse(text);
            assertThat(ImageReference.parse(reference.toString())).isEqualTo(reference);
        } catch (EngineException refused) {
            assertThat(refused.kind()).isEqualTo(EngineException.Kind.INVALID_PARAMETER);
        }
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> domains = Arbitraries.of("", "", "localhost/", "localhost:5000/", "example.org/", "docker.io/", "library/");
        Arbitrary<String> parts = Arbitraries.of("a", "b1", "c_d", "e__f", "g.h", "i---j", "library");
        Arbitrary<String> paths = parts.list().ofMinSize(1).ofMaxSize(3).map(list -> String.join("/", list));
        Arbitrary<String> suffixes = Arbitraries.of("", ":1", ":latest", ":V_1.2-x", "@sha256:" + HEX, ":1@sha256:" + HEX);
        return Combinators.combine(domains, paths, suffixes).as((domain, path, suffix) -> domain + path + suffix);
    }

    /** It was an internal error: the threads of the engine have no larger stacks. */
    @ParameterizedTest
    @ValueSource(strings = {"a.", "a/", "a__", "a.a/"})
    void refusesALongNameOfManyPartsOnASmallStack(String parts) {
        String name = parts.repeat(500 / parts.length()) + "b";

        CompletableFuture<ImageReference> parsed = CompletableFuture.supplyAsync(() -> ImageReference.parse(name), task -> new Thread(null, task, "small", 256 << 10).start());

        assertThat(parsed).failsWithin(10, TimeUnit.SECONDS).withThrowableThat().havingCause().isInstanceOf(EngineException.class).withMessage("invalid reference format");
    }
}
