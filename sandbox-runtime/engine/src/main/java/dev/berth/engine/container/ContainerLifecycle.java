package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.Signal;
import dev.berth.engine.stream.OutputPump;
import dev.berth.engine.work.LaunchAdmission;
import dev.berth.engine.work.LaunchAdmission.Launch;
import dev.berth.runtime.ExitStatus;
import dev.berth.runtime.LaunchFailedException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes containers from state to state. All methods are called on the container's queue. */
final class ContainerLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerLifecycle.class);
    /** How long an ended container waits for its last output: others may hold its streams. */
    private static final int LAST_OUTPUT_SECONDS = 2;

    /** How long a start waits for what is being copied from or into the container, before it breaks it off. */
    private static final Duration COPIES_END = Duration.ofSeconds(2);

    /** How long a start waits for what an earlier engine had started in the container, and this one has killed. */
    private static final Duration EARLIER_RUN_ENDS = Duration.ofSeconds(10);

    private final ContainerKind kind;
    private final NamespaceOwners owners;
    private final ContainerLinks links;
    private final ContainerEvents events;
    private final LaunchAdmission admission;
    private final ContainerRemoval removal;
    private final ContainerEnds ends;
    private final HealthChecks healthChecks;
    private final Restarts restarts;
    private final Stopping stopping;
    private final Pausing pausing;
    private volatile boolean startsRefused;

    ContainerLifecycle(
            ContainerKind kind, NamespaceOwners owners, ContainerLinks links, ContainerEvents events, LaunchAdmission admission, ContainerRemoval removal, HealthChecks healthChecks) {
        this.kind = kind;
        this.owners = owners;
        this.links = links;
        this.events = events;
        this.admission = admission;
        this.restarts = new Restarts(this::begin, kind, admission);
        this.removal = removal;
        this.ends = new ContainerEnds(events, removal);
        this.healthChecks = healthChecks;
        this.stopping = new Stopping(events, restarts);
        this.pausing = new Pausing(events, healthChecks);
    }

    Stopping stopping() {
        return stopping;
    }

    Pausing pausing() {
        return pausing;
    }

    /** As a client asks for it, when there is memory for it. @param gone completes when the client has gone away */
    CompletionStage<Void> start(Container container, CompletionStage<?> gone) {
        refuseUnlessStartable(container);
        if (container.earlierRun().isDone()) {
            return launch(container, gone);
        }
        CompletableFuture<Void> ended = container.earlierRun().copy().completeOnTimeout(null, EARLIER_RUN_ENDS.toMillis(), TimeUnit.MILLISECONDS);
        return ended.thenComposeAsync(none -> launch(container, gone), container.queue());
    }

    private CompletionStage<Void> launch(Container container, CompletionStage<?> gone) {
        return admission.launch(kind.machine(container.record()), gone, container.queue(), launch -> {
            start(container, launch);
            return null;
        });
    }

    private void start(Container container, Launch launch) {
        refuseUnlessStartable(container);
        container.forgetRestarts();
        container.changeInMemory(container.record().withRestartCount(0).withStoppedByHand(false));
        begin(container, launch);
    }

    private void begin(Container container, Launch launch) {
        if (!container.earlierRun().isDone()) {
            throw new EngineException(CONFLICT, "container " + container.id() + " cannot be started yet: what an earlier engine had started in it has been killed and has not ended, try again later");
        }
        container.releaseLastRun();
        if (!container.roots().end(COPIES_END)) {
            throw new EngineException(CONFLICT, "the files of container " + container.id() + " are still being copied: try again when that has ended");
        }
        Run run;
        try {
            container.changeInMemory(owners.joined(container.record()));
            StartRules.check(container.record(), kind.hasUnifiedControlGroups());
            launch.require();
            run = kind.start(container.record(), links.ofStarting(container.record()));
        } catch (LaunchFailedException failure) {
            ContainerRecord record = container.record();
            ContainerState.StartFailure reason = StartFailures.ofContainer(failure, record.name(), record.program().command().get(0), record.mountSources());
            startFailed(container, reason);
            throw StartFailures.asException(reason, failure);
        } catch (EngineException refused) {
            startFailed(container, StartFailures.ofContainer(refused));
            throw refused;
        } catch (RuntimeException failure) {
            container.streams().endWaiting();
            throw failure;
        }
        watch(container, run);
        try {
            ContainerRecord record = container.record();
            container.change(record.withState(new ContainerState.Running(run.pid(), Instant.now(), record.state().lastEnd())).withNetwork(run.network()));
        } catch (UncheckedIOException failure) {
            run.signal(Signal.KILL.number()); // what is not on disk must not run on
            throw failure;
        }
        tellLinked(container.record());
        healthChecks.begin(container);
        events.tell(container.record(), "start");
    }

    /** Its address may be another than before. */
    private void tellLinked(ContainerRecord started) {
        links.to(started).forEach(other -> links.linked(other.record(), started).forEach(linked -> kind.relink(other.record(), linked)));
    }

    /** One that slept: it goes on as if it had not been stopped, its counters too. Nobody waits for it. */
    CompletionStage<Void> startAgain(Container container) {
        return admission.launchPatiently(kind.machine(container.record()), container.queue(), launch -> startAgain(container, launch));
    }

    private void startAgain(Container container, Launch launch) {
        try {
            refuseUnlessStartable(container);
            container.forgetRestarts();
            container.changeInMemory(container.record().withStoppedByHand(false));
            begin(container, launch);
        } catch (RuntimeException failure) {
            LOG.warn("container {} cannot be started again", container.id().abbreviated(), failure);
        }
    }

    private void refuseUnlessStartable(Container container) {
        StartRules.refuseUnlessStartable(container.state());
        if (container.removalAsked()) { // it has ended for that, and its removal is next on this queue
            throw StartRules.markedForRemoval();
        }
        if (startsRefused) {
            throw new EngineException(UNAVAILABLE, "container " + container.id().abbreviated() + " cannot be started: what it lives in is being stopped");
        }
    }

    /** Since what they live in is being stopped. */
    void refuseStarts(boolean now) {
        startsRefused = now;
    }

    private void startFailed(Container container, ContainerState.StartFailure reason) {
        ContainerRecord record = container.record();
        ContainerState state = StartFailures.stateAfter(record.state(), reason);
        container.change(record.withState(state).withNetwork(state.hadNetwork() ? record.network().known(kind.networks()) : record.network()));
        container.streams().endWaiting();
        if (record.state() instanceof ContainerState.Restarting waiting) {
            container.waits().ended(waiting.last().code()); // who came after its last end waits for this
        }
        if (record.config().removeWhenEnded()) {
            removal.remove(container, true);
        }
    }

    /** Watches over a run until its end. */
    private void watch(Container container, Run run) {
        container.running(run, kind.shownPid(run.pid()));
        Optional<OutputPump> pump = run.process().map(process -> container.streams().begin(process, container.record().config().terminal()));
        CompletionStage<Void> output = pump.map(OutputPump::settled).orElse(CompletableFuture.completedFuture(null));
        run.exit().thenAccept(status -> output.toCompletableFuture()
                .copy()
                .completeOnTimeout(null, LAST_OUTPUT_SECONDS, TimeUnit.SECONDS)
                .thenRunAsync(() -> {
                    ended(container, run, status);
                    pump.ifPresent(OutputPump::giveUp);
                    releaseAfter(output, container, run);
                }, container.queue()));
    }

    /** At once if all output is there: what it held is told to be free before anybody who waited for its end goes on. */
    private static void releaseAfter(CompletionStage<Void> output, Container container, Run run) {
        if (output.toCompletableFuture().isDone()) {
            container.release(run);
        } else {
            output.thenRunAsync(() -> container.release(run), container.queue());
        }
    }

    /** The run is over, however that became known; told twice, the second does nothing. */
    void ended(Container container, Run run, ExitStatus status) {
        if (container.run().filter(run::equals).isEmpty()) {
            return;
        }
        container.ended();
        healthChecks.end(container);
        Optional<Duration> pause = Restarts.pauseAfter(container, ContainerEnds.startedAt(container.state()), status);
        ContainerEnds.record(container, status, pause.isPresent());
        if (run.process().isEmpty()) {
            container.release(run); // no streams that clients may still read
        }
        ends.tell(container, status);
        pause.ifPresent(time -> restarts.startAfter(container, time));
    }

    /** Takes over a container from an earlier engine. @param placeEnded by then it had ended as well */
    void adopt(Container container, Optional<Instant> placeEnded) {
        Optional<Run> left = kind.adopt(container.record());
        if (container.isRunning()) {
            left.ifPresentOrElse(run -> watch(container, run), () -> ends.unseen(container, placeEnded));
            healthChecks.takeOver(container);
            return;
        }
        left.ifPresent(run -> ContainerAdoption.takeBack(container, run));
        healthChecks.takeOver(container);
        if (container.state() instanceof ContainerState.Restarting) {
            container.earlierRun().thenRunAsync(() -> restarts.startAfter(container, Restarts.SHORTEST), container.queue());
        }
        if (container.state() instanceof ContainerState.Exited && container.record().config().removeWhenEnded()) {
            removal.remove(container, true);
        }
    }

    /** Starts it if its policy wants it to run with what it lives in: an engine, or a machine. Its last run was recorded. */
    CompletionStage<Void> startIfDue(Container container) {
        if (!container.earlierRun().isDone()) {
            container.earlierRun().thenRunAsync(() -> startIfDue(container), container.queue());
        } else if (isDue(container)) {
            return admission.launchPatiently(kind.machine(container.record()), container.queue(), launch -> {
                if (isDue(container)) {
                    start(container, launch);
                }
            });
        }
        return CompletableFuture.completedFuture(null);
    }

    private boolean isDue(Container container) {
        return !startsRefused && container.run().isEmpty() && Restarts.isDue(container.record());
    }

    /** What it ran in is gone. It does not start again by itself. */
    void endedWithItsPlace(Container container, ExitStatus status) {
        container.stayEnded();
        container.roots().breakOff();
        restarts.cancel(container);
        container.run().ifPresent(run -> {
            ended(container, run, status);
            container.releaseLastRun();
        });
    }

    CompletionStage<Void> restart(Container container, OptionalInt seconds, CompletionStage<?> gone) {
        container.restarting(true);
        CompletionStage<Void> stopped =
                container.run().isPresent() || container.state() instanceof ContainerState.Restarting ? stopping.stop(container, seconds) : CompletableFuture.completedFuture(null);
        return stopped.thenComposeAsync(none -> start(container, gone), container.queue())
                .thenRunAsync(() -> events.tell(container.record(), "restart"), container.queue())
                .whenCompleteAsync((none, failure) -> container.restarting(false), container.queue());
    }

    static Run running(Container container) {
        if (container.state() instanceof ContainerState.Restarting) {
            throw new EngineException(CONFLICT, "Container " + container.id() + " is restarting, wait until the container is running");
        }
        return container.run().orElseThrow(() -> new EngineException(CONFLICT, "Container " + container.id() + " is not running"));
    }

    /** Removes it, running or not. Completes when it is gone. @param text as the client named it */
    CompletionStage<Void> remove(Container container, String text, boolean force, boolean withVolumes) {
        ContainerRemoval.require(container, text, force);
        if (container.run().isEmpty()) {
            removal.remove(container, withVolumes);
            return CompletableFuture.completedFuture(null);
        }
        CompletionStage<Void> killed = stopping.kill(container, Signal.KILL);
        container.askRemoval();
        return killed.thenRunAsync(() -> removal.remove(container, withVolumes), container.queue())
                .whenCompleteAsync((none, failure) -> container.removalOver(), container.queue());
    }
}
