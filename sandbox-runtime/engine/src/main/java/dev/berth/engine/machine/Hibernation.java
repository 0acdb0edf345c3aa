package dev.berth.engine.machine;

import dev.berth.engine.container.ContainerState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Machines that sleep: nothing of them runs and they take no memory, their disks stay, and what ran in them runs again when they wake. A stage fails with an
 * {@link dev.berth.engine.EngineException} in Docker's words. Thread safe.
 */
public interface Hibernation {

    /**
     * A machine, and whether it sleeps.
     *
     * @param state running while it falls asleep
     * @param asleepSince when it was put to sleep; empty: it is awake
     * @param containers ids of those that run again when it wakes, in that order
     */
    record Rest(String machine, String id, ContainerState state, Optional<Instant> asleepSince, List<String> containers) {}

    /** Ends all of its processes, its containers first as {@code docker stop} does. NOT_MODIFIED when it sleeps; CONFLICT when it does not run. */
    CompletionStage<Void> hibernate(String machine);

    /** Starts it and what ran in it. NOT_MODIFIED when it runs; CONFLICT when it does not sleep. @param gone completes when the client has gone away */
    CompletionStage<Void> wake(String machine, CompletionStage<?> gone);

    default CompletionStage<Void> wake(String machine) {
        return wake(machine, new CompletableFuture<>());
    }

    CompletionStage<Rest> inspect(String machine);
}
