package dev.berth.daemon.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTimeTest {

    @ParameterizedTest
    @CsvSource({
        "PT0.5S, Less than a second",
        "PT1S, 1 second",
        "PT59S, 59 seconds",
        "PT60S, About a minute",
        "PT119S, About a minute",
        "PT120S, 2 minutes",
        "PT59M, 59 minutes",
        "PT60M, About an hour",
        "PT89M, About an hour",
        "PT90M, 2 hours",
        "PT47H, 47 hours",
        "PT48H, 2 days",
        "P13D, 13 days",
        "P14D, 2 weeks",
        "P60D, 2 months",
        "P729D, 24 months",
        "P731D, 2 years",
    })
    void spansAreSaidAsDockerSaysThem(Duration duration, String text) {
        assertThat(GoTime.span(duration)).isEqualTo(text);
    }

    @Test
    void momentsHaveAsManyDecimalsAsTheyNeed() {
        assertThat(GoTime.text(Instant.parse("2026-01-02T03:04:05Z"))).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(GoTime.text(Instant.parse("2026-01-02T03:04:05.120Z"))).isEqualTo("2026-01-02T03:04:05.12Z");
        assertThat(GoTime.text(Instant.parse("2026-01-02T03:04:05.000000001Z"))).isEqualTo("2026-01-02T03:04:05.000000001Z");
    }

    @Test
    void readsSecondsAndRfc3339() {
        assertThat(GoTime.parse("since", "1767323045.000000001")).contains(Instant.ofEpochSecond(1767323045L, 1));
        assertThat(GoTime.parse("since", "2026-01-02T03:04:05Z")).contains(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(GoTime.parse("since", "0")).isEmpty();
        assertThat(GoTime.parse("since", "")).isEmpty();
    }

    @Test
    void refusesWhatIsNoMoment() {
        assertThatThrownBy(() -> GoTime.parse("until", "soon")).hasMessage("invalid value \"soon\" of \"until\": seconds since 1970 or RFC 3339 are needed");
        assertThatThrownBy(() -> GoTime.parse("until", "1e999999999")).hasMessageStartingWith("invalid value");
    }
}
