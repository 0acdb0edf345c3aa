package dev.berth.daemon.http;

import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What the clients of one machine send: {@value #AT_ONCE} uploads at a time, since each takes one of the threads that all machines share for as long as its client
 * pleases; the next wait in line, and a line that is full takes no more. Can be used from any thread.
 */
public final class UploadLine {
    private static final int AT_ONCE = 2;
    private static final int LONGEST = 16;

    private final Workers workers;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int running;

    public UploadLine(Workers workers) {
        this.workers = workers;
    }

    /** @throws EngineException UNAVAILABLE when the line is full */
    public <T> CompletionStage<T> transfer(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable beginning = () -> workers.transfer(work).whenComplete((done, failure) -> {
            next();
            if (failure == null) {
                result.complete(done);
            } else {
                result.completeExceptionally(failure);
            }
        });
        synchronized (this) {
            if (running == AT_ONCE) {
                if (waiting.size() == LONGEST) {
                    throw new EngineException(
                            UNAVAILABLE, AT_ONCE + " uploads are under way on this machine and " + LONGEST + " wait, as many as can: try again when some have ended");
                }
                waiting.add(beginning);
                return result;
            }
            running++;
        }
        beginning.run();
        return result;
    }

    private void next() {
        Runnable beginning;
        synchronized (this) {
            beginning = waiting.poll();
            if (beginning == null) {
                running--;
                return;
            }
        }
        beginning.run();
    }
}
