package dev.berth.daemon;

import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.tar.TarBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that send an archive slowly, not at all, or half of it. */
@Timeout(30)
class UploadTest {
    private static final int AT_ONCE = 2;
    private static final int IN_LINE = 16;

    private static final byte[] TAR = new TarBuilder().file("motd", "hello").bytes();
    private static final byte[] HALF = Arrays.copyOf(TAR, 700);
    private static final byte[] REST = Arrays.copyOfRange(TAR, HALF.length, TAR.length);

    private final List<RawClient> clients = new ArrayList<>();
    private ServedEngine served;

    @BeforeEach
    void serve() throws IOException {
        served = new ServedEngine();
        done(served.machine().containers().create(Optional.of("web"), EngineOnFake.program("true")));
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        served.close();
    }

    private RawClient send(Path socket, String request, byte[] sent, int announced) throws IOException {
        RawClient client = new RawClient(socket);
        clients.add(client);
        return client.send(request + " HTTP/1.1\r\nHost: docker\r\nContent-Length: " + announced + "\r\n\r\n").send(sent);
    }

    private RawClient upload(byte[] sent, int announced) throws IOException {
        return send(served.machineSocket(), "PUT /containers/web/archive?path=/", sent, announced);
    }

    private RawClient image(byte[] sent) throws IOException {
        return send(served.machineSocket(), "POST /images/create?fromSrc=-&repo=made", sent, TAR.length);
    }

    private RawClient stalled() throws IOException {
        return upload(HALF, TAR.length);
    }

    private RawClient whole() throws IOException {
        return upload(TAR, TAR.length);
    }

    /** A client that goes before its request's turn has come asks for nothing; requests of a machine have their turns in their order. */
    private void awaitTurn() throws IOException {
        try (RawClient next = new RawClient(served.machineSocket())) {
            next.get("/_ping").readUntil("OK");
        }
    }

    @Test
    void aConnectionThatClosesHalfWayEndsItsUploadAtOnce() throws Exception {
        RawClient client = stalled();
        awaitTurn();

        client.close();

        assertThat(served.engine.endedUploads.take()).isEqualTo("/");
    }

    @Test
    void slowUploadsOfOneMachineKeepNobodyElseWaiting() throws IOException {
        for (int i = 0; i < AT_ONCE + IN_LINE; i++) {
            stalled();
        }

        String answer = send(served.adminSocket(), "PUT /containers/alice/archive?path=/", TAR, TAR.length).readUntil("\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void anUploadThatWaitsInLineFollowsWhenAnotherEnds() throws IOException {
        RawClient slow = stalled();
        stalled();
        RawClient next = whole();

        slow.send(REST);

        assertThat(next.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(slow.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aLineThatIsFullTakesNoMore() throws IOException {
        for (int i = 0; i < AT_ONCE + IN_LINE; i++) {
            stalled();
        }

        String refused = whole().readUntil("}\n");

        assertThat(refused).startsWith("HTTP/1.1 503 ").contains("16 wait, as many as can");
        assertThat(served.engine.endedUploads.poll()).isEqualTo("/");
    }

    /** The second was refused while the first was coming in. */
    @Test
    void anImageComesInBesideOneThatIsSentSlowly() throws IOException {
        image(HALF);

        assertThat(image(TAR).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whoGoesLeavesTheLine() throws Exception {
        for (int i = 0; i < AT_ONCE + IN_LINE; i++) {
            stalled();
        }
        awaitTurn();

        clients.get(AT_ONCE).close();

        assertThat(served.engine.endedUploads.take()).isEqualTo("/");
        RawClient next = whole();
        assertThat(whole().readUntil("}\n")).startsWith("HTTP/1.1 503 ");
        for (int i = 0; i < AT_ONCE + IN_LINE; i++) {
            clients.get(i).close();
        }
        assertThat(next.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    /** What waits in the connection must not hide that it has ended. */
    @Test
    void whoHasSentMuchAndGoesLeavesTheLineAsWell() throws Exception {
        for (int i = 0; i < AT_ONCE; i++) {
            stalled();
        }
        RawClient much = upload(new byte[150_000], 1_000_000);
        awaitTurn();

        much.close();

        assertThat(served.engine.endedUploads.take()).isEqualTo("/");
    }
}
