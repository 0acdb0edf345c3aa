package dev.berth.engine.container;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.image.HealthCheck;
import dev.berth.engine.stream.OutputHub;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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

    private final Execs execs;
    private final ContainerEvents events;

    HealthChecks(Execs execs, ContainerEvents events) {
        this.execs = execs;
        this.events = events;
    }

    /** It was started. */
    void begin(Container container) {
        check(container).ifPresent(check -> {
            container.health(container.health().map(Health::startedAnew).orElse(Health.STARTING));
            watch(container, check, interval(check));
        });
    }

    /** It goes on after a pause, or with another engine, which does not know yet how it is and asks at once. */
    void resume(Container container) {
        check(container).ifPresent(check -> {
            boolean unknown = container.health().isEmpty();
            if (unknown) {
                container.health(Health.STARTING);
            }
            watch(container, check, unknown ? Duration.ZERO : interval(check));
        });
    }

    /** It has ended or is paused. */
    void end(Container container) {
        if (container.healthWatch() != null) {
            container.healthWatch(null);
            container.health().map(Health::unwatched).ifPresent(container::health);
        }
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
        Instant start = Instant.now();
        ProbeOutput output = new ProbeOutput();
        Exec exec = execs.create(container, container.id().value(), new ExecConfig(command(check), List.of(), "", "", false, false, true, true, false, ""));
        Duration timeout = check.timeout().isZero() ? DEFAULT_TIMEOUT : check.timeout();
        CompletableFuture<Void> over = exec.streams()
                .attach(new OutputHub.Wanted(false, true, true, true), false, output)
                .thenRunAsync(() -> execs.start(exec, 0, 0), container.queue())
                .thenCompose(started -> exec.over())
                .thenCompose(ended -> output.end())
                .toCompletableFuture();
        over.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenCompleteAsync((none, failure) -> {
            Health.Probe result = failure == null
                    ? new Health.Probe(start, Instant.now(), exec.exitCode().orElse(NOT_RUN), output.text())
                    : new Health.Probe(start, Instant.now(), NOT_RUN, explain(failure, exec, timeout));
            if (container.healthWatch() == watch) {
                found(container, check, result);
                probeAfter(interval(check), container, check, watch);
            }
        }, container.queue());
    }

    private static String explain(Throwable failure, Exec exec, Duration timeout) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof EngineException refused) {
            return refused.getMessage();
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
        container.health(after);
        if (after.status() != before.status()) {
            events.tell(container.record(), "health_status: " + after.status().text());
        }
    }
}
