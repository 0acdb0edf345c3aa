package dev.berth.daemon.docker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.daemon.docker.PruneTime;
import dev.berth.engine.EngineException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImagePruneFilterTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void choosesDanglingImagesUnlessToldOtherwise() {
        assertThat(ImagePruneFilter.parse("", NOW).danglingOnly()).isTrue();
        assertThat(ImagePruneFilter.parse("{\"dangling\": {\"false\": true}}", NOW).danglingOnly()).isFalse();
    }

    @Test
    void countsASpanFromNow() {
        assertThat(PruneTime.parse(List.of("1h30m"), NOW)).contains(Instant.parse("2026-01-02T10:30:00Z"));
        assertThat(PruneTime.parse(List.of("0"), NOW)).contains(Instant.EPOCH);
        assertThat(PruneTime.parse(List.of("2026-01-01T00:00:00Z"), NOW)).contains(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void refusesWhatIsNoTruthAndWhatIsNoTime() {
        assertThatThrownBy(() -> ImagePruneFilter.parse("{\"dangling\": [\"perhaps\"]}", NOW)).isInstanceOf(EngineException.class).hasMessage("Invalid filter 'dangling=[perhaps]'");
        for (String wrong : List.of("soon", "", "1d", "2026-13-45T00:00:00Z")) {
            assertThatThrownBy(() -> PruneTime.parse(List.of(wrong), NOW)).isInstanceOf(EngineException.class).hasMessage("failed to parse value as time or duration: \"" + wrong + "\"");
        }
    }
}
