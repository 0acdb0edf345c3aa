package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attached clients, byte by byte: what the docker command does not ask for. */
@ExtendWith(EngineUnderTest.class)
@Timeout(60)
class AttachTest {
    private static final String IMAGE = SmallImage.NAME;
    private static final int FRAME_HEADER = 8;
    private static final String HANDSHAKE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final Docker docker;

    AttachTest(Docker docker) {
        this.docker = docker;
    }

    private Conversation attach(String container, String query) throws IOException {
        Conversation conversation = docker.wire().open();
        conversation.send("POST " + Wire.VERSION + "/containers/" + container + "/attach?" + query
                + " HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n");
        assertThat(conversation.line()).isEqualTo("HTTP/1.1 101 UPGRADED");
        conversation.skipHeaders();
        return conversation;
    }

    /** The next frame's content. */
    private static String frame(Conversation conversation) throws IOException {
        int length = ByteBuffer.wrap(conversation.bytes(FRAME_HEADER)).getInt(4);
        return new String(conversation.bytes(length), StandardCharsets.UTF_8);
    }

    /** docker-compose's {@code up} attaches so: a prompt was not to be seen before its line had an end. */
    @Test
    void outputWithoutTheEndOfALineComesAtOnceAfterTheLog() throws Exception {
        docker.succeed("run", "-d", "-i", "--name", "echoing", IMAGE, "sh", "-c", "echo kept; cat");
        while (!docker.succeed("logs", "echoing").output().equals("kept\n")) {
            Thread.onSpinWait();
        }

        try (Conversation client = attach("echoing", "logs=1&stream=1&stdin=1&stdout=1")) {
            assertThat(frame(client)).isEqualTo("kept\n");
            client.send("typed");

            assertThat(frame(client)).isEqualTo("typed");
        }
    }

    @Test
    void whoIsAttachedAfterTheLogOfAnEndedRunSeesTheNext() throws Exception {
        docker.succeed("run", "--name", "again", IMAGE, "echo", "said");

        try (Conversation client = attach("again", "logs=1&stream=1&stdout=1")) {
            assertThat(frame(client)).isEqualTo("said\n");
            docker.succeed("start", "again");

            assertThat(frame(client)).isEqualTo("said\n");
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    /** So does docker-py's {@code container.attach()}: it waited for ever. */
    @Test
    void whoWantsNeitherLogNorStreamIsAtTheEnd() throws Exception {
        docker.succeed("run", "-d", "--name", "busy", IMAGE, "sleep", "1000");

        try (Conversation client = attach("busy", "stdout=1&stderr=1")) {
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ctrl-A,a", "ctrl-a,", "ab", "ctrl-1", "del", "ctrl-"})
    void detachKeysThatAreNone(String keys) {
        docker.succeed("run", "-d", "--name", "busy", IMAGE, "sleep", "1000");

        Answer attached = docker.wire().post("/containers/busy/attach?stream=1&detachKeys=" + keys);
        Answer executed = docker.wire().post("/containers/busy/exec", "{\"Cmd\": [\"true\"], \"DetachKeys\": \"" + keys + "\"}");

        assertThat(attached.status()).isEqualTo(400);
        assertThat(attached.text()).contains("Invalid detach keys (" + keys + ") provided");
        assertThat(executed.error()).isEqualTo("500 Invalid escape keys (" + keys + ") provided");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "DEL", "ctrl-@,ctrl-_", "ctrl-z,x"})
    void detachKeys(String keys) throws Exception {
        docker.succeed("run", "-d", "--name", "busy", IMAGE, "sleep", "1000");

        attach("busy", "stream=1&stdout=1&detachKeys=" + keys).close();
    }

    private Conversation webSocket(String container, String query) throws IOException {
        Conversation conversation = docker.wire().open();
        conversation.send("GET " + Wire.VERSION + "/containers/" + container + "/attach/ws?" + query + " HTTP/1.1\r\nHost: docker\r\n" + HANDSHAKE + "\r\n");
        assertThat(conversation.line()).isEqualTo("HTTP/1.1 101 Switching Protocols");
        assertThat(conversation.line()).isEqualTo("Upgrade: websocket");
        assertThat(conversation.line()).isEqualTo("Connection: Upgrade");
        assertThat(conversation.line()).isEqualTo("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        conversation.skipHeaders();
        return conversation;
    }

    /** As a client sends it, with a mask that changes nothing. */
    private static byte[] sent(int operation, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(6 + bytes.length).put((byte) (0x80 | operation)).put((byte) (0x80 | bytes.length)).putInt(0).put(bytes).array();
    }

    private record Frame(int operation, byte[] payload) {

        /** One that the server has sent: short, whole, without a mask. */
        static Frame next(Conversation conversation) throws IOException {
            byte[] header = conversation.bytes(2);
            assertThat(header[0] & 0xf0).isEqualTo(0x80);
            return new Frame(header[0] & 0x0f, conversation.bytes(header[1]));
        }
    }

    /** What binary frames say until it is so much, and no less than it. */
    private static String said(Conversation conversation, int bytes) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        while (said.size() < bytes) {
            Frame frame = Frame.next(conversation);
            assertThat(frame.operation()).isEqualTo(BINARY);
            said.write(frame.payload());
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static void isAtTheEnd(Conversation conversation) throws IOException {
        Frame last = Frame.next(conversation);
        assertThat(last.operation()).isEqualTo(CLOSE);
        assertThat(last.payload()).containsExactly(0x03, 0xe8);
        assertThat(conversation.untilClosed()).isEmpty();
    }

    @Test
    void aWebSocketBringsTheLogOfBothOutputsAndEnds() throws Exception {
        docker.succeed("run", "--name", "ended", IMAGE, "sh", "-c", "echo out; echo bad >&2");

        try (Conversation client = webSocket("ended", "logs=1")) {
            assertThat(said(client, 8).lines()).containsExactlyInAnyOrder("out", "bad");
            isAtTheEnd(client);
        }
    }

    @Test
    void aWebSocketIsTheProcessesInputAndOutput() throws Exception {
        docker.succeed("run", "-d", "-i", "--name", "echoing", IMAGE, "cat");

        try (Conversation client = webSocket("echoing", "stream=1&stdin=1&stdout=1")) {
            client.send(sent(1, "text"));
            assertThat(said(client, 4)).isEqualTo("text");
            client.send(sent(BINARY, "binary"));
            assertThat(said(client, 6)).isEqualTo("binary");

            client.send(sent(PING, "there?"));
            Frame pong = Frame.next(client);
            assertThat(pong.operation()).isEqualTo(PONG);
            assertThat(new String(pong.payload(), StandardCharsets.UTF_8)).isEqualTo("there?");

            client.send(sent(CLOSE, ""));
            client.finishSending();
            isAtTheEnd(client);
        }
    }

    @Test
    void detachKeysEndAWebSocket() throws Exception {
        docker.succeed("run", "-d", "-it", "--name", "shell", IMAGE, "sh", "-c", "exec sleep 1000");

        try (Conversation client = webSocket("shell", "stream=1&stdin=1&stdout=1&detachKeys=ctrl-x,x")) {
            client.send(sent(BINARY, "\u0018x"));

            isAtTheEnd(client);
        }
        assertThat(docker.inspect("shell", "{{.State.Running}}")).isEqualTo("true");
    }

    @Test
    void aWebSocketToWhatIsNotThere() {
        Answer missing = docker.wire().send("GET", "/containers/nosuch/attach/ws?stream=1", HANDSHAKE, new byte[0]);

        assertThat(missing.error()).isEqualTo("404 No such container: nosuch");
    }

    @Test
    void aWebSocketThatIsNone() {
        docker.succeed("create", "--name", "made", IMAGE, "true");

        Answer plain = docker.wire().get("/containers/made/attach/ws?stream=1");
        Answer keys = docker.wire().send("GET", "/containers/made/attach/ws?stream=1&detachKeys=foo", HANDSHAKE, new byte[0]);

        assertThat(plain.status()).isEqualTo(400);
        assertThat(plain.text()).contains("not websocket protocol");
        assertThat(keys.error()).isEqualTo("400 Invalid detach keys (foo) provided");
    }
}
