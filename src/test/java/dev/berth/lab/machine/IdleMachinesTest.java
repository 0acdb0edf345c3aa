package dev.berth.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdleMachinesTest {

    private static final long HOUR = 3_600_000;
    private static final MachineName ADA = new MachineName("ada", "vm1");
    private static final MachineName BOB = new MachineName("bob", "vm1");

    private final FakeSleepers engine = new FakeSleepers();
    private final Set<MachineName> shown = new HashSet<>();
    private final List<MachineName> asleep = new ArrayList<>();
    private long now = 1_000;
    private final IdleMachines idle = new IdleMachines(engine, shown::contains, asleep::add, HOUR, () -> now);

    /** Machines that run, and refuse to sleep if that is wanted. */
    private static final class FakeSleepers implements IdleMachines.Sleepers {
        private final Set<MachineName> running = new HashSet<>(Set.of(ADA, BOB));
        private final Set<MachineName> sleepless = new HashSet<>();

        @Override
        public Future<Set<MachineName>> running() {
            return Future.succeededFuture(Set.copyOf(running));
        }

        @Override
        public Future<Void> hibernate(MachineName name) {
            if (sleepless.contains(name)) {
                return Future.failedFuture("it does not want to");
            }
            running.remove(name);
            return Future.succeededFuture();
        }
    }

    private void sweepAfter(long millis) {
        now += millis;
        assertThat(idle.sweep().succeeded()).isTrue();
    }

    @Test
    void aMachineThatNobodyHasUsedForTheTimeFallsAsleep() {
        shown.add(BOB);
        sweepAfter(0);

        sweepAfter(HOUR);

        assertThat(asleep).containsExactly(ADA);
        assertThat(engine.running).containsExactly(BOB);
    }

    @Test
    void theTimeBeginsWhenThePageIsClosed() {
        shown.addAll(Set.of(ADA, BOB));
        sweepAfter(0);
        sweepAfter(HOUR);
        shown.remove(ADA);

        sweepAfter(HOUR - 1);
        assertThat(asleep).isEmpty();

        sweepAfter(1);
        assertThat(asleep).containsExactly(ADA);
    }

    @Test
    void whatALabThatWasStartedAnewHasNotSeenDoesNotCount() {
        now = 100 * HOUR;

        sweepAfter(0);

        assertThat(asleep).isEmpty();
    }

    @Test
    void aMachineThatWokeHasItsWholeTimeAgain() {
        sweepAfter(0);
        sweepAfter(HOUR);
        engine.running.add(ADA);

        sweepAfter(HOUR);

        assertThat(asleep).containsOnlyOnce(ADA);
    }

    @Test
    void oneThatCannotSleepDoesNotKeepOthersAwake() {
        engine.sleepless.add(ADA);
        sweepAfter(0);

        sweepAfter(HOUR);

        assertThat(asleep).containsExactly(BOB);
    }
}
