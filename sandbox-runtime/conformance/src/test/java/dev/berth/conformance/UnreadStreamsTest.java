package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of one machine that ask for much and do not read it: the engine, which is that of all machines, goes on and answers another all the while. */
@ExtendWith(EngineUnderTest.class)
@Timeout(120)
@DisabledIfSystemProperty(named = "berth.sockets", matches = ".+", disabledReason = "a stock Docker has no machines")
class UnreadStreamsTest {
    private static final String MACHINE = "attacking";
    private static final int ATTACKERS = 4;
    private static final int KEPT = 12;
    private static final Duration ATTACK = Duration.ofSeconds(4);
    private static final String TWELVE_MEGABYTES = "head -c 12000000 /dev/zero | tr '\\0' x | fold -w 100; echo; echo end; exec sleep 1000";

    private final Berth berth;
    private final Docker other;

    UnreadStreamsTest(Berth berth, Docker docker) {
        this.berth = berth;
        other = docker;
    }

    @AfterEach
    void remove() {
        berth.admin().run("rm", "-f", MACHINE);
    }

    /** Some hundred of these had the engine run out of memory, on which it ends. */
    @ParameterizedTest
    @CsvSource({
        "GET,  logs?stdout=1,                                 1",
        "GET,  logs?stdout=1&follow=1,                        1",
        "GET,  logs?stdout=1&since=9999999999,                1",
        "POST, attach?logs=1&stdout=1,                        30",
        "POST, attach?logs=1&stream=1&stdout=1,               30",
    })
    void takeNoMemoryFromOthers(String method, String path, int pipelined) throws Exception {
        Docker attacked = berth.startMachine(MACHINE);
        attacked.succeed("run", "-d", "--name", "wordy", SmallImage.NAME, "sh", "-c", TWELVE_MEGABYTES);
        while (!attacked.succeed("logs", "--tail", "1", "wordy").line().equals("end")) {
            Thread.onSpinWait();
        }
        String request = (method + " " + Wire.VERSION + "/containers/wordy/" + path + " HTTP/1.1\r\nHost: docker\r\nContent-Length: 0\r\n\r\n").repeat(pipelined);
        Instant end = Instant.now().plus(ATTACK);

        try (Conversation events = other.wire().open()) {
            events.send("GET " + Wire.VERSION + "/events HTTP/1.1\r\nHost: docker\r\n\r\n");
            events.skipHeaders();
            ExecutorService attackers = Executors.newFixedThreadPool(2 * ATTACKERS);
            for (int attacker = 0; attacker < ATTACKERS; attacker++) {
                attackers.execute(() -> ask(attacked.wire(), request, 0, end));
                attackers.execute(() -> ask(attacked.wire(), request, KEPT, end));
            }
            while (Instant.now().isBefore(end)) {
                assertThat(other.wire().get("/containers/json").status()).isEqualTo(200);
            }
            attackers.shutdown();
            assertThat(attackers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

            // The engine is the one of before: who listened to it still does.
            other.succeed("volume", "create", "afterwards");
            assertThat(events.line() + events.line()).contains("afterwards");
        }
    }

    /** @param kept how many connections stay open, unread, before the first is closed */
    private static void ask(Wire wire, String request, int kept, Instant end) {
        Deque<Conversation> open = new ArrayDeque<>();
        while (Instant.now().isBefore(end)) {
            try {
                Conversation client = wire.open();
                open.add(client);
                client.send(request);
                if (open.size() > kept) {
                    open.remove().close();
                }
            } catch (IOException | UncheckedIOException refused) {
                // There are too many of them: some were let go.
            }
        }
        open.forEach(UnreadStreamsTest::close);
    }

    private static void close(Conversation client) {
        try {
            client.close();
        } catch (IOException gone) {
            // It was let go.
        }
    }
}
