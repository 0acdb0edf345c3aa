package dev.berth.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.work.FairOrder.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FairOrderTest {
    private static final int LONGEST = 50;
    private static final WorkOwner ALICE = new WorkOwner("alice");
    private static final WorkOwner BOB = new WorkOwner("bob");

    /** @param at when the work comes; @param length how long it takes */
    private record Work(WorkOwner owner, int at, int length) {}

    @Provide
    Arbitrary<List<Work>> works() {
        Arbitrary<WorkOwner> owners = Arbitraries.of("alice", "bob", "carol", "dave").map(WorkOwner::new);
        return Combinators.combine(owners, Arbitraries.integers().between(0, 500), Arbitraries.integers().between(1, LONGEST)).as(Work::new).list().ofMaxSize(80);
    }

    /** What an owner had used when it last began to wait, and what each other had used then. */
    private static final class Usage {
        private final Map<WorkOwner, Long> used = new HashMap<>();
        private final Map<WorkOwner, Integer> waiting = new HashMap<>();
        private final Map<WorkOwner, Map<WorkOwner, Long>> since = new HashMap<>();

        void comes(WorkOwner owner) {
            if (waiting.merge(owner, 1, Integer::sum) == 1) {
                since.put(owner, new HashMap<>(used));
            }
        }

        long sinceItWaits(WorkOwner waiter, WorkOwner owner) {
            return used.getOrDefault(owner, 0L) - since.get(waiter).getOrDefault(owner, 0L);
        }

        List<WorkOwner> othersThatWait(WorkOwner owner) {
            return waiting.keySet().stream().filter(each -> !each.equals(owner) && waiting.get(each) > 0).toList();
        }
    }

    @Property
    void nobodyWaitsWhileAnotherBeginsThatHasHadMoreThanOneWorkMoreMeanwhile(@ForAll("works") List<Work> works) {
        FairOrder<Work> order = new FairOrder<>(1);
        Usage usage = new Usage();
        List<Work> coming = new ArrayList<>(works.stream().sorted((one, other) -> Integer.compare(one.at(), other.at())).toList());

        for (int now = 0; !coming.isEmpty() || !order.isEmpty();) {
            while (!coming.isEmpty() && coming.get(0).at() <= now) {
                Work work = coming.remove(0);
                order.add(work.owner(), work);
                usage.comes(work.owner());
            }
            Optional<Turn<Work>> turn = order.next();
            if (turn.isEmpty()) {
                now = coming.get(0).at();
                continue;
            }
            WorkOwner owner = turn.get().owner();
            for (WorkOwner waiter : usage.othersThatWait(owner)) {
                assertThat(usage.sinceItWaits(waiter, owner)).isLessThanOrEqualTo(usage.sinceItWaits(waiter, waiter) + LONGEST);
            }
            usage.waiting.merge(owner, -1, Integer::sum);
            usage.used.merge(owner, (long) turn.get().work().length(), Long::sum);
            order.ended(turn.get(), turn.get().work().length());
            now += turn.get().work().length();
        }
    }

    @Property
    void nothingWaitsThatMayBegin(@ForAll("works") List<Work> works, @ForAll @IntRange(min = 1, max = 4) int mostAtOnce) {
        FairOrder<Work> order = new FairOrder<>(mostAtOnce);
        Map<WorkOwner, Integer> waiting = new HashMap<>();
        works.forEach(work -> {
            order.add(work.owner(), work);
            waiting.merge(work.owner(), 1, Integer::sum);
        });
        List<Turn<Work>> running = new ArrayList<>();

        while (!order.isEmpty()) {
            Optional<Turn<Work>> turn = order.next();
            if (turn.isPresent()) {
                running.add(turn.get());
                waiting.merge(turn.get().owner(), -1, Integer::sum);
                assertThat(running.stream().filter(each -> each.owner().equals(turn.get().owner()))).hasSizeLessThanOrEqualTo(mostAtOnce);
            } else {
                assertThat(waiting).allSatisfy((owner, count) ->
                        assertThat(count == 0 || running.stream().filter(each -> each.owner().equals(owner)).count() == mostAtOnce).isTrue());
                Turn<Work> ends = running.remove(0);
                order.ended(ends, ends.work().length());
            }
        }
    }

    @Property
    void whatOneOwnerAsksForKeepsItsOrder(@ForAll("works") List<Work> works) {
        FairOrder<Work> order = new FairOrder<>(1);
        works.forEach(work -> order.add(work.owner(), work));

        Map<WorkOwner, List<Work>> begun = new HashMap<>();
        while (!order.isEmpty()) {
            Turn<Work> turn = order.next().orElseThrow();
            begun.computeIfAbsent(turn.owner(), any -> new ArrayList<>()).add(turn.work());
            order.ended(turn, turn.work().length());
        }

        begun.forEach((owner, its) -> assertThat(its).isEqualTo(works.stream().filter(work -> work.owner().equals(owner)).toList()));
    }

    @Test
    void whoComesNewGoesBeforeOneWithMuchToDo() {
        FairOrder<String> order = new FairOrder<>(1);
        for (int number = 0; number < 10; number++) {
            order.add(ALICE, "alice's");
        }
        order.ended(order.next().orElseThrow(), 100);

        order.add(BOB, "bob's");

        assertThat(order.next()).contains(new Turn<>(BOB, "bob's"));
    }

    /** A flood that let its queue run empty between two requests would be new each time. */
    @Test
    void whoHasUsedMoreThanItsShareStaysBehindAlsoWhenItAskedForNothingMeanwhile() {
        FairOrder<String> order = new FairOrder<>(1);
        order.add(ALICE, "long");
        order.ended(order.next().orElseThrow(), 1000);
        order.add(BOB, "short");
        order.ended(order.next().orElseThrow(), 10);

        order.add(ALICE, "long again");
        order.add(BOB, "short again");

        assertThat(order.next()).map(Turn::owner).contains(BOB);
    }

    @Test
    void whoAskedForNothingForLongHasSavedNothingUp() {
        FairOrder<String> order = new FairOrder<>(1);
        for (int number = 0; number < 100; number++) {
            order.add(ALICE, "alice's");
            order.ended(order.next().orElseThrow(), 100);
        }
        for (int number = 0; number < 4; number++) {
            order.add(ALICE, "alice's");
            order.add(BOB, "bob's");
        }

        List<WorkOwner> owners = new ArrayList<>();
        while (!order.isEmpty()) {
            Turn<String> turn = order.next().orElseThrow();
            owners.add(turn.owner());
            order.ended(turn, 100);
        }

        assertThat(owners.subList(0, 4)).filteredOn(ALICE::equals).hasSizeBetween(1, 2);
    }

    @Test
    void theAdministratorHasAsMuchTimeAsEightMachines() {
        FairOrder<String> order = new FairOrder<>(1);
        Map<WorkOwner, Integer> begun = new HashMap<>();
        for (int number = 0; number < 90; number++) {
            order.add(ALICE, "alice's");
            order.add(WorkOwner.ADMINISTRATOR, "the lab's");
        }

        for (int number = 0; number < 90; number++) {
            Turn<String> turn = order.next().orElseThrow();
            begun.merge(turn.owner(), 1, Integer::sum);
            order.ended(turn, 80);
        }

        assertThat(begun.get(WorkOwner.ADMINISTRATOR)).isBetween(79, 81);
    }
}
