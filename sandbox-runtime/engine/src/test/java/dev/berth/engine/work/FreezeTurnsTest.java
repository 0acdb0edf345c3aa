package dev.berth.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.MachineRuntime;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Machines on a host whose memory, processor and time the test decides. */
class FreezeTurnsTest {
    private static final long MEBIBYTE = 1L << 20;
    private static final long PLENTY = FreezeTurns.WATCHED_BYTES;
    private static final long ENOUGH = FreezeTurns.FLOOR_BYTES + 100 * MEBIBYTE;
    private static final long SHORT = FreezeTurns.FLOOR_BYTES - MEBIBYTE;
    private static final long AT_REST = 3 * MEBIBYTE;

    private static final class FakeHost implements FreezeTurns.Host {
        private final Map<String, MachineRuntime.Activity> machines = new LinkedHashMap<>();
        private final Set<String> launching = new HashSet<>();
        private final Set<String> left = new HashSet<>();
        private long now;
        private long available = PLENTY;
        private long stalled;
        private int asked;

        @Override
        public long now() {
            return now;
        }

        @Override
        public long availableBytes() {
            return available;
        }

        @Override
        public long stalledNanoseconds() {
            return stalled;
        }

        @Override
        public Map<String, MachineRuntime.Activity> machines() {
            asked++;
            return Map.copyOf(machines);
        }

        @Override
        public Set<String> left() {
            return left;
        }

        @Override
        public boolean isLaunching(String machine) {
            return launching.contains(machine);
        }

        void rest(String machine) {
            machines.put(machine, new MachineRuntime.Activity(AT_REST, 0));
        }

        /** Less than 0: it gives back. */
        void grow(String machine, long bytes) {
            machines.merge(machine, new MachineRuntime.Activity(bytes, 0), (before, more) -> new MachineRuntime.Activity(before.memoryBytes() + bytes, before.processorNanoseconds()));
            available -= bytes;
        }

        void use(String machine, Duration time) {
            machines.computeIfPresent(machine, (name, before) -> new MachineRuntime.Activity(before.memoryBytes(), before.processorNanoseconds() + time.toNanos()));
        }
    }

    private final FakeHost host = new FakeHost();
    private final FreezeTurns turns = new FreezeTurns(host);

    FreezeTurnsTest() {
        host.rest("alice");
        host.rest("bob");
        host.rest("carol");
        host.rest("dave");
    }

    private Set<String> look() {
        host.now += FreezeTurns.LOOK.toNanos();
        turns.decide();
        return turns.held();
    }

    private Set<String> lookFor(Duration time) {
        for (long end = host.now + time.toNanos(); host.now < end; ) {
            look();
        }
        return turns.held();
    }

    /** So many begin something, one after another, and there is no room for it. */
    private void fillUp(String... machines) {
        host.available = ENOUGH;
        look();
        for (String machine : machines) {
            host.grow(machine, 5 * MEBIBYTE);
            look();
        }
        host.available = SHORT;
        look();
    }

    private void end(String machine) {
        host.grow(machine, AT_REST - host.machines.get(machine).memoryBytes());
        host.available = SHORT;
        look();
    }

    @Test
    void noMachineIsLookedAtWhileMemoryIsPlenty() {
        host.grow("alice", 200 * MEBIBYTE);
        host.available = PLENTY;

        assertThat(look()).isEmpty();
        assertThat(host.asked).isZero();
    }

    /** All of them went on at once. */
    @Test
    void thoseThatTheLastEngineHasLeftStandingStillGoOnInTurns() {
        host.left.addAll(List.of("alice", "bob", "carol", "gone"));
        host.available = SHORT;

        assertThat(look()).hasSize(2);
        String first = turns.goingOn().iterator().next();
        assertThat(first).isIn("alice", "bob", "carol");
        host.available = FreezeTurns.FLOOR_BYTES + 2 * FreezeTurns.BYTES_OF_COMMAND + MEBIBYTE;
        assertThat(look()).hasSize(1);
        host.available = PLENTY;

        assertThat(look()).isEmpty();
    }

    @Test
    void nobodyIsHeldWhileThereIsEnough() {
        host.available = ENOUGH;
        look();
        host.grow("alice", 10 * MEBIBYTE);
        host.grow("bob", 10 * MEBIBYTE);

        assertThat(look()).isEmpty();
    }

    @Test
    void belowTheFloorTheFirstThatCameGoesOn() {
        fillUp("bob", "alice", "carol");

        assertThat(turns.held()).containsExactlyInAnyOrder("alice", "carol");
        assertThat(turns.goingOn()).containsExactly("bob");
    }

    /** They come between two looks: the one that has grown most is nearest to its end. */
    @Test
    void ofThoseThatCameAtOnceTheOneThatHasGrownMostGoesOn() {
        host.available = ENOUGH;
        look();
        host.grow("alice", 3 * MEBIBYTE);
        host.grow("bob", 8 * MEBIBYTE);
        host.available = SHORT;

        assertThat(look()).containsExactly("alice");
    }

    @Test
    void aMachineThatComputesIsNotHeldWhileNobodyWaits() {
        fillUp("alice");

        host.use("dave", Duration.ofSeconds(1));

        assertThat(look()).isEmpty();
        assertThat(turns.goingOn()).containsExactly("alice");
    }

    /** It begins something, of which no memory is seen yet: a hundred that did so at once had taken all before they had grown so much that it counted. */
    @Test
    void whoUsesTheProcessorStandsInLineWhileOthersWait() {
        fillUp("alice", "bob");

        host.use("dave", Duration.ofMillis(10));

        assertThat(look()).containsExactlyInAnyOrder("bob", "dave");
    }

    @Test
    void theNextGoesOnAsSoonAsTheFirstHasGivenItsMemoryBack() {
        fillUp("alice", "bob", "carol");

        end("alice");
        assertThat(turns.held()).containsExactly("carol");
        end("bob");
        assertThat(turns.held()).isEmpty();
    }

    /** A container that goes on after its command has begun. */
    @Test
    void aMachineThatGrowsNoMoreLeavesTheLine() {
        fillUp("alice", "bob");

        lookFor(FreezeTurns.REST.minus(FreezeTurns.LOOK.multipliedBy(5)));
        assertThat(turns.held()).containsExactly("bob");
        lookFor(FreezeTurns.LOOK.multipliedBy(5));
        assertThat(turns.held()).isEmpty();
    }

    /** Its command waits for the engine, and has its memory: one more beginning would wait for the same. */
    @Test
    void aMachineInWhichSomethingIsLaunchedStaysInLine() {
        fillUp("alice", "bob");
        host.launching.add("alice");

        lookFor(FreezeTurns.REST.multipliedBy(3));

        assertThat(turns.goingOn()).containsExactly("alice");
        assertThat(turns.held()).containsExactly("bob");
    }

    @Test
    void aLaunchWaitsInLineWhileOthersStandStill() {
        fillUp("alice", "bob");
        host.launching.add("dave");

        look();

        assertThat(turns.held()).containsExactlyInAnyOrder("bob", "dave");
    }

    @Test
    void aMachineThatGrowsWithoutEndGivesOthersTheirTurn() {
        fillUp("alice", "bob");

        for (long end = host.now + FreezeTurns.TURN.toNanos(); host.now < end; look()) {
            host.grow("alice", 2 * MEBIBYTE);
            host.available = SHORT;
        }
        look();

        assertThat(turns.held()).containsExactly("alice");
    }

    /** Its command has waited for the engine: all that come after it would wait for what it has. */
    @Test
    void aMachineThatGrowsOnAfterAPauseComesBackToItsPlace() {
        fillUp("alice", "bob", "carol");
        lookFor(FreezeTurns.REST);
        assertThat(turns.goingOn()).containsExactly("bob");

        host.grow("alice", 2 * MEBIBYTE);

        assertThat(look()).containsExactlyInAnyOrder("bob", "carol");
    }

    @Test
    void afterALongTimeItHasANewPlace() {
        fillUp("alice", "bob", "carol");
        for (long end = host.now + FreezeTurns.TURN.toNanos(); host.now < end; look()) {
            host.grow("bob", MEBIBYTE);
            host.available = SHORT;
        }
        assertThat(turns.held()).containsExactly("carol");

        host.grow("alice", 2 * MEBIBYTE);

        assertThat(look()).containsExactlyInAnyOrder("alice", "carol");
    }

    /** A hundred that begin at once take all that there is before the floor is noticed. */
    @Test
    void asManyGoOnAsThereIsRoomForWhatTheyStillNeed() {
        host.available = ENOUGH;
        look();
        host.grow("alice", 4 * MEBIBYTE);
        look();
        host.grow("bob", 4 * MEBIBYTE);
        look();
        host.grow("carol", 4 * MEBIBYTE);
        long stillNeeded = FreezeTurns.BYTES_OF_COMMAND - 4 * MEBIBYTE;

        host.available = FreezeTurns.FLOOR_BYTES + 2 * stillNeeded;
        assertThat(look()).containsExactly("carol");
        host.available = FreezeTurns.FLOOR_BYTES + 3 * stillNeeded;
        assertThat(look()).isEmpty();
    }

    /** What it still needs is so much less. */
    @Test
    void aMachineThatGoesOnIsNotHeldForWhatItTakesMeanwhile() {
        fillUp("alice", "bob", "carol");
        host.available = FreezeTurns.FLOOR_BYTES + 2 * (FreezeTurns.BYTES_OF_COMMAND - 5 * MEBIBYTE);
        assertThat(look()).containsExactly("carol");

        host.grow("alice", 4 * MEBIBYTE);
        host.grow("bob", 4 * MEBIBYTE);

        assertThat(look()).containsExactly("carol");
    }

    @Test
    void aMachineThatHasWhatItNeedsLeavesRoomForTheNext() {
        fillUp("alice", "bob");
        host.available = FreezeTurns.FLOOR_BYTES + FreezeTurns.BYTES_OF_COMMAND - 5 * MEBIBYTE;
        assertThat(look()).containsExactly("bob");

        assertThat(lookFor(Duration.ofSeconds(1))).isEmpty();
    }

    /** Nobody passes those that wait for more. */
    @Test
    void whoNeedsLessWaitsBehindWhoNeedsMore() {
        host.available = ENOUGH;
        look();
        host.grow("alice", 2 * MEBIBYTE);
        look();
        host.grow("bob", 2 * MEBIBYTE);
        look();
        host.grow("carol", 10 * MEBIBYTE);

        host.available = FreezeTurns.FLOOR_BYTES + 2 * (FreezeTurns.BYTES_OF_COMMAND - 2 * MEBIBYTE) - 1;

        assertThat(look()).containsExactlyInAnyOrder("bob", "carol");
    }

    @Test
    void whatIsHeldGoesOnWhenMemoryIsThereAgain() {
        fillUp("alice", "bob", "carol");

        host.available = PLENTY;

        assertThat(look()).isEmpty();
    }

    /** It went on to look ten times a second for as long as somebody grew. */
    @Test
    void whoGrowsIsNotWatchedWhenMemoryIsThereAgain() {
        fillUp("alice", "bob", "carol");
        host.available = PLENTY;
        look();
        host.asked = 0;

        host.grow("alice", 2 * MEBIBYTE);
        host.available = PLENTY;
        look();

        assertThat(host.asked).isZero();
        assertThat(turns.goingOn()).isEmpty();
        assertThat(turns.pause()).isGreaterThan(FreezeTurns.LOOK);
    }

    @Test
    void aMachineThatIsGoneIsNotWaitedFor() {
        fillUp("alice", "bob");

        host.machines.remove("alice");

        assertThat(look()).isEmpty();
    }

    /** All of them have what they need and none gets the pages that it wants: nobody grows. */
    @Test
    void whenProgramsWaitForMemoryThoseThatUseTheProcessorTakeTurns() {
        host.available = SHORT;
        look();
        for (int looks = 0; looks < 3; looks++) {
            host.stalled += FreezeTurns.LOOK.toNanos() / 2;
            host.use("alice", Duration.ofMillis(30));
            host.use("bob", Duration.ofMillis(40));
            look();
        }

        assertThat(turns.goingOn()).hasSize(1);
        assertThat(turns.held()).hasSize(1).isSubsetOf("alice", "bob");
    }

    @Test
    void soTheyDoWhenNearlyNothingIsLeft() {
        host.available = FreezeTurns.FLOOR_BYTES / 2 - 1;
        look();
        host.use("alice", Duration.ofMillis(30));
        host.use("bob", Duration.ofMillis(40));

        assertThat(look()).hasSize(1);
    }

    @Test
    void aMachineThatOnlyComputesHasAShortTurn() {
        soTheyDoWhenNearlyNothingIsLeft();
        Set<String> first = turns.goingOn();

        for (long end = host.now + FreezeTurns.TURN_WITHOUT_GROWTH.toNanos(); host.now < end; look()) {
            turns.goingOn().forEach(machine -> host.use(machine, Duration.ofMillis(50)));
        }

        assertThat(turns.held()).isEqualTo(first);
    }

    /** They had taken all before they stood still: none ended, since each had too little. */
    @Test
    void theOneWhoseTurnItIsIsLentMemoryWhenNoneIsLeft() {
        fillUp("alice", "bob", "carol");
        assertThat(turns.lentBytes()).isZero();
        host.available = FreezeTurns.EXHAUSTED_BYTES - 1;
        look();
        assertThat(turns.lentBytes()).isEqualTo(FreezeTurns.LENT_BYTES);

        host.available += FreezeTurns.LENT_BYTES;
        look();
        assertThat(turns.lentBytes()).isEqualTo(FreezeTurns.LENT_BYTES);
        host.available = PLENTY;
        look();

        assertThat(turns.lentBytes()).isZero();
    }

    @Test
    void nothingIsLentWhileNobodyWaits() {
        fillUp("alice");
        host.available = 0;
        look();

        assertThat(turns.lentBytes()).isZero();
    }

    @Test
    void looksSeldomWhileMemoryIsPlenty() {
        host.available = 8L << 30;
        look();
        assertThat(turns.pause()).isEqualTo(Duration.ofSeconds(5));
        host.available = FreezeTurns.FLOOR_BYTES + (512 << 20);
        look();
        assertThat(turns.pause()).isEqualTo(Duration.ofMillis(500));
        fillUp("alice");
        assertThat(turns.pause()).isEqualTo(FreezeTurns.LOOK);
    }

    /** Below the floor, machines that do not change cost one look at the host, not one at each of them. */
    @Test
    void machinesAreLookedAtAgainWhenMemoryHasChanged() {
        host.available = SHORT;
        lookFor(Duration.ofSeconds(10));

        assertThat(host.asked).isEqualTo(1);
    }

    /** Whatever machines take and give back, and however often they come again: one at most goes on below the floor, and each that waits comes to its turn. */
    @Property
    void everybodyComesToTheirTurn(@ForAll @Size(min = 1, max = 30) List<@IntRange(max = 11) Integer> commands) {
        FakeHost many = new FakeHost();
        FreezeTurns order = new FreezeTurns(many);
        for (int machine = 0; machine < 12; machine++) {
            many.rest("m" + machine);
        }
        many.available = ENOUGH;
        order.decide();
        Map<String, Integer> commandsLeft = new LinkedHashMap<>();
        commands.forEach(machine -> commandsLeft.merge("m" + machine, 1, Integer::sum));
        int looks = 0;
        while (!commandsLeft.isEmpty()) {
            many.now += FreezeTurns.LOOK.toNanos();
            order.decide();
            if (many.available < FreezeTurns.FLOOR_BYTES) {
                assertThat(order.goingOn()).hasSizeLessThanOrEqualTo(1);
            }
            for (String machine : List.copyOf(commandsLeft.keySet())) {
                if (!order.held().contains(machine)) {
                    many.grow(machine, 2 * MEBIBYTE);
                    if (many.machines.get(machine).memoryBytes() > AT_REST + 30 * MEBIBYTE) {
                        many.grow(machine, AT_REST - many.machines.get(machine).memoryBytes());
                        commandsLeft.computeIfPresent(machine, (name, left) -> left > 1 ? left - 1 : null);
                    }
                }
            }
            assertThat(looks++).isLessThan(10_000);
        }
        many.now += FreezeTurns.LOOK.toNanos();
        order.decide();
        assertThat(order.held()).isEmpty();
    }
}
