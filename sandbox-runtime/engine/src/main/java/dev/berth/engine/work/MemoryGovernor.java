package dev.berth.engine.work;

import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.kernel.SystemCalls;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Freezes machines and lets them go on, so that those whose memory grows take turns while the host is short of it: see {@link FreezeTurns}. Looks at the host on a thread of its own, seldom while
 * memory is plenty. Closed, it leaves no machine frozen.
 */
public final class MemoryGovernor implements LaunchAdmission.Turns, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryGovernor.class);

    private final MachineRuntime runtime;
    private final Thread thread = new Thread(this::run, "memory");
    private volatile Predicate<String> launching = machine -> false;
    private volatile Decision decision = Decision.NONE;
    private volatile boolean closed;
    private boolean failing;

    private record Decision(Set<String> held, Set<String> goingOn) {
        static final Decision NONE = new Decision(Set.of(), Set.of());

        Standing of(String machine) {
            if (held.isEmpty()) {
                return Standing.FREE;
            }
            return held.contains(machine) ? Standing.HELD : goingOn.contains(machine) ? Standing.TURN : Standing.FREE;
        }
    }

    public MemoryGovernor(MachineRuntime runtime) {
        this.runtime = runtime;
        thread.setDaemon(true);
    }

    /** @param launching whether something is being launched in a machine, or waits for that */
    public void begin(Predicate<String> launching) {
        this.launching = launching;
        thread.start();
    }

    @Override
    public Standing of(String machine) {
        return decision.of(machine);
    }

    private final class RuntimeHost implements FreezeTurns.Host {
        @Override
        public long now() {
            return System.nanoTime();
        }

        @Override
        public long availableBytes() {
            return runtime.availableMemory();
        }

        @Override
        public long stalledNanoseconds() {
            return runtime.memoryStall();
        }

        @Override
        public Map<String, MachineRuntime.Activity> machines() {
            Map<String, MachineRuntime.Activity> machines = new LinkedHashMap<>();
            runtime.runningMachines().forEach(machine -> machines.put(machine, runtime.activity(machine)));
            return machines;
        }

        @Override
        public Set<String> left() {
            return runtime.frozenMachines();
        }

        @Override
        public boolean isLaunching(String machine) {
            return launching.test(machine);
        }
    }

    private void run() {
        SystemCalls.goFirst(); // a hundred programs that begin would have taken all memory before it was its turn
        FreezeTurns turns = new FreezeTurns(new RuntimeHost());
        try {
            while (!closed) {
                look(turns);
                LockSupport.parkNanos(turns.pause().toNanos());
            }
        } finally { // whatever ends it
            apply(Decision.NONE);
            runtime.lendMemory(0);
        }
    }

    /** It fails again and again when it does, many times a second: that is told once. */
    private void look(FreezeTurns turns) {
        try {
            turns.decide();
            apply(new Decision(turns.held(), turns.goingOn()));
            runtime.lendMemory(turns.lentBytes());
            if (failing) {
                failing = false;
                LOG.warn("the memory of the host is looked after again");
            }
        } catch (RuntimeException failure) { // the next look may go better
            if (!failing) {
                failing = true;
                LOG.warn("cannot look after the memory of the host, and goes on trying", failure);
            }
        }
    }

    private void apply(Decision next) {
        boolean changed = decision.held().isEmpty() != next.held().isEmpty();
        decision = next; // first: what is launched from now on waits for its turn
        if (changed) {
            LOG.info(next.held().isEmpty() ? "memory is there again: all machines go on" : "memory is short: machines that want more take turns");
        }
        runtime.freezeOnly(next.held());
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
