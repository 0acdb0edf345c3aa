package dev.berth.engine.work;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what it is given one after another, on threads of a pool. Who owns a state has one and touches the state only there, so that nothing needs a lock and
 * one owner never waits for another. Costs no thread while nothing is to do.
 */
public final class SerialQueue implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(SerialQueue.class);

    private final Executor pool;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    public SerialQueue(Executor pool) {
        this.pool = pool;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        pool.execute(this::runNext);
    }

    /** Runs one and hands the thread back, so that a busy queue does not keep others from the pool. */
    private void runNext() {
        Runnable task;
        synchronized (waiting) {
            task = waiting.remove();
        }
        try {
            task.run();
        } catch (RuntimeException failure) {
            LOG.error("a queued task failed", failure);
        } finally {
            boolean more;
            synchronized (waiting) {
                more = !waiting.isEmpty();
                running = more;
            }
            if (more) {
                pool.execute(this::runNext);
            }
        }
    }

    /** The stage completes with what {@code work} returns or throws. */
    public <T> CompletionStage<T> call(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, this);
    }

    /** As {@link #call}, for work that begins here and ends later. */
    public <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> work) {
        return call(work).thenCompose(stage -> stage);
    }

    public CompletionStage<Void> run(Runnable work) {
        return CompletableFuture.runAsync(work, this);
    }
}
