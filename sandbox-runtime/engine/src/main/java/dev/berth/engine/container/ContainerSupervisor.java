package dev.berth.engine.container;

import dev.berth.runtime.ExitStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** The containers of a level together: taken over by the next engine, started again, ended with what they live in. */
public final class ContainerSupervisor {
    private static final int KILLED = 137;

    private final ContainerIndex index;
    private final ContainerLifecycle lifecycle;
    private final ContainerAdoption adoption;

    ContainerSupervisor(ContainerIndex index, ContainerLifecycle lifecycle, ContainerAdoption adoption) {
        this.index = index;
        this.lifecycle = lifecycle;
        this.adoption = adoption;
    }

    /** Takes over what an earlier engine left on disk and running, each container on its own queue. Called once, before any request. */
    public CompletionStage<Void> adopt() {
        return adoption.adopt();
    }

    /** As {@link #adopt()}, by a caller on the one queue that all of the containers have. @param placeEnded when what they live in has ended and begun anew since; empty: it has not */
    public void adoptHere(Optional<Instant> placeEnded) {
        adoption.adoptHere(placeEnded);
    }

    /**
     * Stops all that run, as {@code docker stop} does, since what they live in is going to end. No client has asked for it: their policies start them again when that begins anew.
     * Until then, or until {@link #goOn}, none is started.
     *
     * @return completes when none runs
     */
    public CompletionStage<Void> stop() {
        return stop(OptionalInt.empty());
    }

    /** As {@link #stop()}. @param seconds that each has to end by itself; empty: as it says itself */
    public CompletionStage<Void> stop(OptionalInt seconds) {
        lifecycle.refuseStarts(true);
        return CompletableFuture.allOf(index.all().stream()
                .map(container -> container.queue().begin(() -> lifecycle.stopping().stopWithPlace(container, seconds)).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** What they live in does not end: they can be started. */
    public void goOn() {
        lifecycle.refuseStarts(false);
    }

    /** Ids of those that run. */
    public List<String> running() {
        return index.all().stream().filter(Container::isRunning).map(container -> container.id().value()).toList();
    }

    /** What all of them ran in is gone. Called on their queue, which they share. */
    public void ended() {
        for (Container container : index.all()) {
            lifecycle.endedWithItsPlace(container, new ExitStatus(KILLED, Instant.now(), false));
        }
    }

    /**
     * Starts containers that ran before their machine slept and are there still; one that cannot be started does not keep the others from it. By a caller on the one
     * queue that all of them have.
     *
     * @return completes when all of them were started, or could not be: at once, unless they have to wait for memory
     */
    public CompletionStage<Void> startAgainHere(List<String> ids) {
        return CompletableFuture.allOf(index.all().stream()
                .filter(container -> ids.contains(container.id().value()) && !container.isRunning())
                .sorted(Comparator.comparingInt(container -> ids.indexOf(container.id().value())))
                .map(container -> lifecycle.startAgain(container).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /**
     * Starts those whose restart policy wants them to run when what they live in begins: the engine's start for machines, a machine's start (or its waking) for its
     * containers. The oldest first, each in its turn on its queue, so that others are served in between.
     *
     * @return completes when all of them were started, or could not be
     */
    public CompletionStage<Void> startDue() {
        return startThose(Restarts::isDue);
    }

    /** As {@link #startDue()}, when only the engine is another: those that the last one was still to start, or that it lost. */
    public CompletionStage<Void> startLeft() {
        return startThose(Restarts::isLeft);
    }

    private CompletionStage<Void> startThose(Predicate<ContainerRecord> chosen) {
        List<Container> due = new ArrayList<>(index.all().stream().filter(container -> chosen.test(container.record())).toList());
        Collections.reverse(due);
        return new StartingAgain(lifecycle, due).begin();
    }
}
