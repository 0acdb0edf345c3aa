package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.NOT_MODIFIED;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.container.option.Signal;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Ends containers by signals: {@code docker stop} and {@code docker kill}. Called on the container's queue. */
final class Stopping {
    private static final int DEFAULT_STOP_SECONDS = 10;

    /**
     * Why containers are ended.
     *
     * @param intent what keeps its policy from starting it again
     * @param asked whether a client wants it: only then do events tell of signals and stops, and none that a student never gave counts as done
     */
    private record Reason(Consumer<Container> intent, boolean asked) {}

    private final ContainerEvents events;
    private final Restarts restarts;
    private final Reason byHand;
    private final Reason withPlace = new Reason(Container::stayEnded, false);

    Stopping(ContainerEvents events, Restarts restarts) {
        this.events = events;
        this.restarts = restarts;
        this.byHand = new Reason(restarts::stopByHand, true);
    }

    CompletionStage<Void> stop(Container container, OptionalInt seconds) {
        return stop(container, seconds, byHand);
    }

    /**
     * As {@link #stop}, since what it lives in is going to end: its policy starts it again with that. One that cannot hear the signal is not waited for. Nothing happens to
     * one that does not run.
     */
    CompletionStage<Void> stopWithPlace(Container container, OptionalInt seconds) {
        if (container.run().isEmpty() && !(container.state() instanceof ContainerState.Restarting)) {
            return CompletableFuture.completedFuture(null);
        }
        boolean listens = container.run().map(run -> run.hears(stopSignal(container.record().config()).number())).orElse(true);
        return stop(container, listens ? seconds : OptionalInt.of(0), withPlace);
    }

    private CompletionStage<Void> stop(Container container, OptionalInt seconds, Reason reason) {
        if (container.state() instanceof ContainerState.Restarting) {
            reason.intent().accept(container);
            restarts.cancel(container);
            tellStopped(container, reason);
            return CompletableFuture.completedFuture(null);
        }
        Run run = container.run().orElseThrow(() -> new EngineException(NOT_MODIFIED, "Container is already stopped"));
        ContainerConfig config = container.record().config();
        int patience = seconds.orElse(config.stopTimeout().orElse(DEFAULT_STOP_SECONDS));
        CompletableFuture<Integer> ended = container.waits().begin(WaitCondition.NOT_RUNNING);
        send(container, run, stopSignal(config), reason);
        if (patience >= 0 && !ended.isDone()) {
            CompletableFuture.delayedExecutor(patience, TimeUnit.SECONDS, container.queue()).execute(() -> killIfStillThere(container, run, reason));
        }
        return ended.thenRunAsync(() -> tellStopped(container, reason), container.queue());
    }

    private void tellStopped(Container container, Reason reason) {
        if (reason.asked()) {
            events.tell(container.record(), "stop");
        }
    }

    private void killIfStillThere(Container container, Run run, Reason reason) {
        if (container.run().filter(run::equals).isPresent()) {
            send(container, run, Signal.KILL, reason);
        }
    }

    private static Signal stopSignal(ContainerConfig config) {
        return config.stopSignal().filter(text -> !text.isEmpty()).map(Signal::parseForStop).orElse(Signal.TERM);
    }

    /** SIGKILL: completes when the container has ended; others at once. */
    CompletionStage<Void> kill(Container container, Signal signal) {
        if (container.state() instanceof ContainerState.Restarting) {
            restarts.stopByHand(container);
            restarts.cancel(container);
            return CompletableFuture.completedFuture(null);
        }
        Run run = ContainerLifecycle.running(container);
        CompletableFuture<Integer> ended = container.waits().begin(WaitCondition.NOT_RUNNING);
        send(container, run, signal, byHand);
        if (!signal.equals(Signal.KILL)) {
            ended.cancel(false);
            return CompletableFuture.completedFuture(null);
        }
        return ended.thenApply(code -> null);
    }

    private void send(Container container, Run run, Signal signal, Reason reason) {
        boolean deadly = signal.equals(Signal.KILL) || signal.equals(stopSignal(container.record().config()));
        if (deadly) {
            reason.intent().accept(container);
        }
        run.signal(signal.number());
        if (deadly && container.state() instanceof ContainerState.Paused paused) {
            run.unpause();
            container.change(container.record().withState(paused.resumed()));
        }
        if (reason.asked()) {
            events.tell(container.record(), "kill", Map.of("signal", String.valueOf(signal.number())));
        }
    }
}
