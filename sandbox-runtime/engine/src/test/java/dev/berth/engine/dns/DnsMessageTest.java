package dev.berth.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.dns.DnsMessage.Query;
import dev.berth.runtime.network.Subnet;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DnsMessageTest {
    private static final int ROOM = 5000;
    private static final byte[] OPTIONS = {0, 0, 41, 0x10, 0, 0, 0, 0, 0, 0, 0};

    private static ByteBuffer question(int type, byte[] options, String... labels) {
        ByteBuffer packet = ByteBuffer.allocate(ROOM).putShort((short) 0x1234).putShort((short) 0x0100).putShort((short) 1).putInt(0).putShort((short) (options.length == 0 ? 0 : 1));
        for (String label : labels) {
            packet.put((byte) label.length()).put(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        return packet.put((byte) 0).putShort((short) type).putShort((short) 1).put(options).flip();
    }

    private static List<Inet4Address> addresses(int count) {
        return IntStream.range(0, count).mapToObj(number -> Subnet.parse("10.5.0.0/16").get(number)).toList();
    }

    @Test
    void readsAQuestion() {
        assertThat(DnsMessage.query(question(1, new byte[0], "DB", "myNet"))).contains(new Query("db.mynet", 1, 26, 512, false));
        assertThat(DnsMessage.query(question(28, OPTIONS, "db"))).contains(new Query("db", 28, 20, 4096, true));
        assertThat(DnsMessage.query(question(2, new byte[0]))).contains(new Query("", 2, 17, 512, false));
    }

    @Test
    void leavesAloneWhatIsNoQuestion() {
        ByteBuffer answer = question(1, new byte[0], "db");
        answer.putShort(2, (short) 0x8180);
        ByteBuffer pointing = question(1, new byte[0], "db");
        pointing.putShort(12, (short) 0xc00c);
        ByteBuffer two = question(1, new byte[0], "db");
        two.putShort(4, (short) 2);
        ByteBuffer cut = question(1, new byte[0], "db");
        cut.limit(cut.limit() - 1);
        String[] long64 = IntStream.range(0, 5).mapToObj(number -> "x".repeat(63)).toArray(String[]::new);
        ByteBuffer tenThousand = ByteBuffer.allocate(10_000).put(question(1, new byte[0], "db")).clear();

        for (ByteBuffer packet : List.of(answer, pointing, two, cut, question(1, new byte[0], long64), tenThousand, ByteBuffer.allocate(0), ByteBuffer.allocate(11))) {
            assertThat(DnsMessage.query(packet)).isEmpty();
        }
    }

    @Test
    void answersWithAsManyAddressesAsTheClientTakes() {
        ByteBuffer packet = question(1, new byte[0], "db");
        Query query = DnsMessage.query(packet).orElseThrow();

        DnsMessage.answer(packet, query, addresses(200), query.room());

        assertThat(packet.limit()).isLessThanOrEqualTo(512).isGreaterThan(512 - 16);
        assertThat(packet.getShort(6)).isEqualTo((short) 30);
        assertThat(packet.getShort(2) & 0x8380).isEqualTo(0x8380);
    }

    @Test
    void saysItsOwnRoomToOneThatHasSaidIts() {
        ByteBuffer packet = question(1, OPTIONS, "db");
        Query query = DnsMessage.query(packet).orElseThrow();

        DnsMessage.answer(packet, query, addresses(200), query.room());

        assertThat(packet.getShort(6)).isEqualTo((short) 200);
        assertThat(packet.getShort(10)).isEqualTo((short) 1);
        assertThat(packet.getShort(packet.limit() - 10)).isEqualTo((short) 41);
        assertThat(packet.getShort(2) & 0x0200).isZero();
    }

    @Test
    void doesNotSayNamesThatCannotBeSaid() {
        for (String name : List.of("a..b", "x".repeat(64), "x.".repeat(130) + "x", "ä")) {
            ByteBuffer packet = question(12, new byte[0], "1");
            assertThat(DnsMessage.answer(packet, DnsMessage.query(packet).orElseThrow(), name)).as(name).isFalse();
        }
    }

    @Test
    void knowsTheAnswerToAQuestion() {
        ByteBuffer packet = question(1, new byte[0], "Example", "org");
        byte[] question = new byte[packet.limit()];
        packet.get(0, question);
        ByteBuffer answer = question(1, new byte[0], "example", "org");
        answer.putShort(2, (short) 0x8180);

        assertThat(DnsMessage.isAnswer(answer, question, question.length)).isTrue();
        assertThat(DnsMessage.isAnswer(packet, question, question.length)).isFalse();
        ByteBuffer other = question(1, new byte[0], "example", "net");
        other.putShort(2, (short) 0x8180);
        assertThat(DnsMessage.isAnswer(other, question, question.length)).isFalse();
    }

    /** Nothing that comes from a container makes an exception, and every answer fits. */
    @Property(tries = 5_000)
    void anyBytesAreReadOrLeftAlone(@ForAll @Size(max = 600) byte[] bytes) {
        read(ByteBuffer.allocate(ROOM).put(bytes).flip());
    }

    /** What another server sends is as hostile. */
    @Property(tries = 5_000)
    void anyAnswerIsReadOrLeftAlone(@ForAll @Size(min = 17, max = 600) byte[] bytes, @ForAll @IntRange(min = 17, max = 600) int end) {
        DnsMessage.address(ByteBuffer.wrap(bytes), Math.min(end, bytes.length));
    }

    /** As {@link #anyBytesAreReadOrLeftAlone}, of what is nearly a question. */
    @Property(tries = 5_000)
    void damagedQuestionsAreReadOrLeftAlone(@ForAll("labels") List<String> labels, @ForAll @IntRange(max = 600) int length, @ForAll @IntRange(max = 300) int at, @ForAll byte damage, @ForAll boolean options) {
        ByteBuffer packet = question(1, options ? OPTIONS : new byte[0], labels.toArray(String[]::new));
        packet.put(Math.min(at, packet.limit() - 1), damage);
        packet.limit(Math.min(length, packet.limit()));
        read(packet);
    }

    @Provide
    Arbitrary<List<String>> labels() {
        return Arbitraries.strings().withCharRange('\0', 'ÿ').ofMinLength(1).ofMaxLength(63).list().ofMaxSize(5);
    }

    private static void read(ByteBuffer packet) {
        Optional<Query> query = DnsMessage.query(packet);
        if (query.isPresent()) {
            assertThat(query.get().name().length()).isLessThanOrEqualTo(253);
            assertThat(query.get().end()).isLessThanOrEqualTo(packet.limit());
            DnsMessage.answer(packet, query.get(), addresses(300), query.get().room());
            assertThat(packet.limit()).isLessThanOrEqualTo(query.get().room());
        }
    }
}
