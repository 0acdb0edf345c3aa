package dev.berth.engine.work;

import dev.berth.runtime.MachineRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides which machines have to stand still while the host is short of memory. Programs that start at once, such as a docker command in each of thirty machines, take memory before the engine can
 * refuse them any; below a floor all of them would wait for pages that the kernel takes from each other. So machines whose memory grows stand in line as they come, and as many go on as there is
 * room above the floor for what they still need; below it, the first of them alone. A machine leaves the line when its memory grows no more, and goes to the end when its turn is over. Machines that do
 * not grow are not in line; but when somebody stands still, or programs wait for memory already, those that use the processor are. Touches nothing. Not thread safe.
 */
final class FreezeTurns {
    /** Available memory below which one machine goes on at a time. Much of what is available are pages of programs that run: with less, they are read from the disk again and again. */
    static final long FLOOR_BYTES = 96L << 20;

    /** Below it machines are watched, so that it is known which have grown when the floor is reached. */
    static final long WATCHED_BYTES = 4 * FLOOR_BYTES;

    /** What a docker command takes with all that it starts. */
    static final long BYTES_OF_COMMAND = 16L << 20;

    /** With less nothing begins, and nothing that has begun comes to an end. */
    static final long EXHAUSTED_BYTES = 32L << 20;

    /** Enough for one command and its container. */
    static final long LENT_BYTES = 48L << 20;

    /** Growth that counts. */
    static final long GROWTH_BYTES = 1L << 20;

    /** A machine that has not grown for so long leaves the line. */
    static final Duration REST = Duration.ofSeconds(3);

    /** The longest turn while others wait. */
    static final Duration TURN = Duration.ofSeconds(30);

    /** The longest part of it in which the machine does not grow. */
    static final Duration TURN_WITHOUT_GROWTH = Duration.ofSeconds(10);

    static final Duration LOOK = Duration.ofMillis(100);

    /** A machine that has not grown for so long has what it needs. */
    private static final Duration SETTLED = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Comparator<Machine> BY_ARRIVAL = Comparator.comparingLong(machine -> machine.arrivedAt);
    private static final long LEAST_NEED = 4L << 20;
    /** Programs that begin take memory more slowly. */
    private static final long BYTES_A_SECOND = 1L << 30;
    /** Programs wait for memory too much when they do so for a quarter of the time; a machine uses the processor when it does so for a fiftieth. */
    private static final int WAITING_PART = 4;
    private static final int USING_PART = 50;

    /** What is known of the host. */
    interface Host {
        /** As {@link System#nanoTime}. */
        long now();

        long availableBytes();

        /** How long programs have waited for memory so far, in nanoseconds. */
        long stalledNanoseconds();

        /** All machines that run. */
        Map<String, MachineRuntime.Activity> machines();

        /** Machines that stand still already, since an engine that was killed has left them so. Asked once. */
        Set<String> left();

        /** Whether something is being launched in the machine, or waits for that. */
        boolean isLaunching(String machine);
    }

    private static final class Machine {
        private final String name;
        private MachineRuntime.Activity activity;
        private long restingBytes;
        private long highestBytes;
        private long countedBytes;
        private long observedAt;
        private long grownAt;
        private long activeAt;
        private long turnAt;
        private long arrivedAt;
        private boolean arrived;
        private boolean held;

        Machine(String name, MachineRuntime.Activity activity, long now) {
            this.name = name;
            this.activity = activity;
            this.countedBytes = activity.memoryBytes();
            this.observedAt = now;
            this.grownAt = now;
            this.activeAt = now;
            this.turnAt = now;
            leave();
        }

        /** What it has now is what it has when it does nothing. */
        void leave() {
            restingBytes = activity.memoryBytes();
            highestBytes = restingBytes;
            arrived = false;
            held = false;
        }

        /** @return whether it has grown */
        boolean grow(long bytes, long now) {
            restingBytes = Math.min(restingBytes, bytes);
            highestBytes = Math.max(highestBytes, bytes);
            countedBytes = Math.min(countedBytes, bytes);
            boolean grows = bytes - countedBytes >= GROWTH_BYTES;
            if (grows) {
                countedBytes = bytes;
                grownAt = now;
            }
            return grows;
        }

        long growth() {
            return activity.memoryBytes() - restingBytes;
        }

        boolean hasGivenBack() {
            return highestBytes - restingBytes >= LEAST_NEED && 2 * growth() < highestBytes - restingBytes;
        }

        long need() {
            return Math.max(LEAST_NEED, BYTES_OF_COMMAND - growth());
        }

        /** Since it has grown last, or was let go on. */
        boolean hasNotGrownFor(Duration time, long now) {
            return now - Math.max(grownAt, turnAt) >= time.toNanos();
        }

        /** One that has left the line lately and has its memory still comes back to its place: nobody gets that memory before it has ended. */
        void arrive(long now) {
            if (arrived && now - activeAt > TURN.toNanos()) {
                leave(); // what it has had for so long, it goes on having
            }
            if (!arrived) {
                arrived = true;
                arrivedAt = now;
            }
            beginTurn(now);
        }

        void beginTurn(long now) {
            held = false;
            turnAt = now;
        }
    }

    private final Host host;
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final List<Machine> line = new ArrayList<>();
    private OptionalLong stalledBefore = OptionalLong.empty();
    private long available;
    private long lent;
    private long observedAvailable;
    private long lastLook;
    private boolean begun;

    FreezeTurns(Host host) {
        this.host = host;
    }

    /** Looks at the host, and decides. What it has decided is {@link #held}. */
    void decide() {
        long now = host.now();
        available = host.availableBytes();
        if (!begun) {
            takeOver(now);
        }
        if (available >= WATCHED_BYTES && !isAnyHeld()) {
            line.clear();
            machines.clear();
            stalledBefore = OptionalLong.empty();
            return;
        }
        boolean stalled = isStalled(now);
        boolean critical = stalled || available < FLOOR_BYTES / 2;
        if (!line.isEmpty() || machines.isEmpty() || critical || Math.abs(available - observedAvailable) >= GROWTH_BYTES) {
            observedAvailable = available;
            observe(now, critical);
        }
        lastLook = now;
        endTurns(now);
        share(now, stalled || available < FLOOR_BYTES);
    }

    /** Those that stand still go on in turns: all at once they would take what the others have left. */
    private void takeOver(long now) {
        Set<String> left = host.left();
        if (!left.isEmpty()) {
            host.machines().forEach((name, activity) -> {
                if (left.contains(name)) {
                    Machine machine = new Machine(name, activity, now);
                    machine.arrive(now);
                    machine.held = true;
                    machines.put(name, machine);
                    line.add(machine);
                }
            });
        }
        begun = true;
    }

    /** Machines that have to stand still; all others go on. */
    Set<String> held() {
        return names(machine -> machine.held);
    }

    /** Machines in line that go on. */
    Set<String> goingOn() {
        return names(machine -> !machine.held);
    }

    private boolean isAnyHeld() {
        return line.stream().anyMatch(machine -> machine.held);
    }

    private Set<String> names(Predicate<Machine> chosen) {
        return line.stream().filter(chosen).map(machine -> machine.name).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Memory beyond their limit that machines have to be lent: those that stand still may have taken all before they did, and the one whose turn it is needs some to end. It is given back when none
     * stands still.
     */
    long lentBytes() {
        if (!isAnyHeld()) {
            lent = 0;
        } else if (available < EXHAUSTED_BYTES) {
            lent = LENT_BYTES;
        }
        return lent;
    }

    /** How long the next look can wait: the more memory is available, the longer. */
    Duration pause() {
        if (!line.isEmpty() || available < FLOOR_BYTES) {
            return LOOK;
        }
        long bytes = Math.min(available - FLOOR_BYTES, BYTES_A_SECOND * LONGEST_PAUSE.toSeconds());
        return Duration.ofNanos(Math.max(SHORTEST_PAUSE.toNanos(), bytes * TimeUnit.SECONDS.toNanos(1) / BYTES_A_SECOND));
    }

    private boolean isStalled(long now) {
        if (available >= 2 * FLOOR_BYTES) {
            stalledBefore = OptionalLong.empty();
            return false;
        }
        long stalled = host.stalledNanoseconds();
        boolean tooMuch = stalledBefore.isPresent() && now > lastLook && (stalled - stalledBefore.getAsLong()) * WAITING_PART >= now - lastLook;
        stalledBefore = OptionalLong.of(stalled);
        return tooMuch;
    }

    private void observe(long now, boolean critical) {
        Map<String, MachineRuntime.Activity> seen = host.machines();
        machines.keySet().retainAll(seen.keySet());
        line.removeIf(machine -> !machines.containsKey(machine.name));
        boolean anyHeld = isAnyHeld();
        List<Machine> newcomers = new ArrayList<>();
        seen.forEach((name, activity) -> {
            Machine machine = machines.computeIfAbsent(name, any -> new Machine(name, activity, now));
            boolean inLine = line.contains(machine);
            if (observe(machine, activity, now, critical || anyHeld) || (inLine || anyHeld) && host.isLaunching(name)) {
                if (!inLine) {
                    machine.arrive(now);
                    newcomers.add(machine);
                }
                machine.activeAt = now;
            } else if (machine.hasGivenBack()) {
                machine.leave();
                line.remove(machine);
            } else if (inLine && !machine.held && now - Math.max(machine.activeAt, machine.turnAt) >= REST.toNanos()) {
                line.remove(machine);
            }
        });
        newcomers.sort(Comparator.comparingLong(Machine::growth).reversed()); // the one that has grown most has come first
        line.addAll(newcomers);
        line.sort(BY_ARRIVAL);
    }

    /** @return whether it takes memory, or uses the processor, as what begins to take memory does, while others wait for theirs */
    private static boolean observe(Machine machine, MachineRuntime.Activity activity, long now, boolean othersWait) {
        long used = activity.processorNanoseconds() - machine.activity.processorNanoseconds();
        boolean works = othersWait && now > machine.observedAt && used * USING_PART >= now - machine.observedAt;
        machine.activity = activity;
        machine.observedAt = now;
        return machine.grow(activity.memoryBytes(), now) || works;
    }

    private void endTurns(long now) {
        if (isAnyHeld()) {
            List<Machine> over = line.stream().filter(machine -> !machine.held && isOver(machine, now)).toList();
            over.forEach(machine -> machine.arrivedAt = now);
            over.forEach(machine -> machine.beginTurn(now));
            line.sort(BY_ARRIVAL);
        }
    }

    private boolean isOver(Machine machine, long now) {
        return now - machine.turnAt >= TURN.toNanos() || machine.hasNotGrownFor(TURN_WITHOUT_GROWTH, now) && !host.isLaunching(machine.name);
    }

    /** In order: nobody goes on before somebody else who would have to stand still for it. */
    private void share(long now, boolean isShort) {
        long room = available - FLOOR_BYTES;
        boolean full = isShort;
        boolean first = true;
        for (Machine machine : line) {
            long need = machine.held || !machine.hasNotGrownFor(SETTLED, now) ? machine.need() : 0;
            full |= !first && room < need;
            if (full && !first) {
                machine.held = true;
            } else {
                room -= need;
                if (machine.held) {
                    machine.beginTurn(now);
                }
            }
            first = false;
        }
    }
}
