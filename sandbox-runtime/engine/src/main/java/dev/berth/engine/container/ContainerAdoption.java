package dev.berth.engine.container;

import dev.berth.engine.container.option.Signal;
import dev.berth.runtime.ExitStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over the containers that an earlier engine left, and their execs. One that cannot be taken over does not keep the others from it. */
final class ContainerAdoption {
    private static final int PATIENCE_SECONDS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(ContainerAdoption.class);

    private final ContainerCreation creation;
    private final ContainerLifecycle lifecycle;
    private final Execs execs;

    ContainerAdoption(ContainerCreation creation, ContainerLifecycle lifecycle, Execs execs) {
        this.creation = creation;
        this.lifecycle = lifecycle;
        this.execs = execs;
    }

    /** Each container on its own queue. */
    CompletionStage<Void> adopt() {
        return CompletableFuture.allOf(creation.load().stream()
                .map(container -> container.queue().run(() -> adopt(container, Optional.empty())).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** By a caller on the one queue that all of the containers have. */
    void adoptHere(Optional<Instant> placeEnded) {
        creation.load().forEach(container -> adopt(container, placeEnded));
    }

    private void adopt(Container container, Optional<Instant> placeEnded) {
        try {
            lifecycle.adopt(container, placeEnded);
            if (container.run().isPresent()) {
                execs.adopt(container);
            }
            if (container.record().ofBuild()) { // which has ended with the engine, or the machine
                lifecycle.remove(container, container.id().value(), true, true);
            }
        } catch (RuntimeException failure) {
            LOG.error("container {} cannot be taken over", container.id().abbreviated(), failure);
        }
    }

    /** A run that is not on record: its start was never acknowledged, or its end was recorded and no more. If the kernel is quick, it is gone when this returns. */
    static void takeBack(Container container, Run run) {
        run.signal(Signal.KILL.number());
        CompletableFuture<ExitStatus> exit = run.exit().toCompletableFuture();
        exit.copy().completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        if (exit.isDone()) {
            run.release();
        } else {
            container.takeBack(exit.thenRunAsync(run::release, container.queue()));
        }
    }
}
