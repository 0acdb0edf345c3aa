package dev.berth.daemon.docker.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LayerSharingTest {
    private static final Digest LOWER = digest("1");
    private static final Digest UPPER = digest("2");
    private static final ImageConfig CONFIG = new ImageConfig(
            "", List.of(), List.of(), Optional.empty(), "", Map.of(), new TreeSet<>(), new TreeSet<>(), Optional.empty(), Optional.empty(), List.of(), List.of());

    private static Digest digest(String digit) {
        return new Digest(digit.repeat(64));
    }

    /** Each layer is as large as its place from below, times ten; each image has a step without a layer too. */
    private static Image image(Digest... layers) {
        Stream<Image.History> made = Stream.iterate(10L, size -> size + 10).limit(layers.length).map(size -> step(false, size));
        List<Image.History> history = Stream.concat(Stream.of(step(true, 0)), made).toList();
        return new Image(digest("f"), CONFIG, false, Instant.EPOCH, new Platform("linux", "amd64", ""), "", "", List.of(layers), 0, history);
    }

    private static Image.History step(boolean empty, long size) {
        return new Image.History(Instant.EPOCH, "", "", empty, size);
    }

    @Test
    void aLayerThatTwoImagesHaveIsCountedOnce() {
        Image small = image(LOWER);
        Image large = image(LOWER, UPPER);

        LayerSharing sharing = new LayerSharing(List.of(small, large));

        assertThat(sharing.total()).isEqualTo(30);
        assertThat(sharing.shared(small)).isEqualTo(10);
        assertThat(sharing.shared(large)).isEqualTo(10);
    }

    @Test
    void theSameLayerUponAnotherIsNotShared() {
        Image one = image(LOWER, UPPER);
        Image other = image(UPPER);

        LayerSharing sharing = new LayerSharing(List.of(one, other));

        assertThat(sharing.total()).isEqualTo(40);
        assertThat(sharing.shared(one)).isZero();
    }
}
