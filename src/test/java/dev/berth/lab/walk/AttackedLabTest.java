package dev.berth.lab.walk;

import dev.berth.lab.walk.Onslaught.Speech;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each attack had the lab run out of memory, and all its terminals broke; now a student who works meanwhile notices nothing. Against the lab of a running Berth, which has the memory of one. */
@Tag("end-to-end")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AttackedLabTest {

    private static final long ATTACK_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final byte[] NOTHING = {};

    private final RunningBerth berth = new RunningBerth();
    private Bystander bystander;

    /** A lab that an attack has brought down is started again: the next test is not about that. */
    @BeforeEach
    void aStudentWorks() throws Exception {
        berth.awaitLab();
        bystander = Bystander.join(berth, "Bystander " + System.nanoTime());
        bystander.begin();
    }

    @AfterEach
    void theyLeave() {
        bystander.close();
    }

    @Test
    void requestsThatArePipelinedAndNotReadHurtNobody() throws Exception {
        attack(100, Speech.onAndOn(request("GET", "/lessons", "").repeat(2_000).getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void streamsOfHttp2WithoutAWindowHurtNobody() throws Exception {
        attack(100, Speech.once(http2WithoutAWindow(2_000)));
    }

    @Test
    void answersThatAreNotReadHurtNobody() throws Exception {
        attack(900, Speech.once(request("GET", "/assets/lesson.js", "").getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void answersThatAreMadeSmallerAndNotReadHurtNobody() throws Exception {
        attack(900, Speech.once(request("GET", "/assets/lesson.js", "Accept-Encoding: gzip\r\n").getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void requestsOfWhichTheEndDoesNotComeHurtNobody() throws Exception {
        String head = "GET /lessons HTTP/1.1\r\nHost: lab\r\n" + "a: b\r\n".repeat(180) + "c: " + "d".repeat(6_000);
        attack(900, Speech.once(head.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void headsOfThousandsOfLinesHurtNobody() throws Exception {
        attack(200, Speech.once(("GET /lessons HTTP/1.1\r\nHost: lab\r\n" + "a:\r\n".repeat(3_000)).getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void connectionsThatAskNothingHurtNobody() throws Exception {
        attack(1_500, Speech.once(NOTHING));
    }

    @Test
    void connectionsThatAskAllTheTimeHurtNobody() throws Exception {
        attack(900, Speech.onAndOn(request("GET", "/lessons", "").getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void resizesOfOneStudentHurtNobody() throws Exception {
        attackTerminals(concat(frame(2, ByteBuffer.allocate(5).put((byte) 2).putShort((short) 80).putShort((short) 24)),
                frame(2, ByteBuffer.allocate(5).put((byte) 2).putShort((short) 81).putShort((short) 25))));
    }

    @Test
    void acknowledgementsOfOneStudentHurtNobody() throws Exception {
        attackTerminals(frame(2, ByteBuffer.allocate(9).put((byte) 3).putLong(1)));
    }

    @Test
    void pingsOfOneStudentHurtNobody() throws Exception {
        attackTerminals(frame(9, ByteBuffer.allocate(125)));
    }

    @Test
    void emptyFramesOfOneStudentHurtNobody() throws Exception {
        attackTerminals(frame(1, ByteBuffer.allocate(0)));
    }

    @Test
    void inputsOfOneStudentHurtNobody() throws Exception {
        attackTerminals(frame(2, ByteBuffer.allocate(30_009).put((byte) 1).putLong(0)));
    }

    /** A shell that takes nothing, and a browser's tab after the other that types to it. */
    @Test
    void inputsThatTheShellDoesNotTakeHurtNobody() throws Exception {
        ByteArrayOutputStream inputs = new ByteArrayOutputStream();
        inputs.writeBytes(frame(2, ByteBuffer.allocate(19).put((byte) 1).putLong(0).put("sleep 60\r".getBytes(StandardCharsets.US_ASCII))));
        for (int offset = 10; offset < 150_000; offset += 30_000) {
            inputs.writeBytes(frame(2, ByteBuffer.allocate(30_009).put((byte) 1).putLong(offset)));
        }
        attackTerminals(inputs.toByteArray());
    }

    private void attackTerminals(byte[] frames) throws Exception {
        Bystander student = Bystander.join(berth, "Mallory " + System.nanoTime());
        student.begin();
        student.close();
        attack(8, number -> new Speech(upgrade(student, "mallory-" + number + "-" + System.nanoTime()), true, repeated(frames)));
    }

    private void attack(int clients, Speech speech) throws Exception {
        attack(clients, number -> speech);
    }

    private void attack(int clients, IntFunction<Speech> speeches) throws Exception {
        try (Onslaught onslaught = new Onslaught(berth.address(), clients, speeches)) {
            long end = System.nanoTime() + ATTACK_NANOS;
            while (System.nanoTime() < end) {
                bystander.seesTheLesson();
                bystander.hasLostNothing();
            }
        }
        bystander.seesTheLesson();
        bystander.hasLostNothing();
    }

    private String request(String method, String path, String more) {
        return method + " " + path + " HTTP/1.1\r\nHost: " + URI.create(berth.address()).getAuthority() + "\r\n" + more + "\r\n";
    }

    private byte[] upgrade(Bystander student, String client) {
        return request("GET", "/terminal/vm1?client=" + client, "Cookie: " + student.cookie() + "\r\nOrigin: " + berth.address()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A WebSocket's frame, RFC 6455, 5.2, with a mask of zeros. */
    private static byte[] frame(int opcode, ByteBuffer content) {
        int length = content.capacity();
        ByteBuffer frame = ByteBuffer.allocate(8 + length).put((byte) (0x80 | opcode));
        if (length < 126) {
            frame.put((byte) (0x80 | length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) length);
        }
        frame.putInt(0).put(content.array()).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    /** HTTP/2 by prior knowledge: streams without end, of which no byte of an answer may be sent. RFC 9113, 3.3 and 6.5.2. */
    private static byte[] http2WithoutAWindow(int streams) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(http2Frame(4, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(0)));
        for (int stream = 1; stream < 2 * streams; stream += 2) {
            byte[] authority = "lab".getBytes(StandardCharsets.US_ASCII);
            ByteBuffer head = ByteBuffer.allocate(5 + authority.length).put((byte) 0x82).put((byte) 0x86).put((byte) 0x84) // GET, http, /
                    .put((byte) 0x41).put((byte) authority.length).put(authority);
            bytes.writeBytes(http2Frame(1, 5, stream, head));
        }
        return bytes.toByteArray();
    }

    private static byte[] http2Frame(int type, int flags, int stream, ByteBuffer content) {
        int length = content.capacity();
        return ByteBuffer.allocate(9 + length).put((byte) 0).putShort((short) length).put((byte) type).put((byte) flags).putInt(stream).put(content.array()).array();
    }

    private static byte[] repeated(byte[] frames) {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        while (many.size() < 64 << 10) {
            many.writeBytes(frames);
        }
        return many.toByteArray();
    }

    private static byte[] concat(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
    }
}
