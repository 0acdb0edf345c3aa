package dev.berth.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.dns.MachineNames.Member;
import dev.berth.engine.dns.MachineNames.Seat;
import dev.berth.engine.dns.NameServer.Forwarding;
import dev.berth.runtime.kernel.InternetSocket;
import dev.berth.runtime.kernel.InternetSocket.Kind;
import dev.berth.runtime.kernel.SystemCallException;
import dev.berth.runtime.network.NameSockets;
import dev.berth.runtime.network.Subnet;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On this computer's loopback, with a server outside that the test plays. */
class NameServerTest {
    private static final Inet4Address FIRST = Subnet.parse("192.0.2.1/32").first();
    private static final Inet4Address SECOND = Subnet.parse("192.0.2.2/32").first();
    private static final Inet4Address NOWHERE = Subnet.parse("192.0.2.3/32").first();
    private static final Inet4Address LOOPBACK = Subnet.parse("127.0.0.1/32").first();
    private static final int ENETUNREACH = 101;
    private static final int SERVER_FAILURE = 2;

    private final MachineNames names = new MachineNames();
    private DatagramSocket first;
    private DatagramSocket second;
    private NameServer server;

    @BeforeEach
    void open() throws IOException {
        first = new DatagramSocket(0, LOOPBACK);
        second = new DatagramSocket(0, LOOPBACK);
        server = new NameServer(this::connect);
        names.put("db", new Member(true, List.of(new Seat("n", "mynet", Subnet.parse("10.5.0.2/32").first(), "db", Set.of("db"), Map.of()))));
        names.put("web", new Member(true, List.of(new Seat("n", "mynet", Subnet.parse("10.5.0.3/32").first(), "web", Set.of("web"), Map.of("database", "db")))));
    }

    @AfterEach
    void close() {
        server.close();
        first.close();
        second.close();
    }

    private InternetSocket connect(String machine, Kind kind, Inet4Address address, int port) {
        assertThat(port).isEqualTo(53);
        if (address.equals(NOWHERE)) {
            throw new SystemCallException("connect", ENETUNREACH);
        }
        return InternetSocket.connecting(kind, LOOPBACK, (address.equals(FIRST) ? first : second).getLocalPort());
    }

    /** @return where it asks */
    private InetSocketAddress served(String machine, String container, Inet4Address... servers) throws IOException {
        int port = freePort();
        NameSockets sockets = new NameSockets(InternetSocket.listening(Kind.UDP, NameSockets.ADDRESS, port, 16_384), InternetSocket.listening(Kind.TCP, NameSockets.ADDRESS, port, 16_384));
        server.serve(machine, container, sockets, names, new Forwarding(List.of(servers), false));
        return new InetSocketAddress(NameSockets.ADDRESS, port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, NameSockets.ADDRESS)) {
            return free.getLocalPort();
        }
    }

    private static byte[] question(int id, String... labels) {
        ByteBuffer packet = ByteBuffer.allocate(512).putShort((short) id).putShort((short) 0x0100).putShort((short) 1).putInt(0).putShort((short) 0);
        for (String label : labels) {
            packet.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        packet.put((byte) 0).putShort((short) 1).putShort((short) 1);
        byte[] bytes = new byte[packet.position()];
        packet.get(0, bytes);
        return bytes;
    }

    private static DatagramPacket packet(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[5000], 5000);
        socket.receive(packet);
        return packet;
    }

    private static ByteBuffer received(DatagramSocket socket) throws IOException {
        DatagramPacket packet = packet(socket);
        return ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
    }

    private static ByteBuffer asked(DatagramSocket client, InetSocketAddress server, byte[] question) throws IOException {
        client.send(new DatagramPacket(question, question.length, server));
        return received(client);
    }

    /** Answers the next question with this code; the test's time limit ends the wait. */
    private static void answerNext(DatagramSocket outside, int code) throws IOException {
        DatagramPacket question = packet(outside);
        ByteBuffer answer = ByteBuffer.wrap(question.getData(), 0, question.getLength());
        answer.putShort(2, (short) (0x8180 | code));
        outside.send(new DatagramPacket(question.getData(), question.getLength(), question.getSocketAddress()));
    }

    private static int code(ByteBuffer answer) {
        return answer.getShort(2) & 0xf;
    }

    @Test
    void answersNamesAndLinks() throws IOException {
        InetSocketAddress place = served("alice", "web");
        try (DatagramSocket client = new DatagramSocket()) {
            for (String[] name : new String[][] {{"db"}, {"DB", "MyNet"}, {"database"}}) {
                ByteBuffer answer = asked(client, place, question(7, name));

                assertThat(answer.getShort(0)).isEqualTo((short) 7);
                assertThat(answer.getShort(6)).isEqualTo((short) 1);
                assertThat(answer.getInt(answer.limit() - 4)).isEqualTo(0x0a050002);
            }
        }
    }

    @Test
    void answersOneQuestionAfterTheOtherByTcp() throws IOException {
        InetSocketAddress place = served("alice", "web");
        try (Socket client = new Socket(place.getAddress(), place.getPort())) {
            ByteBuffer two = ByteBuffer.allocate(100);
            for (int id = 1; id <= 2; id++) {
                two.putShort((short) question(id, "db").length).put(question(id, "db"));
            }
            OutputStream out = client.getOutputStream();
            out.write(two.array(), 0, two.position());

            DataInputStream in = new DataInputStream(client.getInputStream());
            for (int id = 1; id <= 2; id++) {
                byte[] answer = new byte[in.readUnsignedShort()];
                in.readFully(answer);
                assertThat(ByteBuffer.wrap(answer).getShort(0)).isEqualTo((short) id);
            }
        }
    }

    @Test
    void passesOtherNamesOnAndTheAnswerBack() throws IOException {
        InetSocketAddress place = served("alice", "web", NOWHERE, FIRST, SECOND);
        try (DatagramSocket client = new DatagramSocket()) {
            byte[] question = question(9, "example", "org");
            client.send(new DatagramPacket(question, question.length, place));
            answerNext(first, SERVER_FAILURE);
            answerNext(second, 3);

            ByteBuffer answer = received(client);

            assertThat(answer.getShort(0)).isEqualTo((short) 9);
            assertThat(code(answer)).isEqualTo(3);
        }
    }

    /** An answer of 60 KiB, which came in pieces: by TCP it was asked for, and by TCP it goes on. */
    @Test
    void passesOtherNamesOnByTcp() throws Exception {
        InetSocketAddress place = served("alice", "web", NOWHERE, FIRST);
        try (ServerSocket outside = new ServerSocket(first.getLocalPort(), 1, LOOPBACK); Socket client = new Socket(place.getAddress(), place.getPort())) {
            byte[] question = question(9, "example", "org");
            client.getOutputStream().write(ByteBuffer.allocate(2 + question.length).putShort((short) question.length).put(question).array());

            byte[] answer = new byte[61_440];
            try (Socket asked = outside.accept()) {
                int length = new DataInputStream(asked.getInputStream()).readUnsignedShort();
                asked.getInputStream().readNBytes(answer, 0, length);
                answer[2] = (byte) 0x81;
                asked.getOutputStream().write(ByteBuffer.allocate(2).putShort((short) answer.length).array());
                asked.getOutputStream().write(answer, 0, 10_000);
                asked.getOutputStream().flush();
                asked.getOutputStream().write(answer, 10_000, answer.length - 10_000);
            }

            DataInputStream in = new DataInputStream(client.getInputStream());
            assertThat(in.readUnsignedShort()).isEqualTo(answer.length);
            assertThat(in.readNBytes(answer.length)).isEqualTo(answer);
        }
    }

    @Test
    void takesNoAnswerToAnotherQuestion() throws IOException {
        InetSocketAddress place = served("alice", "web", FIRST);
        try (DatagramSocket client = new DatagramSocket()) {
            byte[] question = question(9, "example", "org");
            client.send(new DatagramPacket(question, question.length, place));
            DatagramPacket asked = packet(first);
            byte[] other = question(0, "example", "net");
            other[0] = asked.getData()[0];
            other[1] = asked.getData()[1];
            other[2] = (byte) 0x81;
            first.send(new DatagramPacket(other, other.length, asked.getSocketAddress()));
            first.send(new DatagramPacket(new byte[] {1}, 1, asked.getSocketAddress()));
            asked.getData()[2] = (byte) 0x81;
            first.send(asked);

            assertThat(new String(received(client).array(), StandardCharsets.ISO_8859_1)).contains("org").doesNotContain("net");
        }
    }

    @Test
    void looksUpANameForTheEngineItself() throws Exception {
        CompletionStage<Optional<Inet4Address>> found = server.lookUp("alice", "registry.example.org", List.of(FIRST));
        DatagramPacket question = packet(first);
        // An alias, and the address of what it stands for.
        ByteBuffer answer = ByteBuffer.allocate(512).put(question.getData(), 0, question.getLength()).putShort(2, (short) 0x8180).putShort(6, (short) 2);
        answer.putShort((short) 0xc00c).putShort((short) 5).putShort((short) 1).putInt(60).putShort((short) 4).put(new byte[] {1, 'x', (byte) 0xc0, 0x0c});
        answer.put(new byte[] {1, 'x', (byte) 0xc0, 0x0c}).putShort((short) 1).putShort((short) 1).putInt(60).putShort((short) 4).putInt(0x0a050607);
        first.send(new DatagramPacket(answer.array(), answer.position(), question.getSocketAddress()));
        assertThat(found.toCompletableFuture().get()).hasValueSatisfying(address -> assertThat(address.getHostAddress()).isEqualTo("10.5.6.7"));

        CompletionStage<Optional<Inet4Address>> missing = server.lookUp("alice", "nobody.example.org", List.of(FIRST));
        answerNext(first, 3);
        assertThat(missing.toCompletableFuture().get()).isEmpty();
        assertThat(server.lookUp("alice", "x..y", List.of(FIRST)).toCompletableFuture().get()).isEmpty();
    }

    @Test
    void saysAtOnceThatThereIsNoWayOut() throws IOException {
        InetSocketAddress place = served("alice", "web", NOWHERE);
        names.put("inner", new Member(false, List.of()));
        InetSocketAddress inner = served("alice", "inner", FIRST);
        try (DatagramSocket client = new DatagramSocket()) {
            assertThat(code(asked(client, place, question(1, "example", "org")))).isEqualTo(SERVER_FAILURE);
            assertThat(code(asked(client, inner, question(1, "example", "org")))).isEqualTo(SERVER_FAILURE);

            byte[] other = question(2, "other", "org");
            client.send(new DatagramPacket(other, other.length, served("alice", "web", FIRST)));
            byte[] passedOn = packet(first).getData();
            assertThat(new String(passedOn, StandardCharsets.ISO_8859_1)).as("the first question that has left").contains("other");
        }
    }

    @Test
    void asksForSoManyNamesAtOnce() throws IOException {
        InetSocketAddress place = served("alice", "web", FIRST);
        try (DatagramSocket client = new DatagramSocket()) {
            for (int id = 0; id < 64; id++) {
                byte[] question = question(id, "example", "org");
                client.send(new DatagramPacket(question, question.length, place));
                packet(first);
            }

            ByteBuffer refused = asked(client, place, question(64, "example", "org"));

            assertThat(refused.getShort(0)).isEqualTo((short) 64);
            assertThat(code(refused)).isEqualTo(SERVER_FAILURE);
            assertThat(asked(client, place, question(65, "db")).getShort(6)).isEqualTo((short) 1);
        }
    }

    @Test
    void othersHaveTheirAnswersWhateverOneAsks() throws Exception {
        InetSocketAddress greedy = served("mallory", "db");
        InetSocketAddress place = served("alice", "web");
        AtomicBoolean over = new AtomicBoolean();
        Thread flood = new Thread(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                List<byte[]> packets = new ArrayList<>(List.of(question(1, "db"), new byte[] {0}, question(2, "x".repeat(63), "y".repeat(63), "z".repeat(63))));
                while (!over.get()) {
                    for (byte[] packet : packets) {
                        socket.send(new DatagramPacket(packet, packet.length, greedy));
                    }
                }
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });
        flood.start();
        try (DatagramSocket client = new DatagramSocket()) {
            for (int id = 0; id < 500; id++) {
                assertThat(asked(client, place, question(id, "db")).getShort(0)).isEqualTo((short) id);
            }
        } finally {
            over.set(true);
            flood.join();
        }
    }

    @Test
    void forgetsAMachineThatHasEnded() throws IOException {
        InetSocketAddress place = served("alice", "web");
        server.endMachine("alice");

        boolean free = false;
        while (!free) { // the test's time limit ends it
            try (ServerSocket again = new ServerSocket(place.getPort(), 1, place.getAddress())) {
                free = again.isBound();
            } catch (BindException notYet) {
                Thread.onSpinWait();
            }
        }
        assertThat(free).isTrue();
    }
}
