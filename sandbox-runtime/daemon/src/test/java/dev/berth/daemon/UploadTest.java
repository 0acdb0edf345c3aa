package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that send an archive slowly, not at all, or half of it. */
@Timeout(30)
class UploadTest {
    private static final int AT_ONCE = 2;
    private static final int IN_LINE = 16;

    private final List<RawClient> clients = new ArrayList<>();
    private ServedEngine served;

    @BeforeEach
    void serve() throws IOException {
        served = new ServedEngine();
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        served.close();
    }

    private RawClient upload(Path socket, String path, String sent, int announced) throws IOException {
        RawClient client = new RawClient(socket);
        clients.add(client);
        return client.send("PUT /containers/web/archive?path=" + path + " HTTP/1.1\r\nHost: docker\r\nContent-Length: " + announced + "\r\n\r\n" + sent);
    }

    private RawClient image(String sent, int announced) throws IOException {
        RawClient client = new RawClient(served.machineSocket());
        clients.add(client);
        return client.send("POST /images/load HTTP/1.1\r\nHost: docker\r\nContent-Length: " + announced + "\r\n\r\n" + sent);
    }

    private RawClient stalled(String path) throws IOException {
        return upload(served.machineSocket(), path, "half", 8);
    }

    private RawClient whole(Path socket, String path) throws IOException {
        return upload(socket, path, "all", 3);
    }

    @Test
    void aConnectionThatClosesHalfWayEndsItsUploadAtOnce() throws Exception {
        RawClient client = stalled("/half");

        client.close();

        assertThat(served.engine.files.closed.take()).isEqualTo("/half");
        assertThat(served.engine.files.files).doesNotContainKey("/half");
    }

    @Test
    void slowUploadsOfOneMachineKeepNobodyElseWaiting() throws IOException {
        for (int i = 0; i < AT_ONCE + IN_LINE; i++) {
            stalled("/slow" + i);
        }

        String answer = whole(served.adminSocket(), "/other").readUntil("\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void anUploadThatWaitsInLineFollowsWhenAnotherEnds() throws IOException {
        RawClient slow = stalled("/slow0");
        stalled("/slow1");
        RawClient next = whole(served.machineSocket(), "/next");

        slow.send("rest");

        assertThat(next.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(slow.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aLineThatIsFullTakesNoMore() throws IOException {
        for (int i = 0; i < AT_ONCE + IN_LINE; i++) {
            stalled("/slow" + i);
        }

        String refused = whole(served.machineSocket(), "/next").readUntil("}\n");

        assertThat(refused).startsWith("HTTP/1.1 503 ").contains("16 wait, as many as can");
        assertThat(served.engine.files.closed.poll()).isEqualTo("/next");
    }

    /** The second was refused while the first was coming in. */
    @Test
    void anImageComesInBesideOneThatIsSentSlowly() throws IOException {
        image("half", 8);

        assertThat(image("all", 3).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whoGoesLeavesTheLine() throws Exception {
        for (int i = 0; i < AT_ONCE + IN_LINE; i++) {
            stalled("/slow" + i);
        }

        clients.get(AT_ONCE).close();

        assertThat(served.engine.files.closed.take()).isEqualTo("/slow" + AT_ONCE);
        RawClient next = whole(served.machineSocket(), "/next");
        assertThat(whole(served.machineSocket(), "/full").readUntil("}\n")).startsWith("HTTP/1.1 503 ");
        for (int i = 0; i < AT_ONCE + IN_LINE; i++) {
            clients.get(i).close();
        }
        assertThat(next.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    /** What waits in the connection must not hide that it has ended. */
    @Test
    void whoHasSentMuchAndGoesLeavesTheLineAsWell() throws Exception {
        for (int i = 0; i < AT_ONCE; i++) {
            stalled("/slow" + i);
        }
        RawClient much = upload(served.machineSocket(), "/much", "x".repeat(150_000), 1_000_000);

        much.close();

        assertThat(served.engine.files.closed.take()).isEqualTo("/much");
    }
}
