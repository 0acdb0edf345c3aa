package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static dev.berth.engine.fake.EngineOnFake.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.container.Health.Probe;
import dev.berth.engine.container.Health.Status;
import dev.berth.engine.fake.FakeProcess;
import dev.berth.engine.image.HealthCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HealthChecksTest extends ContainersOfAMachine {
    private static final Instant START = Instant.parse("2024-05-01T10:00:00Z");
    private static final Duration QUICK = Duration.ofMillis(250);

    private final BlockingQueue<String> execs = new LinkedBlockingQueue<>();

    private void start(HealthCheck check) {
        host.machine("alice").events().subscribe(Optional.empty(), event -> {
            if (event.action().startsWith("exec_start") || event.action().startsWith("health_status")) {
                execs.add(event.action().startsWith("health") ? event.action() : event.attributes().get("execID"));
            }
        });
        create("web", config("debian").command("serve").health(check).build());
        done(containers.start("web"));
    }

    private static HealthCheck check(Duration timeout, String... test) {
        return new HealthCheck(List.of(test), QUICK, timeout, Duration.ZERO, 1);
    }

    private String next() throws InterruptedException {
        return execs.poll(60, TimeUnit.SECONDS);
    }

    private FakeProcess nextProbe() throws InterruptedException {
        String exec = next();
        await(() -> done(containers.inspectExec(exec)).running());
        return host.runtime().process(exec);
    }

    private Health health() {
        return inspect("web").health().orElseThrow();
    }

    @Test
    void aProbeThatSucceedsMakesItHealthyAndIsTold() throws Exception {
        start(check(Duration.ZERO, "CMD-SHELL", "curl localhost"));
        assertThat(health().status()).isEqualTo(Status.STARTING);

        FakeProcess probe = nextProbe();
        probe.print("fine");
        probe.end(0);

        assertThat(probe.spec().arguments()).containsExactly("/bin/sh", "-c", "curl localhost");
        assertThat(next()).isEqualTo("health_status: healthy");
        assertThat(health().log()).singleElement().satisfies(seen -> assertThat(seen.output()).isEqualTo("fine"));
    }

    @Test
    void aProbeThatTakesTooLongIsKilledAndCounts() throws Exception {
        start(check(Duration.ofMillis(100), "CMD", "hang"));

        FakeProcess probe = nextProbe();

        assertThat(next()).isEqualTo("health_status: unhealthy");
        assertThat(probe.signals()).contains(9);
        assertThat(health().log()).singleElement().satisfies(seen -> {
            assertThat(seen.exitCode()).isEqualTo(-1);
            assertThat(seen.output()).isEqualTo("Health check exceeded timeout (100ms)");
        });
    }

    @Test
    void nobodyLooksWhileItIsPaused() throws Exception {
        start(check(Duration.ZERO, "CMD", "true"));

        done(containers.pause("web"));

        assertThat(health().status()).isEqualTo(Status.UNHEALTHY);
        assertThat(execs.poll(400, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void anotherEngineKnowsWhatTheLastHadFoundAndLooksAtOnce() throws Exception {
        start(check(Duration.ZERO, "CMD", "look"));
        FakeProcess probe = nextProbe();
        probe.print("fine");
        probe.end(0);
        await(() -> health().status() == Status.HEALTHY);
        host.kill();

        host.comeBack();
        containers = host.containers("alice");

        assertThat(health().status()).isEqualTo(Status.HEALTHY);
        assertThat(health().log()).last().satisfies(seen -> assertThat(seen.output()).isEqualTo("fine"));
        await(() -> {
            host.runtime().kept().values().stream().filter(process -> process.key().startsWith("exec/")).forEach(process -> process.signal(9));
            return health().status() == Status.UNHEALTHY;
        });
    }

    /** The last engine died before it had kept anything: it would be called starting for an hour otherwise. */
    @Test
    void anotherEngineThatKnowsNothingLooksAtOnce() throws Exception {
        start(new HealthCheck(List.of("CMD", "look"), Duration.ofHours(1), Duration.ZERO, Duration.ZERO, 1));
        host.kill();
        try (Stream<Path> files = Files.find(host.home(), 9, (path, attributes) -> path.endsWith("health.json"))) {
            Files.writeString(files.findFirst().orElseThrow(), "");
        }

        host.comeBack();
        containers = host.containers("alice");

        await(() -> !inspect("web").execIds().isEmpty());
        host.runtime().process(inspect("web").execIds().get(0)).end(0);
        await(() -> health().status() == Status.HEALTHY);
    }

    @Test
    void whatHadEndedIsUnhealthyForAnotherEngineAsForTheLast() throws Exception {
        start(check(Duration.ZERO, "CMD", "look"));
        nextProbe().end(0);
        await(() -> health().status() == Status.HEALTHY);
        done(containers.kill("web", "KILL"));
        waitFor("web");
        Health before = health();

        host.crash();
        containers = host.containers("alice");

        assertThat(before.status()).isEqualTo(Status.UNHEALTHY);
        assertThat(health()).isEqualTo(before);
    }

    /** It was never looked at again. */
    @Test
    void aProbeForWhichThereIsNoRoomCountsAndTheNextIsTried() throws Exception {
        create("other", program("serve"));
        done(containers.start("other"));
        String id = done(containers.createExec("other", exec("x".repeat(512 * 1024 - 100))));
        done(containers.startExec(id, 0, 0, Optional.empty()));
        start(check(Duration.ZERO, "CMD", "look", "y".repeat(1024)));

        await(() -> health().status() == Status.UNHEALTHY);
        assertThat(health().log()).last().satisfies(seen -> assertThat(seen.output()).contains("there is room for"));
        host.runtime().process(id).end(0);
        done(containers.remove("other", true, false));

        await(() -> !inspect("web").execIds().isEmpty());
        host.runtime().process(inspect("web").execIds().get(0)).end(0);
        await(() -> health().status() == Status.HEALTHY);
    }

    private static ExecConfig exec(String argument) {
        return new ExecConfig(List.of("run", argument), List.of(), "", "", false, false, false, false, false, "");
    }

    @Test
    void noneIsNoCheck() {
        start(check(Duration.ZERO, "NONE"));

        assertThat(inspect("web").health()).isEmpty();
    }

    @Test
    void outputBeyondFourKibibytesIsCut() throws Exception {
        start(check(Duration.ZERO, "CMD", "chatty"));

        FakeProcess probe = nextProbe();
        probe.print("x".repeat(5000));
        probe.end(0);
        next();

        assertThat(health().log().get(0).output()).hasSize(4096 + 3).endsWith("x...");
    }

    @Test
    void failuresCountOnlyAfterTheStartPeriodAndInARow() {
        Duration period = Duration.ofSeconds(10);
        Health early = Health.STARTING.after(probe(5, 1), 2, START, period);
        Health once = early.after(probe(11, 1), 2, START, period);
        Health twice = once.after(probe(12, 1), 2, START, period);
        Health well = twice.after(probe(13, 0), 2, START, period);

        assertThat(early).extracting(Health::status, Health::failingStreak).containsExactly(Status.STARTING, 0);
        assertThat(once).extracting(Health::status, Health::failingStreak).containsExactly(Status.STARTING, 1);
        assertThat(twice).extracting(Health::status, Health::failingStreak).containsExactly(Status.UNHEALTHY, 2);
        assertThat(well).extracting(Health::status, Health::failingStreak).containsExactly(Status.HEALTHY, 0);
    }

    @Test
    void theNewestFiveProbesAreKept() {
        Health health = Health.STARTING;
        for (int second = 1; second <= 7; second++) {
            health = health.after(probe(second, 0), 3, START, Duration.ZERO);
        }

        assertThat(health.log()).extracting(Probe::start).first().isEqualTo(START.plusSeconds(3));
        assertThat(health.log()).hasSize(5);
    }

    private static Probe probe(int second, int code) {
        return new Probe(START.plusSeconds(second), START.plusSeconds(second), code, "");
    }
}
