package dev.berth.engine.container;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts many containers, a few at a time: a class whose machines all come back leaves half of the engine's command threads to those who type. */
final class StartingAgain {
    private static final int AT_A_TIME = 2;
    private static final Logger LOG = LoggerFactory.getLogger(StartingAgain.class);

    private final ContainerLifecycle lifecycle;
    private final Iterator<Container> left;

    StartingAgain(ContainerLifecycle lifecycle, Collection<Container> due) {
        this.lifecycle = lifecycle;
        this.left = List.copyOf(due).iterator();
    }

    /** Completes when each has been tried. */
    CompletionStage<Void> begin() {
        return CompletableFuture.allOf(Stream.generate(this::startNext).limit(AT_A_TIME).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> startNext() {
        Container next;
        synchronized (left) {
            if (!left.hasNext()) {
                return CompletableFuture.completedFuture(null);
            }
            next = left.next();
        }
        return next.queue().begin(() -> lifecycle.startIfDue(next))
                .exceptionally(failure -> tellFailed(next, failure))
                .thenCompose(started -> startNext())
                .toCompletableFuture();
    }

    /** One that cannot be started does not keep the others from it. */
    private static Void tellFailed(Container container, Throwable failure) {
        LOG.warn("container {} could not be started again", container.id().abbreviated(), failure);
        return null;
    }
}
