package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waiting for the end of containers, under all conditions. */
@ExtendWith(EngineUnderTest.class)
class WaitTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;
    private final Wire wire;

    WaitTest(Docker docker) {
        this.docker = docker;
        wire = docker.wire();
    }

    @Test
    void whatHasEndedIsNotWaitedFor() {
        docker.run("run", "--name", "over", IMAGE, "sh", "-c", "exit 4");

        assertThat(wire.post("/containers/over/wait").json().path("StatusCode").asInt()).isEqualTo(4);
        assertThat(wire.post("/containers/over/wait?condition=not-running").json().path("StatusCode").asInt()).isEqualTo(4);
    }

    @Test
    void whatNeverRanIsNotRunning() {
        docker.succeed("create", "--name", "idle", IMAGE);

        assertThat(wire.post("/containers/idle/wait?condition=not-running").json().path("StatusCode").asInt()).isZero();
    }

    @Test
    void theNextEndOfWhatHasYetToStart() throws Exception {
        docker.succeed("create", "--name", "idle", IMAGE, "sh", "-c", "exit 6");
        try (Conversation waiting = wire.open()) {
            waiting.send("POST " + Wire.VERSION + "/containers/idle/wait?condition=next-exit HTTP/1.1\r\nHost: docker\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            waiting.skipHeaders();

            docker.succeed("start", "idle");

            assertThat(new String(waiting.untilClosed())).contains("\"StatusCode\":6");
        }
    }

    @Test
    void theRemoval() throws Exception {
        docker.succeed("run", "-d", "--name", "going", IMAGE, "sleep", "1000");
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> wire.post("/containers/going/wait?condition=removed"));

        docker.succeed("rm", "-f", "going");

        assertThat(waiting.get().status()).isIn(200, 404);
    }

    @Test
    void aConditionThatDoesNotExistIsTheUsualOne() {
        docker.succeed("create", "--name", "idle", IMAGE);

        assertThat(wire.post("/containers/idle/wait?condition=bored").status()).isEqualTo(Difference.between("wait-condition", 200, 400));
    }

    @Test
    void nobody() {
        assertThat(wire.post("/containers/nosuch/wait").error()).isEqualTo("404 No such container: nosuch");
    }

    @Test
    void severalInTurn() {
        docker.run("run", "--name", "one", IMAGE, "sh", "-c", "exit 1");
        docker.run("run", "--name", "two", IMAGE, "sh", "-c", "exit 2");

        assertThat(docker.succeed("wait", "one", "two").output()).isEqualTo("1\n2\n");
    }
}
