package dev.berth.daemon.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PruneTimeTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @ParameterizedTest
    @CsvSource({
        "1h30m, 2026-01-02T01:34:05Z", "-10h, 2026-01-02T13:04:05Z", "1.5h, 2026-01-02T01:34:05Z", "500ms, 2026-01-02T03:04:04.5Z", "0, 1970-01-01T00:00:00Z", "20200101, 1970-08-22T19:08:21Z",
        "1577836800.5, 2020-01-01T00:00:00.5Z", "2020-01-01, 2020-01-01T00:00:00Z", "2020-01-01Z, 2020-01-01T00:00:00Z", "2020-01-01+02:00, 2019-12-31T22:00:00Z", "2020-01-01T10, 2020-01-01T10:00:00Z",
        "2020-01-01T10-05:00, 2020-01-01T15:00:00Z", "2020-01-01T10:20, 2020-01-01T10:20:00Z", "2020-01-01T10:20:30, 2020-01-01T10:20:30Z", "2020-01-01T10:20:30.5Z, 2020-01-01T10:20:30.5Z"})
    void readsWhatDockerReads(String text, Instant meant) {
        assertThat(PruneTime.parse(List.of(text), NOW)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nope", "1e3", "-5", "1577836800.5.5", "2020-13-01", "2020-02-30", "2020-1-1", "2020-01-01T25", "2020-01-01 00:00:00", "999999999h"})
    void saysOfWhatIsNoTimeThatItIsNone(String text) {
        assertThatThrownBy(() -> PruneTime.parse(List.of(text), NOW)).hasMessage("failed to parse value as time or duration: \"" + text + "\"");
    }

    /** The event loop's stack was too short for it. */
    @Test
    void readsASpanOfAsManyPartsAsARequestHasRoomFor() {
        assertThat(PruneTime.parse(List.of("1s".repeat(8000)), NOW)).contains(NOW.minusSeconds(8000));
        assertThatThrownBy(() -> PruneTime.parse(List.of("1s".repeat(8000) + "x"), NOW)).hasMessageStartingWith("failed to parse value as time or duration: ");
    }

    @Test
    void isNotAskedForTwice() {
        assertThat(PruneTime.parse(List.of(), NOW)).isEmpty();
        assertThatThrownBy(() -> PruneTime.parse(List.of("1h", "2h"), NOW)).hasMessage("more than one until filter specified");
    }
}
