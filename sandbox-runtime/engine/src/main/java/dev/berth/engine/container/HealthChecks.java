package dev.berth.engine.container;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.container.option.Signal;
import dev.berth.engine.image.HealthCheck;
import dev.berth.engine.record.RecordFile;
import dev.berth.engine.stream.OutputHub;
import dev.berth.engine.work.LaunchAdmission.Launch;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after containers that say how to: runs their check while they run, and tells when what it finds has changed. Costs nothing between two probes but an entry
 * in the one timer that all containers share. All methods are called on the container's queue.
 *
 * @see <a href="https://docs.docker.com/engine/reference/builder/#healthcheck">HEALTHCHECK</a>
 */
final class HealthChecks {
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final int DEFAULT_RETRIES = 3;

    /** Docker takes a millisecond, which would keep a processor busy for one student. */
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(250);

    private static final int NOT_RUN = -1;

    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

    private final ContainerKind kind;
    private final Execs execs;
    private final ContainerEvents events;

    HealthChecks(ContainerKind kind, Execs execs, ContainerEvents events) {
        this.kind = kind;
        this.execs = execs;
        this.events = events;
    }

    /** It was started. */
    void begin(Container container) {
        check(container).ifPresent(check -> {
            keep(container, container.health().map(Health::startedAnew).orElse(Health.STARTING));
            watch(container, check, interval(check));
        });
    }

    /** It goes on after a pause. */
    void resume(Container container) {
        check(container).ifPresent(check -> watch(container, check, interval(check)));
    }

    /** An earlier engine has looked after it, whose last word counts until there is another; if it runs, that is asked for at once. */
    void takeOver(Container container) {
        check(container).ifPresent(check -> {
            Optional<Health> last = read(container);
            if (container.state() instanceof ContainerState.Running) {
                keep(container, last.orElse(Health.STARTING));
                watch(container, check, Duration.ZERO);
            } else {
                last.map(Health::unwatched).ifPresent(container::health);
            }
        });
    }

    /** It has ended or is paused. */
    void end(Container container) {
        if (container.healthWatch() != null) {
            container.healthWatch(null);
            container.health().map(Health::unwatched).ifPresent(health -> keep(container, health));
        }
    }

    /** On disk as well, though not at any price: who does not find it there asks anew. */
    private void keep(Container container, Health health) {
        container.health(health);
        try {
            file(container).writeVolatile(health);
        } catch (UncheckedIOException failure) {
            LOG.warn("the health of container {} is not on disk", container.id().abbreviated(), failure);
        }
    }

    private Optional<Health> read(Container container) {
        try {
            return file(container).read();
        } catch (UncheckedIOException broken) {
            LOG.warn("the health of container {} cannot be read", container.id().abbreviated(), broken);
            return Optional.empty();
        }
    }

    private RecordFile<Health> file(Container container) {
        ContainerRecord record = container.record();
        return new RecordFile<>(kind.folder(record.id(), record.name()).resolve("health.json"), Health.class);
    }

    private static Optional<HealthCheck> check(Container container) {
        return container.record().config().healthCheck().filter(check -> !command(check).isEmpty());
    }

    /** What a probe runs; empty: nothing. */
    private static List<String> command(HealthCheck check) {
        List<String> test = check.test();
        String kind = test.isEmpty() ? "NONE" : test.get(0);
        return switch (kind) {
            case "CMD" -> test.subList(1, test.size());
            case "CMD-SHELL" -> test.size() < 2 ? List.of() : List.of("/bin/sh", "-c", test.get(1));
            default -> List.of();
        };
    }

    private void watch(Container container, HealthCheck check, Duration first) {
        Object watch = new Object();
        container.healthWatch(watch);
        probeAfter(first, container, check, watch);
    }

    private static Duration interval(HealthCheck check) {
        Duration asked = check.interval().isZero() ? DEFAULT_INTERVAL : check.interval();
        return asked.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : asked;
    }

    private void probeAfter(Duration pause, Container container, HealthCheck check, Object watch) {
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, container.queue()).execute(() -> {
            if (container.healthWatch() == watch) {
                probe(container, check, watch);
            }
        });
    }

    private void probe(Container container, HealthCheck check, Object watch) {
        run(container, check).thenAcceptAsync(result -> {
            if (container.healthWatch() == watch) {
                found(container, check, result);
                probeAfter(interval(check), container, check, watch);
            }
        }, container.queue());
    }

    private CompletionStage<Health.Probe> run(Container container, HealthCheck check) {
        Instant start = Instant.now();
        Exec exec;
        try {
            exec = execs.create(container, container.id().value(), new ExecConfig(command(check), List.of(), "", "", false, false, true, true, false, ""));
        } catch (EngineException refused) {
            return CompletableFuture.completedFuture(new Health.Probe(start, Instant.now(), NOT_RUN, refused.getMessage()));
        }
        ProbeOutput output = new ProbeOutput();
        Duration timeout = check.timeout().isZero() ? DEFAULT_TIMEOUT : check.timeout();
        exec.streams().attach(new OutputHub.Wanted(false, true, true, true), false, output);
        CompletableFuture<Void> late = new CompletableFuture<>();
        CompletableFuture<Void> over = CompletableFuture.completedFuture(null)
                .thenComposeAsync(none -> execs.admit(exec, late, launch -> start(exec, launch)), container.queue())
                .thenCompose(started -> exec.over())
                .thenCompose(ended -> output.end())
                .toCompletableFuture();
        return over.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).handle((none, failure) -> failure == null
                ? new Health.Probe(start, Instant.now(), exec.exitCode().orElse(NOT_RUN), output.text())
                : new Health.Probe(start, Instant.now(), NOT_RUN, explain(failure, exec, timeout)))
                .whenComplete((probe, none) -> late.complete(null));
    }

    private Void start(Exec exec, Launch launch) {
        execs.start(exec, 0, 0, launch);
        return null;
    }

    private static String explain(Throwable failure, Exec exec, Duration timeout) {
        if (!(failure instanceof TimeoutException)) {
            return failure.getCause().getMessage(); // an exception of a stage before
        }
        exec.process().ifPresent(process -> process.signal(Signal.KILL.number()));
        return "Health check exceeded timeout (" + text(timeout) + ")";
    }

    /** As Go prints it: {@code 1m30s}, {@code 500ms}. */
    private static String text(Duration time) {
        if (time.compareTo(Duration.ofSeconds(1)) < 0) {
            return time.toMillis() + "ms";
        }
        String hours = time.toHours() > 0 ? time.toHours() + "h" : "";
        String minutes = time.toMinutes() > 0 ? time.toMinutesPart() + "m" : "";
        String fraction = time.toMillisPart() == 0 ? "" : ("." + String.format("%03d", time.toMillisPart())).replaceAll("0+$", "");
        return hours + minutes + time.toSecondsPart() + fraction + "s";
    }

    private void found(Container container, HealthCheck check, Health.Probe result) {
        Health before = container.health().orElse(Health.STARTING);
        Instant startedAt = container.state() instanceof ContainerState.Running running ? running.startedAt() : result.start();
        int retries = check.retries() <= 0 ? DEFAULT_RETRIES : check.retries();
        Health after = before.after(result, retries, startedAt, check.startPeriod());
        keep(container, after);
        if (after.status() != before.status()) {
            events.tell(container.record(), "health_status: " + after.status().text());
        }
    }
}
