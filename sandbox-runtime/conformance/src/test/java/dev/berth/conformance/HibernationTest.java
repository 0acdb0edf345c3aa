package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.daemon.TypedCommand;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Machines that are put to sleep and woken, over the socket: while much is going on in them, twice at once, and by an engine that dies of it. */
@DisabledIfSystemProperty(named = "berth.sockets", matches = ".+", disabledReason = "a stock Docker has no machines")
class HibernationTest {
    private static final String IMAGE = SmallImage.NAME;
    private static final String HIBERNATE = "/berth/machines/alice/hibernate";
    private static final String WAKE = "/berth/machines/alice/wake";
    private static final String SLOW = "trap 'sleep 2; exit 7' TERM; echo ready; while :; do sleep 0.05; done";
    private static final int CRASHES = 4;

    private Berth berth;
    private Docker alice;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        berth = new Berth();
        alice = berth.startMachine("alice");
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        berth.close();
    }

    private Answer ask(String path) {
        return berth.admin().wire().post(path);
    }

    private String state() {
        return berth.admin().wire().get("/berth/machines/alice").json().path("State").asText();
    }

    private void slow(String name) {
        alice.succeed("run", "-d", "--name", name, IMAGE, "sh", "-c", SLOW);
        while (!alice.succeed("logs", name).output().equals("ready\n")) {
            Thread.onSpinWait(); // a signal before would be lost
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThat(ask("/berth/machines/nobody/hibernate").error()).isEqualTo("404 No such container: nobody");
        assertThat(ask("/berth/machines/nobody/wake").error()).isEqualTo("404 No such container: nobody");
        assertThat(ask(WAKE).error()).isEqualTo("304 ");

        assertThat(ask(HIBERNATE).error()).isEqualTo("204 ");
        assertThat(state()).isEqualTo("hibernated");
        assertThat(ask(HIBERNATE).error()).isEqualTo("304 ");
        assertThat(alice.socket()).doesNotExist();
        assertThat(ask(WAKE).error()).isEqualTo("204 ");

        berth.admin().succeed("stop", "alice");
        assertThat(ask(HIBERNATE).error()).isEqualTo("409 machine \"alice\" is not running: only one that runs can be hibernated");
        assertThat(ask(WAKE).error()).isEqualTo("409 machine \"alice\" does not sleep: start it");
    }

    @Test
    void whoeverComesSecondIsTold() {
        slow("slow");

        CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> ask(HIBERNATE));
        Answer second = ask(HIBERNATE);
        while (!first.isDone() && second.status() == 204) {
            second = ask(HIBERNATE);
        }

        assertThat(first.join().status()).isIn(204, 409);
        assertThat(second.status()).isIn(204, 304, 409);
        assertThat(state()).isEqualTo("hibernated");
        assertThat(ask(WAKE).status()).isEqualTo(204);
        assertThat(alice.inspect("slow", "{{.State.Status}}")).isEqualTo("running");
    }

    /** Who has lost it learns so that it is to sleep, and does not start it at once. */
    @Test
    void tellsThatItFallsAsleep() {
        slow("slow");
        assertThat(state()).isEqualTo("running"); // the first answer of an engine that has just begun takes long on a busy host

        CompletableFuture<Answer> asked = CompletableFuture.supplyAsync(() -> ask(HIBERNATE));
        while (!state().equals("hibernating")) {
            assertThat(asked).as("the machine falls asleep without having said so").isNotDone();
        }

        assertThat(asked.join().status()).isEqualTo(204);
        assertThat(state()).isEqualTo("hibernated");
    }

    @Test
    void whatIsGoingOnEndsAndNothingIsHalf() throws Exception {
        slow("slow");
        byte[] large = new Tar().file("manifest.json", "[]").file("filler", "x".repeat(4 << 20)).bytes();
        try (TypedCommand run = alice.type("run", "--name", "attached", IMAGE, "sh", "-c", "trap 'exit 5' TERM; echo here; while :; do sleep 0.05; done");
                TypedCommand exec = alice.type("exec", "-it", "slow", "sh");
                Conversation load = alice.wire().open()) {
            run.await("here");
            exec.await("# ");
            load.send("POST /v1.41/images/load HTTP/1.1\r\nHost: docker\r\nContent-Type: application/x-tar\r\nContent-Length: " + large.length + "\r\n\r\n");
            load.send(Arrays.copyOf(large, large.length / 2));

            assertThat(ask(HIBERNATE).status()).isEqualTo(204);

            assertThat(run.exitCode()).isNotZero();
            assertThat(exec.exitCode()).isNotZero();
        }
        assertThat(berth.home().resolve("staging")).isEmptyDirectory();
        assertThat(ask(WAKE).status()).isEqualTo(204);
        assertThat(alice.inspect("attached", "{{.State.Status}}")).isEqualTo("running");
        assertThat(alice.inspect("slow", "{{.State.Status}}")).isEqualTo("running");
        assertThat(alice.succeed("logs", "attached").output()).contains("here");
    }

    /** Each crash is a start of an engine, which a busy computer takes seconds for. */
    @Test
    @Timeout(240)
    void anEngineThatDiesWhileAMachineFallsAsleepOrWakesLeavesItAsleepOrAwake() throws Exception {
        alice.succeed("run", "-d", "--name", "kept", IMAGE, "sh", "-c", "trap 'sleep 0.2; exit 7' TERM; while :; do sleep 0.05; done");
        alice.run("run", "--name", "ended", IMAGE, "sh", "-c", "exit 3");
        Random random = new Random();

        for (int crash = 0; crash < CRASHES; crash++) {
            crashWhile(HIBERNATE, random.nextInt(400));
            while (!state().equals("hibernated")) {
                assertThat(ask(HIBERNATE).status()).isIn(204, 304, 409); // it may be falling asleep already
            }

            crashWhile(WAKE, random.nextInt(200));
            assertThat(state()).isIn("hibernated", "running");
            if (state().equals("hibernated")) {
                assertThat(ask(WAKE).status()).isEqualTo(204);
            }
            alice.await("kept", "{{.State.Status}}", "running");
            assertThat(alice.inspect("ended", "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("exited 3");
        }
    }

    private void crashWhile(String path, int afterMillis) throws Exception {
        CompletableFuture<Void> asked = CompletableFuture.runAsync(() -> ask(path)).exceptionally(cut -> null);
        TimeUnit.MILLISECONDS.sleep(afterMillis); // no event is waited for: any moment is as good
        berth.killEngine();
        asked.join();
        berth.reviveEngine();
    }
}
