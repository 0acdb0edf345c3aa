package dev.berth.engine.image.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import org.junit.jupiter.api.Test;

class ImageSearchTest {
    private static final Digest ONE = new Digest("abc1" + "0".repeat(60));
    private static final Digest TWO = new Digest("abc2" + "0".repeat(60));
    private static final Digest MANIFEST = new Digest("f".repeat(64));

    private final ImageSearch search = new ImageSearch(ImageViewContents.NOTHING
            .with(ONE, MANIFEST)
            .with(TWO, TWO)
            .withName(ImageReference.parse("debian"), ONE)
            .withName(ImageReference.parse("debian:11"), TWO)
            .withName(ImageReference.parse("abc2"), ONE)
            .withName(ImageReference.parse("debian@" + MANIFEST), ONE));

    @Test
    void findsByNameWithAndWithoutTag() {
        assertThat(search.find("debian")).contains(ONE);
        assertThat(search.find("docker.io/library/debian:11")).contains(TWO);
        assertThat(search.find("debian:12")).isEmpty();
    }

    @Test
    void findsByIdAndByItsBeginning() {
        assertThat(search.find(ONE.toString())).contains(ONE);
        assertThat(search.find(ONE.hex())).contains(ONE);
        assertThat(search.find("abc1")).contains(ONE);
        assertThat(search.find("sha256:abc1")).contains(ONE);
    }

    @Test
    void aBeginningThatFitsTwoFindsNone() {
        assertThat(search.find("abc")).isEmpty();
    }

    @Test
    void aNameWinsOverAnId() {
        assertThat(search.find("abc2")).contains(ONE);
    }

    @Test
    void findsByTheDigestThatWasPulledInTheSameRepositoryOnlyWhateverTheTag() {
        assertThat(search.find("debian@" + MANIFEST)).contains(ONE);
        assertThat(search.find("debian:nosuch@" + MANIFEST)).contains(ONE);
        assertThat(search.find("nginx@" + MANIFEST)).isEmpty();
        assertThat(search.find("debian@" + TWO)).isEmpty();
    }
}
