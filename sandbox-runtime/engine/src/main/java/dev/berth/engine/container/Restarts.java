package dev.berth.engine.container;

import dev.berth.engine.container.option.RestartPolicy;
import dev.berth.engine.work.LaunchAdmission;
import dev.berth.engine.work.LaunchAdmission.Launch;
import dev.berth.runtime.ExitStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts containers again that have ended, as their {@link RestartPolicy} asks: after 100 ms, twice that each further time up to a minute, and from the beginning
 * once a run has lasted ten seconds. All methods are called on the container's queue.
 *
 * @see <a href="https://docs.docker.com/config/containers/start-containers-automatically/">start containers automatically</a>
 */
final class Restarts {
    static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration LONG_RUN = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Restarts.class);

    private final BiConsumer<Container, Launch> starter;
    private final ContainerKind kind;
    private final LaunchAdmission admission;

    /** @param starter starts one that is restarting; its exception is the last word on it */
    Restarts(BiConsumer<Container, Launch> starter, ContainerKind kind, LaunchAdmission admission) {
        this.starter = starter;
        this.kind = kind;
        this.admission = admission;
    }

    /** How long to wait before the container is started again; empty: it has ended for good. */
    static Optional<Duration> pauseAfter(Container container, Instant startedAt, ExitStatus status) {
        ContainerRecord record = container.record();
        boolean again = !container.staysEnded()
                && record.config().host().restartPolicy().startsAgain(status.code(), record.restartCount(), record.stoppedByHand());
        if (!again) {
            return Optional.empty();
        }
        Duration pause = pauseAfter(container.restartPause(), Duration.between(startedAt, status.at()));
        container.restartPause(pause);
        return Optional.of(pause);
    }

    /** @param last the pause before this run; zero: a client had started it. @param lasted how long it ran */
    static Duration pauseAfter(Duration last, Duration lasted) {
        if (last.isZero() || lasted.compareTo(LONG_RUN) >= 0) {
            return SHORTEST;
        }
        Duration twice = last.multipliedBy(2);
        return twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    }

    /** @param container is restarting */
    void startAfter(Container container, Duration pause) {
        ContainerState waiting = container.state();
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, container.queue()).execute(() -> {
            if (container.state() == waiting) {
                startAgain(container, waiting);
            }
        });
    }

    /** When there is memory for it, unless its client has decided otherwise by then. */
    private void startAgain(Container container, ContainerState waiting) {
        admission.launchPatiently(kind.machine(container.record()), container.queue(), launch -> {
            if (container.state() == waiting) {
                startAgain(container, launch);
            }
        });
    }

    private void startAgain(Container container, Launch launch) {
        try {
            starter.accept(container, launch);
        } catch (RuntimeException failure) {
            LOG.warn("container {} cannot be started again", container.id().abbreviated(), failure);
            if (container.state() instanceof ContainerState.Restarting) {
                end(container);
            }
        }
    }

    /** It stays as it ended. Nothing happens when it is not restarting. */
    void cancel(Container container) {
        if (container.state() instanceof ContainerState.Restarting) {
            end(container);
        }
    }

    private void end(Container container) {
        ContainerState.Restarting waiting = (ContainerState.Restarting) container.state();
        container.changeInAnyCase(container.record().withState(waiting.last()));
        container.waits().ended(waiting.last().code());
    }

    /** A client's word that it shall be stopped: {@code unless-stopped} keeps to it for good, the other policies until the next engine or machine begins. */
    void stopByHand(Container container) {
        container.stayEnded();
        ContainerRecord record = container.record().withStoppedByHand(true);
        if (record.config().host().restartPolicy().kind() == RestartPolicy.Kind.NO) {
            container.changeInMemory(record); // nobody will ask
        } else if (!container.record().stoppedByHand()) {
            container.change(record);
        }
    }

    /** Whether it is to be started with what it lives in. */
    static boolean isDue(ContainerRecord record) {
        return record.state() instanceof ContainerState.Exited last
                && record.config().host().restartPolicy().startsAgain(last.code(), record.restartCount(), record.stoppedByHand());
    }

    /** Whether an engine that died was still to start it: had a client stopped it, it would stay ended as long as what it lives in runs. */
    static boolean isLeft(ContainerRecord record) {
        return isDue(record) && !record.stoppedByHand();
    }
}
