package dev.berth.engine.work;

import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Counts work that needs something which can end, such as a machine's disk, so that the end waits for it. Thread safe.
 *
 * <p>For work that must not wait on the owner's {@link SerialQueue}, or keep others waiting there.
 */
public final class ShutdownGate {
    private final String refusal;
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private int inside;
    private boolean closed;

    /** @param refusal what a client is told that comes too late */
    public ShutdownGate(String refusal) {
        this.refusal = refusal;
    }

    /** @throws EngineException UNAVAILABLE when the gate is closed; nothing was done then */
    public <T> T pass(Supplier<T> work) {
        enter();
        try {
            return work.get();
        } finally {
            leave();
        }
    }

    /** @throws EngineException UNAVAILABLE when the gate is closed */
    public synchronized void requireOpen() {
        if (closed) {
            throw new EngineException(UNAVAILABLE, refusal);
        }
    }

    private synchronized void enter() {
        requireOpen();
        inside++;
    }

    private synchronized void leave() {
        inside--;
        completeWhenIdle();
    }

    private void completeWhenIdle() {
        if (closed && inside == 0) {
            idle.complete(null);
        }
    }

    /** Refuses new work from now on. @return completes when the work that had begun has ended */
    public synchronized CompletableFuture<Void> close() {
        closed = true;
        completeWhenIdle();
        return idle;
    }
}
