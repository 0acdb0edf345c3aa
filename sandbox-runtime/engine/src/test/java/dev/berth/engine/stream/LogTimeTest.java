package dev.berth.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTimeTest {

    @Property
    void readsWhatALogWrites(
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second, @ForAll @IntRange(max = 999_999_999) int nanos, @ForAll @IntRange(max = 3) int precision) {
        int unit = new int[] {1_000_000_000, 1_000_000, 1000, 1}[precision];
        Instant moment = Instant.ofEpochSecond(second, nanos / unit * unit);

        assertThat(LogTime.parse(moment.toString())).isEqualTo(moment);
    }

    @Test
    void readsAsManyDecimalsAsDockerWrites() {
        assertThat(LogTime.parse("2026-11-30T13:41:34.4063Z")).isEqualTo(Instant.parse("2026-11-30T13:41:34.406300Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-30T24:00:00Z", "2026-11-30T13:41:34+01:00", "+12026-11-30T13:41:34Z"})
    void readsOtherFormsAsJavaDoes(String text) {
        assertThat(LogTime.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Z", "2026-11-30T13:41:34", "2026-11-30T13:41:34.", "2026-13-30T13:41:34Z", "2026-02-30T13:41:34Z", "2026-11-30T25:41:34Z", "2026-11-30T13:61:34Z", "2026-11-30T13:41:34.1234567890Z"})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> LogTime.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
