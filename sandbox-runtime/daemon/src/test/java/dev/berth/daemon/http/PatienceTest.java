package dev.berth.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private final Patience patience = new Patience();

    @Test
    void endsWithSilence() {
        assertThat(patience.left()).isEqualTo(60 * SECOND);

        patience.waited(60 * SECOND);

        assertThat(patience.left()).isZero();
    }

    @Test
    void endsWithAByteNowAndThen() {
        for (int times = 0; times < 7; times++) {
            patience.waited(10 * SECOND);
            patience.received(1);
        }

        assertThat(patience.left()).isNegative();
    }

    @Test
    void hasNoEndWithWhatComesSteadily() {
        for (int times = 0; times < 1000; times++) {
            patience.waited(10 * SECOND);
            patience.received(10 * 1024);
        }

        assertThat(patience.left()).isEqualTo(60 * SECOND);
    }

    @Test
    void isNotSavedUpForALaterSilence() {
        patience.received(1 << 30);

        assertThat(patience.left()).isEqualTo(60 * SECOND);
    }
}
