package dev.berth.daemon.fake;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerState;
import dev.berth.engine.machine.Hibernation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Remembers whether the one machine, {@code alice}, sleeps. */
final class FakeHibernation implements Hibernation {
    static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");
    private boolean asleep;

    @Override
    public CompletionStage<Void> hibernate(String machine) {
        return change(machine, true);
    }

    @Override
    public CompletionStage<Void> wake(String machine) {
        return change(machine, false);
    }

    private CompletionStage<Void> change(String machine, boolean now) {
        if (!machine.equals("alice")) {
            return unknown(machine);
        }
        if (asleep == now) {
            return CompletableFuture.failedFuture(new EngineException(EngineException.Kind.NOT_MODIFIED, "no change"));
        }
        asleep = now;
        return CompletableFuture.completedFuture(null);
    }

    private static <T> CompletionStage<T> unknown(String machine) {
        return CompletableFuture.failedFuture(new EngineException(EngineException.Kind.NOT_FOUND, "No such container: " + machine));
    }

    @Override
    public CompletionStage<Rest> inspect(String machine) {
        if (!machine.equals("alice")) {
            return unknown(machine);
        }
        ContainerState state = asleep ? new ContainerState.Exited(143, SINCE, SINCE, false, "") : new ContainerState.Running(1, SINCE, Optional.empty());
        return CompletableFuture.completedFuture(
                new Rest(machine, "a".repeat(64), state, asleep ? Optional.of(SINCE) : Optional.empty(), asleep ? List.of("b".repeat(64)) : List.of()));
    }
}
