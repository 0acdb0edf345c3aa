package dev.berth.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.fake.FakeRuntime;
import dev.berth.engine.fake.Said;
import dev.berth.engine.work.LaunchAdmission.Turns.Standing;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.MachineSpec;
import dev.berth.runtime.ResourceLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Machines of a runtime whose memory the test decides. */
@Timeout(30)
class MemoryGovernorTest {
    private static final long ENOUGH = FreezeTurns.FLOOR_BYTES + 1;
    private static final long SHORT = FreezeTurns.FLOOR_BYTES - 1;
    private static final MachineRuntime.Activity LITTLE = new MachineRuntime.Activity(3 << 20, 0);
    private static final MachineRuntime.Activity MORE = new MachineRuntime.Activity(9 << 20, 0);

    private final FakeRuntime runtime = new FakeRuntime();
    private final Set<String> launching = ConcurrentHashMap.newKeySet();
    private final MemoryGovernor governor = new MemoryGovernor(runtime);

    MemoryGovernorTest() {
        for (String name : List.of("alice", "bob", "carol")) {
            runtime.startMachine(new MachineSpec(name, "vm1", 200_000, 65_536, List.of("layer"), Path.of("/disk"), Path.of("/sockets"), List.of(), Optional.empty(), ResourceLimits.NONE));
            runtime.activity(name, LITTLE);
        }
        runtime.availableMemory(ENOUGH);
    }

    @AfterEach
    void close() {
        governor.close();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Alice is first in line for as long as she launches something, and bob stands still. */
    private void makeMemoryShort() {
        launching.add("alice");
        governor.begin(launching::contains);
        await(runtime::activitiesAreKnown);
        runtime.activity("alice", MORE);
        runtime.availableMemory(SHORT - (4 << 20));
        awaitAsked(() -> {}, 2); // at the second look the first is over
        runtime.activity("bob", MORE);
        await(() -> runtime.isFrozen("bob"));
    }

    private static void refuse() {
        throw new IllegalStateException("too many open files");
    }

    /** Returns when somebody has asked so often from now on. @param answering may throw */
    private void awaitAsked(Runnable answering, int times) {
        AtomicInteger asked = new AtomicInteger();
        runtime.onMemoryAsked(() -> {
            asked.incrementAndGet();
            answering.run();
        });
        await(() -> asked.get() >= times);
    }

    @Test
    void whoWantsMoreStandsStillUntilItsTurn() {
        makeMemoryShort();

        assertThat(runtime.isFrozen("alice")).isFalse();
        assertThat(runtime.isFrozen("carol")).isFalse();
        assertThat(List.of(governor.of("alice"), governor.of("bob"), governor.of("carol"))).containsExactly(Standing.TURN, Standing.HELD, Standing.FREE);
        launching.remove("alice");
        runtime.activity("alice", LITTLE);
        await(() -> !runtime.isFrozen("bob"));
        await(() -> governor.of("bob") == Standing.FREE);
    }

    @Test
    void leavesNobodyFrozenAndNothingLent() {
        makeMemoryShort();
        runtime.availableMemory(FreezeTurns.EXHAUSTED_BYTES - 1);
        await(() -> runtime.lentMemory() == FreezeTurns.LENT_BYTES);

        governor.close();

        assertThat(runtime.isFrozen("bob")).isFalse();
        assertThat(runtime.lentMemory()).isZero();
        assertThat(governor.of("bob")).isEqualTo(Standing.FREE);
    }

    /** Whatever cannot be asked once: it looked at nothing any more, and all that was frozen stayed so. */
    @Test
    void looksAgainWhenTheKernelCouldNotBeAsked() {
        makeMemoryShort();
        awaitAsked(MemoryGovernorTest::refuse, 1);

        runtime.availableMemory(Long.MAX_VALUE);
        runtime.onMemoryAsked(() -> {});

        await(() -> !runtime.isFrozen("bob"));
    }

    /** It filled the log, with a stack each time. */
    @Test
    void tellsOnceThatTheKernelCannotBeAskedAndOnceThatItCan() {
        try (Said said = Said.by(MemoryGovernor.class)) {
            makeMemoryShort();
            awaitAsked(MemoryGovernorTest::refuse, 3);

            awaitAsked(() -> {}, 3);
            governor.close();

            assertThat(said.lines()).filteredOn(line -> line.startsWith("WARN"))
                    .containsExactly("WARN cannot look after the memory of the host, and goes on trying", "WARN the memory of the host is looked after again");
        }
    }

    @Test
    void leavesNobodyFrozenWhenItFallsOver() {
        makeMemoryShort();

        awaitAsked(() -> {
            throw new AssertionError("as when the heap is full");
        }, 1);

        await(() -> !runtime.isFrozen("bob"));
        assertThat(governor.of("bob")).isEqualTo(Standing.FREE);
    }

    @Test
    void canBeClosedBeforeItHasBegun() {
        governor.close();

        assertThat(governor.of("alice")).isEqualTo(Standing.FREE);
    }
}
