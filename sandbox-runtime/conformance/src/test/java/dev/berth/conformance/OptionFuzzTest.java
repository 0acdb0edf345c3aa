package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Options that nobody would put together: each body is taken or refused in words, and what was taken can be looked at, started or refused, and removed. A failure says its seed;
 * {@code -Dberth.fuzz.seed=… -Dberth.fuzz.rounds=…} repeats it or goes on for longer.
 */
@ExtendWith(EngineUnderTest.class)
@Timeout(value = 1, unit = TimeUnit.HOURS)
class OptionFuzzTest {
    private static final long SEED = Long.getLong("berth.fuzz.seed", 20260102);
    private static final int ROUNDS = Integer.getInteger("berth.fuzz.rounds", 100);

    private final Wire wire;

    OptionFuzzTest(Docker docker) {
        wire = docker.wire();
    }

    @BeforeAll
    static void keepOne(Docker docker) {
        docker.succeed("run", "-d", "--name", "kept", "--label", Emptying.KEPT, "-v", "/data", SmallImage.NAME, "sleep", "100000");
    }

    @BeforeEach
    void onOurs() {
        assumeTrue(!EngineUnderTest.STOCK, "some of this takes Docker a quarter of a minute");
    }

    private static OptionBodies bodies(int round) {
        return new OptionBodies(SEED + round);
    }

    private static boolean taken(String what, Answer answer) {
        assertThat(answer.status()).as("%s: %s", what, answer.text()).isIn(101, 200, 201, 204, 304, 400, 404, 409, 500, 501, 503);
        assertThat(answer.text()).as(what).doesNotContain("internal error").doesNotContain("Exception");
        if (answer.status() >= 400) {
            assertThat(answer.message()).as(what).isNotEmpty();
        }
        return answer.status() < 400;
    }

    @Test
    void containers() {
        for (int round = 0; round < ROUNDS; round++) {
            OptionBodies bodies = bodies(round);
            String body = bodies.container(SmallImage.NAME);
            String what = "seed " + (SEED + round) + ": " + body;
            Answer created = wire.post("/containers/create", body);
            if (!taken(what, created)) {
                continue;
            }
            String container = "/containers/" + created.json().path("Id").asText();
            assertThat(wire.get(container + "/json").status()).as(what).isEqualTo(200);
            assertThat(wire.get("/containers/json?all=1").status()).as(what).isEqualTo(200);
            taken(what, wire.post(container + "/start"));
            String update = bodies.update();
            taken(what + ", then " + update, wire.post(container + "/update", update));
            taken(what, wire.get(container + "/json"));
            assertThat(wire.delete(container + "?force=1&v=1").status()).as(what).isIn(204, 404, 409);
        }
    }

    @Test
    void programsInAContainer() {
        for (int round = 0; round < ROUNDS; round++) {
            String body = bodies(round).exec();
            String what = "seed " + (SEED + round) + ": " + body;
            Answer created = wire.post("/containers/kept/exec", body);
            if (taken(what, created)) {
                String exec = "/exec/" + created.json().path("Id").asText();
                taken(what, wire.post(exec + "/start", "{\"Detach\": true}"));
                assertThat(wire.get(exec + "/json").status()).as(what).isEqualTo(200);
            }
        }
    }

    @Test
    void volumes() {
        for (int round = 0; round < ROUNDS; round++) {
            String body = bodies(round).volume();
            String what = "seed " + (SEED + round) + ": " + body;
            Answer created = wire.post("/volumes/create", body);
            if (taken(what, created)) {
                String volume = "/volumes/" + created.json().path("Name").asText();
                assertThat(wire.get(volume).status()).as(what).isEqualTo(200);
                assertThat(wire.delete(volume).status()).as(what).isEqualTo(204);
            }
        }
    }

    @Test
    void images() {
        for (int round = 0; round < ROUNDS / 5; round++) {
            String body = bodies(round).image();
            String what = "seed " + (SEED + round) + ": " + body;
            Answer created = wire.post("/commit?container=kept&pause=0", body);
            if (taken(what, created)) {
                String image = "/images/" + created.json().path("Id").asText();
                assertThat(wire.get(image + "/json").status()).as(what).isEqualTo(200);
                assertThat(wire.delete(image).status()).as(what).isEqualTo(200);
            }
        }
    }
}
