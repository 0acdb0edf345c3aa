package dev.berth.lab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final String[] PAGES = {"/one", "/two", "/three"};

    private final Connections connections = new Connections(Connections.Limits.OF_A_CLASS);
    private final TestChannel client = new TestChannel(connections, "192.0.2.1");

    @BeforeEach
    void open() throws Exception {
        client.open(connections);
    }

    /** Vert.x took thousands of requests from a client that read none of the answers. */
    @Test
    void theNextRequestIsReadWhenTheOneBeforeIsAnswered() {
        client.send(request(PAGES[0]) + request(PAGES[1]) + request(PAGES[2]));
        assertThat(client.given).containsExactly(PAGES[0]);
        assertThat(client.config().isAutoRead()).as("what comes stays in the socket").isFalse();

        client.answer(HttpResponseStatus.OK);
        assertThat(client.given).containsExactly(PAGES[0], PAGES[1]);
        client.answer(HttpResponseStatus.OK);
        assertThat(client.given).containsExactly(PAGES);
        client.answer(HttpResponseStatus.OK);

        assertThat(client.config().isAutoRead()).isTrue();
        client.send(request("/four"));
        assertThat(client.given).endsWith("/four");
    }

    @Test
    void aRequestThatComesInPiecesIsPutTogether() {
        String request = "POST /form HTTP/1.1\r\nHost: lab\r\nContent-Length: 5\r\n\r\nhello";

        for (char each : request.toCharArray()) {
            assertThat(client.config().isAutoRead()).isTrue();
            client.send(String.valueOf(each));
        }

        assertThat(client.given).containsExactly("/form");
        assertThat(client.config().isAutoRead()).isFalse();
    }

    @Test
    void anAnswerThatDoesNotWaitForTheBodyIsFollowedByTheRest() {
        client.send("POST /form HTTP/1.1\r\nHost: lab\r\nContent-Length: 5\r\n\r\n");
        client.answer(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);

        client.send("hello" + request(PAGES[1]));

        assertThat(client.given).containsExactly("/form", PAGES[1]);
    }

    @Test
    void aRequestThatMayContinueIsNotAnsweredByThat() {
        client.send("POST /form HTTP/1.1\r\nHost: lab\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        client.answer(HttpResponseStatus.CONTINUE);
        client.send("hello" + request(PAGES[1]));
        assertThat(client.given).containsExactly("/form");

        client.answer(HttpResponseStatus.OK);

        assertThat(client.given).containsExactly("/form", PAGES[1]);
    }

    /** A head of 8 KiB may have thousands of lines, and take a hundred times its length in memory. */
    @Test
    void aHeadOfThousandsOfLinesIsRefusedBeforeItIsRead() {
        client.send("GET / HTTP/1.1\r\nHost: lab\r\n" + "a:\r\n".repeat(1_000));

        assertThat(client.sent().toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 431 ");
        client.runPendingTasks();
        assertThat(client.isOpen()).isFalse();
        assertThat(client.given).isEmpty();
    }

    /** All frames that came went into a queue: five seconds of them took all memory. */
    @Test
    void theNextFrameIsReadWhenTheOneBeforeWasDealtWith() {
        openWebSocket();

        client.send(frames(0x82, 0x82, 0x82));
        client.runPendingTasks();
        assertThat(client.given).containsExactly("/terminal", "Binary");
        assertThat(client.config().isAutoRead()).isFalse();

        turn().handled();
        client.runPendingTasks();
        assertThat(client.given).containsExactly("/terminal", "Binary", "Binary");
        turn().handled();
        client.runPendingTasks();
        turn().handled();
        client.runPendingTasks();

        assertThat(client.given).containsExactly("/terminal", "Binary", "Binary", "Binary");
        assertThat(client.config().isAutoRead()).isTrue();
    }

    @Test
    void framesThatNobodyTakesDoNotStopIt() {
        openWebSocket();

        client.send(frames(0x81, 0x8a, 0x82));
        client.runPendingTasks();

        assertThat(client.given).containsExactly("/terminal", "Text", "Pong", "Binary");
    }

    /** Only a message's last part is told to whoever takes messages. */
    @Test
    void aMessageInPartsIsDealtWithOnce() {
        openWebSocket();

        client.send(frames(0x02, 0x00, 0x80, 0x82));
        client.runPendingTasks();
        assertThat(client.given).containsExactly("/terminal", "Binary", "Continuation", "Continuation");
        turn().handled();
        client.runPendingTasks();

        assertThat(client.given).endsWith("Binary").hasSize(5);
    }

    @Test
    void theNextPingIsReadWhenThePongIsInTheSocket() {
        openWebSocket();

        client.send(frames(0x89, 0x89));
        client.runPendingTasks();
        assertThat(client.given).containsExactly("/terminal", "Ping");

        client.flush();
        client.runPendingTasks();
        assertThat(client.given).containsExactly("/terminal", "Ping", "Ping");
    }

    @Test
    void aFrameThatIsNoneClosesWithTheReason() {
        openWebSocket();

        client.send(frames(0x83));
        client.runPendingTasks();

        assertThat(client.sent().getUnsignedShort(2)).as("RFC 6455, 7.4.1: protocol error").isEqualTo(1002);
        assertThat(client.isOpen()).isFalse();
    }

    /** The body of a request is counted until it is answered, since the lab's own pages have it in memory then. */
    @Test
    void aBodyThatIsPassedOnTakesNoMemory() throws Exception {
        Connections small = new Connections(new Connections.Limits(10, 10, 64 << 10));
        TestChannel other = new TestChannel(small, "192.0.2.2");
        other.open(small);
        other.send("POST /upload HTTP/1.1\r\nHost: port\r\nContent-Length: 200000\r\n\r\n");

        other.pipeline().get(Turns.class).passOn();
        for (int sent = 0; sent < 200_000; sent += 1_000) {
            other.send(new byte[1_000]);
        }

        assertThat(other.isOpen()).isTrue();
        assertThat(other.config().isAutoRead()).as("its answer is waited for").isFalse();
        other.answer(HttpResponseStatus.OK);
        other.send(request(PAGES[1]));
        assertThat(other.given).containsExactly("/upload", PAGES[1]);
    }

    @Test
    void throughATunnelAllBytesGoAsTheyCome() {
        client.send(request("/socket"));
        client.send("early"); // before the answer

        client.pipeline().get(Turns.class).tunnel();
        client.pipeline().remove("httpDecoder");
        client.runPendingTasks();
        client.send("one");
        client.send("two");

        assertThat(client.passed.toString()).isEqualTo("earlyonetwo");
        assertThat(client.config().isAutoRead()).isTrue();
        assertThat(client.connection.weight()).as("the request is remembered no longer").isZero();
    }

    private ClientTurn turn() {
        return client.pipeline().get(Turns.class);
    }

    private void openWebSocket() {
        client.send(request("/terminal"));
        client.upgrade();
        while (client.sent() != null) {
            // the answer to the handshake
        }
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: lab\r\n\r\n";
    }

    /** One byte each, masked by zeros. */
    private static byte[] frames(int... firstBytes) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int first : firstBytes) {
            frames.writeBytes(new byte[] {(byte) first, (byte) 0x81, 0, 0, 0, 0, 'x'});
        }
        return frames.toByteArray();
    }
}
