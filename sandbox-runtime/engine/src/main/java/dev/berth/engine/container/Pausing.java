package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Freezes containers and lets them go on. Called on the container's queue. */
final class Pausing {
    private final ContainerEvents events;
    private final HealthChecks healthChecks;

    Pausing(ContainerEvents events, HealthChecks healthChecks) {
        this.events = events;
        this.healthChecks = healthChecks;
    }

    void pause(Container container) {
        pause(container, container::change);
    }

    /** As {@link #pause(Container)}, for work of this engine: should it end meanwhile, the next one lets the container go on. */
    void pauseMeanwhile(Container container) {
        pause(container, container::changeInMemory);
    }

    private void pause(Container container, Consumer<ContainerRecord> change) {
        Run run = ContainerLifecycle.running(container);
        if (!(container.state() instanceof ContainerState.Running running)) {
            throw new EngineException(CONFLICT, "Container " + container.id() + " is already paused");
        }
        freeze(container, run);
        healthChecks.end(container);
        change.accept(container.record().withState(running.paused()));
        events.tell(container.record(), "pause");
    }

    private static void freeze(Container container, Run run) {
        try {
            run.pause();
        } catch (UncheckedIOException | IllegalStateException failed) {
            throw new EngineException(SYSTEM, "Cannot pause container " + container.id() + ": " + failed.getMessage(), failed);
        }
    }

    void unpause(Container container) {
        if (!(container.state() instanceof ContainerState.Paused paused)) {
            throw new EngineException(SYSTEM, "Container " + container.id() + " is not paused");
        }
        ContainerLifecycle.running(container).unpause();
        container.change(container.record().withState(paused.resumed()));
        healthChecks.resume(container);
        events.tell(container.record(), "unpause");
    }
}
