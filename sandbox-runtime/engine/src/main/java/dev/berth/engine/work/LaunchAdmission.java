package dev.berth.engine.work;

import dev.berth.runtime.LaunchFailedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Lets programs be launched only while the host keeps a floor of free memory: below it the kernel throws away pages of running programs, and the whole host stands still. A launch that does not fit
 * waits for up to ten seconds and is refused then. First come, first served; a machine with several in line takes turns with the others. Waiting holds no thread. While machines take turns to run at
 * all, the one whose turn it is may have more of what is left, and those that stand still wait without limit. Thread safe.
 */
public final class LaunchAdmission {
    /** Stays free: for what programs take that run already, and for what the kernel takes on their behalf. */
    static final long FLOOR_BYTES = 48L << 20;

    /** Stays free when a machine launches in its turn, while others that want memory stand still. */
    static final long FLOOR_OF_TURN_BYTES = 16L << 20;

    /** Counted for a launch until its program has taken what it needs to begin. */
    static final long BYTES_OF_LAUNCH = 8L << 20;

    /** How long a program that was launched counts so: by then the kernel knows what it has taken. */
    static final Duration SETTLING = Duration.ofSeconds(1);

    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Of one machine. */
    static final int MOST_WAITING = 64;

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int ENOMEM = 12;

    /** What time it is, and what is to be done later. */
    interface Timer {
        /** As {@link System#nanoTime}. */
        long now();

        void after(Duration pause, Runnable task);
    }

    /** How a machine stands while machines take turns for want of memory. */
    public interface Turns {
        enum Standing {
            /** None stands still, or this one does not want much. */
            FREE,
            /** Others stand still for it. */
            TURN,
            /** It stands still. */
            HELD
        }

        Standing of(String machine);
    }

    private final LongSupplier availableBytes;
    private final Turns turns;
    private final Timer timer;
    private final Executor executor;
    private final Map<String, Deque<Waiting>> lines = new LinkedHashMap<>();
    private final Deque<Long> settling = new ArrayDeque<>();
    private final Map<String, Integer> begun = new HashMap<>();
    private boolean looking;

    /**
     * @param availableBytes memory that programs can still have, asked for at each launch, and at each look at those that wait
     * @param executor runs what was waiting
     */
    public LaunchAdmission(LongSupplier availableBytes, Turns turns, Executor executor) {
        this(availableBytes, turns, executor, new Timer() {
            @Override
            public long now() {
                return System.nanoTime();
            }

            @Override
            public void after(Duration pause, Runnable task) {
                CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, executor).execute(task);
            }
        });
    }

    LaunchAdmission(LongSupplier availableBytes, Turns turns, Executor executor, Timer timer) {
        this.availableBytes = availableBytes;
        this.turns = turns;
        this.executor = executor;
        this.timer = timer;
    }

    /** One launch. Closed when it has been carried out, or has failed; {@link #require} says whether it may be. */
    public final class Launch implements AutoCloseable {
        private final String machine;
        private final String refusal;
        private boolean open;

        private Launch(String machine, String refusal) {
            this.machine = machine;
            this.refusal = refusal;
            this.open = refusal.isEmpty();
        }

        /** @throws LaunchFailedException when the host has no memory for it, as if the kernel had refused it some */
        public void require() {
            if (!refusal.isEmpty()) {
                throw new LaunchFailedException("memory", ENOMEM, "cannot allocate memory: " + refusal);
            }
        }

        @Override
        public void close() {
            synchronized (LaunchAdmission.this) {
                if (open) {
                    open = false;
                    begun.computeIfPresent(machine, (name, count) -> count > 1 ? count - 1 : null);
                    settling.add(timer.now());
                }
            }
        }
    }

    private static final class Waiting {
        private final CompletableFuture<Launch> admitted = new CompletableFuture<>();
        private final boolean patient;
        private long since;

        Waiting(long since, boolean patient) {
            this.since = since;
            this.patient = patient;
        }
    }

    /**
     * Has a launch carried out that a client waits for: at once when it fits and nobody is in line, which is the rule, else on the queue when that is decided. Called on the queue.
     *
     * @param machine that it is for
     * @param gone completes when the client has gone away: then the launch leaves the line, and fails with {@link CancellationException}
     * @param work asks the launch whether it may be, just before it begins
     */
    public <T> CompletionStage<T> launch(String machine, CompletionStage<?> gone, Executor queue, Function<Launch, T> work) {
        return whenDecided(enter(machine, gone), queue, work);
    }

    /** As {@link #launch}, when nobody waits for it, as for a restart: it is never refused, and waits as long as need be. */
    public CompletionStage<Void> launchPatiently(String machine, Executor queue, Consumer<Launch> work) {
        return whenDecided(enterPatiently(machine), queue, launch -> {
            work.accept(launch);
            return null;
        });
    }

    private static <T> CompletionStage<T> whenDecided(CompletableFuture<Launch> decided, Executor queue, Function<Launch, T> work) {
        Function<Launch, T> closing = launch -> {
            try (launch) {
                return work.apply(launch);
            }
        };
        return decided.isDone() ? CompletableFuture.completedFuture(closing.apply(decided.join())) : decided.thenApplyAsync(closing, queue);
    }

    private CompletableFuture<Launch> enter(String machine, CompletionStage<?> gone) {
        Waiting waiting;
        synchronized (this) {
            if (beginsAtOnce(machine)) {
                return CompletableFuture.completedFuture(begin(machine));
            }
            if (lines.getOrDefault(machine, new ArrayDeque<>()).size() >= MOST_WAITING) {
                return CompletableFuture.completedFuture(new Launch(machine, MOST_WAITING + " launches of this machine wait for memory already, as many as can: try again when some of them have begun"));
            }
            waiting = await(machine, false);
        }
        gone.whenComplete((left, failure) -> leave(machine, waiting));
        return waiting.admitted;
    }

    private synchronized CompletableFuture<Launch> enterPatiently(String machine) {
        return beginsAtOnce(machine) ? CompletableFuture.completedFuture(begin(machine)) : await(machine, true).admitted;
    }

    /** Whoever stands still is not waited for: it could not begin. */
    private boolean beginsAtOnce(String machine) {
        return lines.keySet().stream().allMatch(other -> turns.of(other) == Turns.Standing.HELD) && fits(machine, availableBytes.getAsLong());
    }

    private Waiting await(String machine, boolean patient) {
        Waiting waiting = new Waiting(timer.now(), patient);
        lines.computeIfAbsent(machine, any -> new ArrayDeque<>()).add(waiting);
        if (!looking) {
            looking = true;
            timer.after(LOOK, this::look);
        }
        return waiting;
    }

    /** Whether something is being launched in the machine, or waits in line. */
    public synchronized boolean isLaunching(String machine) {
        return begun.containsKey(machine) || lines.containsKey(machine);
    }

    private Launch begin(String machine) {
        begun.merge(machine, 1, Integer::sum);
        return new Launch(machine, "");
    }

    private boolean fits(String machine, long available) {
        Turns.Standing standing = turns.of(machine);
        if (standing == Turns.Standing.HELD) {
            return false;
        }
        while (!settling.isEmpty() && timer.now() - settling.peek() >= SETTLING.toNanos()) {
            settling.remove();
        }
        int unsettled = begun.values().stream().mapToInt(Integer::intValue).sum() + settling.size();
        return available - (unsettled + 1) * BYTES_OF_LAUNCH >= (standing == Turns.Standing.TURN ? FLOOR_OF_TURN_BYTES : FLOOR_BYTES);
    }

    private void leave(String machine, Waiting waiting) {
        synchronized (this) {
            Deque<Waiting> line = lines.getOrDefault(machine, new ArrayDeque<>());
            if (!line.remove(waiting)) {
                return;
            }
            if (line.isEmpty()) {
                lines.remove(machine);
            }
        }
        waiting.admitted.completeExceptionally(new CancellationException("the client went away before its launch"));
    }

    /** The kernel does not tell when memory becomes free, so that we look again and again while somebody waits. */
    private synchronized void look() {
        try {
            refuseOverdue();
            long available = availableBytes.getAsLong(); // once: the kernel takes its time, and what begins meanwhile is counted
            for (Optional<String> machine = next(available); machine.isPresent(); machine = next(available)) {
                complete(take(machine.get()), begin(machine.get()));
            }
        } finally { // whatever the kernel says
            looking = !lines.isEmpty();
            if (looking) {
                timer.after(LOOK, this::look);
            }
        }
    }

    private void refuseOverdue() {
        long now = timer.now();
        lines.forEach((machine, line) -> line.removeIf(waiting -> {
            if (turns.of(machine) == Turns.Standing.HELD) {
                waiting.since = now; // its time begins with its turn
            }
            boolean overdue = !waiting.patient && now - waiting.since >= PATIENCE.toNanos();
            if (overdue) {
                complete(waiting, new Launch(machine, "no room for one more program on this computer within " + PATIENCE.toSeconds() + " seconds, try again when others have ended"));
            }
            return overdue;
        }));
        lines.values().removeIf(Deque::isEmpty);
    }

    /** The first machine in line that may launch now. */
    private Optional<String> next(long available) {
        return lines.keySet().stream().filter(machine -> fits(machine, available)).findFirst();
    }

    /** The machine goes to the end of the line, if it has more. */
    private Waiting take(String machine) {
        Deque<Waiting> waiting = lines.remove(machine);
        Waiting next = waiting.remove();
        if (!waiting.isEmpty()) {
            lines.put(machine, waiting);
        }
        return next;
    }

    private void complete(Waiting waiting, Launch launch) {
        executor.execute(() -> waiting.admitted.complete(launch));
    }
}
