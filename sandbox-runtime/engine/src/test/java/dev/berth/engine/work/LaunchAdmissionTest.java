package dev.berth.engine.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.work.LaunchAdmission.Launch;
import dev.berth.engine.work.LaunchAdmission.Turns.Standing;
import dev.berth.runtime.LaunchFailedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Launches on a host whose memory and time the test decides. */
class LaunchAdmissionTest {
    private static final long FULL = LaunchAdmission.FLOOR_BYTES;
    private static final long ROOM_FOR_ONE = FULL + LaunchAdmission.BYTES_OF_LAUNCH;
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Time stands still until the test lets it pass. */
    private static final class Clock implements LaunchAdmission.Timer {
        private record Task(long at, Runnable work) {}

        private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::at));
        private long now;

        @Override
        public long now() {
            return now;
        }

        @Override
        public void after(Duration pause, Runnable task) {
            tasks.add(new Task(now + pause.toNanos(), task));
        }

        void pass(Duration time) {
            long end = now + time.toNanos();
            while (!tasks.isEmpty() && tasks.peek().at() <= end) {
                now = tasks.peek().at();
                tasks.remove().work().run();
            }
            now = end;
        }
    }

    private final Clock clock = new Clock();
    private final List<String> launched = new ArrayList<>();
    private final List<Launch> running = new ArrayList<>();
    private final Map<String, Standing> standings = new HashMap<>();
    private long available = Long.MAX_VALUE;
    private final LaunchAdmission admission = new LaunchAdmission(() -> available, machine -> standings.getOrDefault(machine, Standing.FREE), Runnable::run, clock);

    private static CompletionStage<?> nobodyLeaves() {
        return new CompletableFuture<>();
    }

    /** Asks for a launch that is over as soon as it has begun. */
    private CompletionStage<Void> launch(String machine, String name, CompletionStage<?> gone) {
        return admission.launch(machine, gone, Runnable::run, launch -> {
            launch.require();
            launched.add(name);
            return null;
        });
    }

    private CompletionStage<Void> launch(String machine, String name) {
        return launch(machine, name, nobodyLeaves());
    }

    /** Lets exactly one of those that wait begin. */
    private void makeRoomForOne() {
        clock.pass(LaunchAdmission.SETTLING);
        available = ROOM_FOR_ONE;
        clock.pass(LOOK);
        available = FULL;
    }

    @Test
    void beginsAtOnceWhatFits() {
        available = ROOM_FOR_ONE;

        assertThat(launch("alice", "first").toCompletableFuture()).isCompleted();
        assertThat(launched).containsExactly("first");
    }

    /** The kernel knows a program's memory only when the program has taken it. */
    @Test
    void countsWhatHasJustBegunUntilItHasTakenItsMemory() {
        available = ROOM_FOR_ONE;
        launch("alice", "first");

        launch("bob", "second");
        clock.pass(LaunchAdmission.SETTLING.minus(LOOK));
        assertThat(launched).containsExactly("first");

        clock.pass(LOOK);
        assertThat(launched).containsExactly("first", "second");
    }

    @Test
    void countsALaunchThatHasNotReturned() {
        available = ROOM_FOR_ONE;
        admission.launch("alice", nobodyLeaves(), task -> running.add(null), launch -> {
            launch("bob", "meanwhile");
            clock.pass(Duration.ofSeconds(5));
            assertThat(launched).isEmpty();
            return null;
        });

        clock.pass(LaunchAdmission.SETTLING.plus(LOOK));
        assertThat(launched).containsExactly("meanwhile");
    }

    @Test
    void letsWhatDoesNotFitWaitUntilThereIsRoom() {
        available = FULL;
        CompletionStage<Void> waiting = launch("alice", "late");
        clock.pass(Duration.ofSeconds(9));
        assertThat(waiting.toCompletableFuture()).isNotDone();

        available = ROOM_FOR_ONE;
        clock.pass(LOOK);

        assertThat(waiting.toCompletableFuture()).isCompleted();
        assertThat(launched).containsExactly("late");
    }

    @Test
    void refusesAfterTenSecondsAsAKernelWithoutMemoryDoes() {
        available = FULL;
        CompletionStage<Void> waiting = launch("alice", "never");
        clock.pass(LaunchAdmission.PATIENCE.minus(LOOK));
        assertThat(waiting.toCompletableFuture()).isNotDone();

        clock.pass(LOOK);

        assertThatThrownBy(() -> waiting.toCompletableFuture().join()).hasCauseInstanceOf(LaunchFailedException.class).hasMessageEndingWith(
                "cannot allocate memory: no room for one more program on this computer within 10 seconds, try again when others have ended");
        assertThat(launched).isEmpty();
    }

    @Test
    void whoIsRefusedTakesNoPlaceAnyMore() {
        available = FULL;
        launch("alice", "never");
        clock.pass(LaunchAdmission.PATIENCE);

        available = ROOM_FOR_ONE;

        assertThat(launch("bob", "at once").toCompletableFuture()).isCompleted();
    }

    /** A restart has nobody who could try again. */
    @Test
    void whatNobodyWaitsForIsNeverRefused() {
        available = FULL;
        admission.launchPatiently("alice", Runnable::run, launch -> launched.add("restart"));
        clock.pass(Duration.ofMinutes(10));
        assertThat(launched).isEmpty();

        makeRoomForOne();

        assertThat(launched).containsExactly("restart");
    }

    @Test
    void whoComesFirstIsServedFirst() {
        available = FULL;
        launch("alice", "a");
        launch("bob", "b");
        launch("carol", "c");

        makeRoomForOne();
        makeRoomForOne();
        makeRoomForOne();

        assertThat(launched).containsExactly("a", "b", "c");
    }

    /** Else a free moment between two looks of ours would be a way past the line. */
    @Test
    void nobodyComesBeforeThoseWhoWait() {
        available = FULL;
        launch("alice", "a");
        available = ROOM_FOR_ONE;

        launch("bob", "b");
        assertThat(launched).isEmpty();
        clock.pass(LOOK);

        assertThat(launched).containsExactly("a");
    }

    @Test
    void aMachineWithManyDoesNotKeepAnotherFromItsTurn() {
        available = FULL;
        for (int number = 1; number <= 50; number++) {
            launch("alice", "a" + number);
        }
        launch("bob", "b1");
        launch("bob", "b2");

        for (int turns = 0; turns < 5; turns++) {
            makeRoomForOne();
        }

        assertThat(launched).containsExactly("a1", "b1", "a2", "b2", "a3");
    }

    @Test
    void aMachineMayHaveSoManyInLineOnly() {
        available = FULL;
        for (int number = 0; number < LaunchAdmission.MOST_WAITING; number++) {
            launch("alice", "a" + number);
        }

        assertThatThrownBy(() -> launch("alice", "one more")).isInstanceOf(LaunchFailedException.class)
                .hasMessageStartingWith("cannot allocate memory: 64 launches of this machine wait for memory already");
        assertThat(launch("bob", "b").toCompletableFuture()).isNotDone();
    }

    @Test
    void aClientThatGoesAwayFreesItsPlace() {
        available = FULL;
        CompletableFuture<Void> gone = new CompletableFuture<>();
        CompletionStage<Void> left = launch("alice", "left", gone);
        launch("bob", "b");

        gone.complete(null);
        makeRoomForOne();

        assertThatThrownBy(() -> left.toCompletableFuture().join()).hasRootCauseInstanceOf(CancellationException.class);
        assertThat(launched).containsExactly("b");
    }

    /** Reading of what is free once failed for want of a file descriptor: nobody was ever looked after again. */
    @Test
    void looksAgainWhenTheKernelCouldNotBeAsked() {
        boolean[] broken = {false};
        LaunchAdmission fragile = new LaunchAdmission(
                () -> {
                    if (broken[0]) {
                        throw new IllegalStateException("too many open files");
                    }
                    return available;
                },
                machine -> Standing.FREE, Runnable::run, clock);
        available = FULL;
        fragile.launch("alice", nobodyLeaves(), Runnable::run, launch -> launched.add("a"));

        broken[0] = true;
        assertThatThrownBy(() -> clock.pass(LOOK)).hasMessage("too many open files");
        broken[0] = false;
        available = ROOM_FOR_ONE;
        clock.pass(LOOK);

        assertThat(launched).containsExactly("a");
    }

    /** Frozen, it would not begin: and the time in which it cannot is not its own. */
    @Test
    void aMachineThatStandsStillLaunchesInItsTurn() {
        standings.put("alice", Standing.HELD);
        CompletionStage<Void> waiting = launch("alice", "late");
        clock.pass(LaunchAdmission.PATIENCE.multipliedBy(10));
        assertThat(waiting.toCompletableFuture()).isNotDone();

        standings.put("alice", Standing.TURN);
        clock.pass(LOOK);

        assertThat(launched).containsExactly("late");
    }

    @Test
    void nobodyWaitsForAMachineThatStandsStill() {
        standings.put("alice", Standing.HELD);
        launch("alice", "late");

        launch("bob", "at once");

        assertThat(launched).containsExactly("at once");
    }

    @Test
    void comesAfterThoseWhoWaitForMemoryThoughAnotherStandsStill() {
        available = FULL;
        standings.put("alice", Standing.HELD);
        launch("alice", "late");
        launch("bob", "first");
        available = ROOM_FOR_ONE;

        launch("carol", "second");
        clock.pass(LOOK);

        assertThat(launched).containsExactly("first");
    }

    /** It was asked once for each machine in line, while all who came to launch something waited. */
    @Test
    void asksTheKernelOnceForAllWhoWait() {
        int[] asked = {0};
        LaunchAdmission counting = new LaunchAdmission(
                () -> {
                    asked[0]++;
                    return FULL;
                },
                machine -> Standing.FREE, Runnable::run, clock);
        List.of("alice", "bob", "carol").forEach(machine -> counting.launch(machine, nobodyLeaves(), Runnable::run, launch -> launched.add(machine)));

        asked[0] = 0;
        clock.pass(LOOK);

        assertThat(asked[0]).isEqualTo(1);
    }

    /** Nobody else takes memory then: it would wait for ever for what those have who wait for it. */
    @Test
    void aMachineLaunchesInItsTurnWithLessMemory() {
        available = LaunchAdmission.FLOOR_OF_TURN_BYTES + LaunchAdmission.BYTES_OF_LAUNCH;
        launch("alice", "has no turn");
        standings.put("bob", Standing.TURN);

        launch("bob", "has its turn");
        clock.pass(LOOK);

        assertThat(launched).containsExactly("has its turn");
    }

    @Test
    void knowsWhereSomethingIsLaunchedOrWaits() {
        available = ROOM_FOR_ONE;
        admission.launch("alice", nobodyLeaves(), Runnable::run, launch -> {
            assertThat(admission.isLaunching("alice")).isTrue();
            return null;
        });
        launch("bob", "waits");

        assertThat(admission.isLaunching("alice")).isFalse();
        assertThat(admission.isLaunching("bob")).isTrue();
    }

    /** Against a plain model: machines in the order in which they came, one launch each, and again. */
    @Property
    void servesMachinesInTurnsAndEachInItsOwnOrder(@ForAll @Size(max = 40) List<@IntRange(max = 4) Integer> machines) {
        Clock time = new Clock();
        long[] free = {FULL};
        List<String> began = new ArrayList<>();
        LaunchAdmission line = new LaunchAdmission(() -> free[0], machine -> Standing.FREE, Runnable::run, time);
        Map<Integer, Deque<String>> model = new LinkedHashMap<>();
        for (int index = 0; index < machines.size(); index++) {
            String name = machines.get(index) + "/" + index;
            model.computeIfAbsent(machines.get(index), any -> new ArrayDeque<>()).add(name);
            line.launchPatiently("m" + machines.get(index), Runnable::run, launch -> began.add(name));
        }
        List<String> expected = new ArrayList<>();
        while (model.values().stream().anyMatch(each -> !each.isEmpty())) {
            model.values().stream().filter(each -> !each.isEmpty()).forEach(each -> expected.add(each.remove()));
        }

        for (int index = 0; index < machines.size(); index++) {
            time.pass(LaunchAdmission.SETTLING);
            free[0] = ROOM_FOR_ONE;
            time.pass(LOOK);
            free[0] = FULL;
            assertThat(began).hasSize(index + 1);
        }

        assertThat(began).isEqualTo(expected);
    }

    /** Whatever comes, ends and is given up: so many run at most that the floor stays free, and nothing waits while there is room. */
    @Property
    void keepsTheFloorFree(@ForAll @IntRange(max = 20) int places, @ForAll @Size(max = 60) List<@IntRange(max = 3) Integer> actions) {
        Clock time = new Clock();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        int[] count = new int[2]; // that have begun and have not settled; that have begun at all
        LaunchAdmission line = new LaunchAdmission(() -> FULL + places * LaunchAdmission.BYTES_OF_LAUNCH, machine -> Standing.FREE, Runnable::run, time);
        for (int action : actions) {
            if (action < 2) {
                CompletableFuture<Void> client = new CompletableFuture<>();
                clients.add(client);
                try {
                    line.launch("m" + action, client, Runnable::run, launch -> {
                        launch.require();
                        count[0]++;
                        time.after(LaunchAdmission.SETTLING, () -> count[0]--);
                        return count[1]++;
                    });
                } catch (LaunchFailedException tooManyInLine) {
                    assertThat(clients).hasSizeGreaterThan(LaunchAdmission.MOST_WAITING);
                }
            } else if (action == 2 && !clients.isEmpty()) {
                clients.get(clients.size() / 2).complete(null);
            } else {
                time.pass(Duration.ofMillis(300));
            }
            assertThat(count[0]).isLessThanOrEqualTo(places);
        }
        time.pass(Duration.ofSeconds(30));
        assertThat(count[0]).isZero();
    }
}
