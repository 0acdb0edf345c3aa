package dev.berth.engine.dns;

import dev.berth.runtime.network.Subnet;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The few messages that a name server of containers reads and writes by itself; all others it passes on as they are. A question is read without exceptions, whatever a packet
 * holds: names are followed from label to label and never by a pointer, so that none loops or is longer than its packet.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4">RFC 1035, messages</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6891#section-6">RFC 6891, the size that a client takes by UDP</a>
 */
final class DnsMessage {
    static final int TYPE_ADDRESS = 1;
    static final int TYPE_POINTER = 12;
    static final int TYPE_ADDRESS_6 = 28;

    static final int SUCCESS = 0;
    static final int SERVER_FAILURE = 2;
    static final int REFUSED = 5;

    /** What all clients take by UDP, and the most that is sent to one that takes more. */
    static final int LEAST_ROOM = 512;
    static final int MOST_ROOM = 4096;

    private static final int TYPE_OPTIONS = 41;
    private static final int CLASS_INTERNET = 1;
    private static final int HEADER = 12;
    private static final int FLAGS = 2;
    private static final int QUESTIONS = 4;
    private static final int ANSWERS = 6;
    private static final int AUTHORITIES = 8;
    private static final int ADDITIONAL = 10;
    /** Of a whole packet: names are half as long at most, and options say little. */
    private static final int LONGEST_QUESTION = 512;

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_LABEL = 63;
    private static final int QUESTION_TAIL = 4;
    private static final int OPTIONS_BYTES = 11;
    private static final int ADDRESS_RECORD_BYTES = 16;
    private static final int POINTER_RECORD_BYTES = 12;

    /** Of a record, after its name: type, class, time to live, length. */
    private static final int RECORD_HEAD = 10;

    private static final int BYTE = 0xff;
    private static final int IS_ANSWER = 0x8000;
    private static final int OPERATION = 0x7800;
    private static final int TRUNCATED = 0x0200;
    private static final int RECURSION_WANTED = 0x0100;
    private static final int RECURSION_AVAILABLE = 0x0080;
    private static final int CODE = 0x000f;

    /** To the name of the question. */
    private static final short SAME_NAME = (short) (0xc000 | HEADER);

    /** Docker's. */
    private static final int SECONDS_TO_LIVE = 600;

    private DnsMessage() {}

    /**
     * A question.
     *
     * @param name in lower case, without a dot at its end; empty: the root
     * @param end where its question ends in the packet
     * @param room bytes that the client takes by UDP
     * @param options whether it has told its room, and so is told ours
     */
    record Query(String name, int type, int end, int room, boolean options) {}

    /** Fills the packet with a question for the addresses of a name. @return false: it cannot be said */
    static boolean ask(ByteBuffer packet, String name) {
        packet.clear().putShort((short) 0).putShort((short) RECURSION_WANTED).putShort((short) 1).putShort((short) 0).putInt(0);
        for (String label : name.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > LONGEST_LABEL || packet.position() + label.length() > LONGEST_NAME || !StandardCharsets.US_ASCII.newEncoder().canEncode(label)) {
                return false;
            }
            packet.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        packet.put((byte) 0).putShort((short) TYPE_ADDRESS).putShort((short) CLASS_INTERNET).flip();
        return true;
    }

    /** The first address among the records of an answer, whoever's it is: of a name's other names the server has told only those that lead to it. @param end of the question */
    static Optional<Inet4Address> address(ByteBuffer answer, int end) {
        int at = end;
        for (int count = Short.toUnsignedInt(answer.getShort(ANSWERS)); count > 0; count--) {
            at = afterName(answer, at);
            if (at + RECORD_HEAD > answer.limit()) {
                return Optional.empty();
            }
            int length = Short.toUnsignedInt(answer.getShort(at + RECORD_HEAD - Short.BYTES));
            if (answer.getShort(at) == TYPE_ADDRESS && length == Integer.BYTES && at + RECORD_HEAD + length <= answer.limit()) {
                byte[] bytes = new byte[length];
                answer.get(at + RECORD_HEAD, bytes);
                return Optional.of(Subnet.parse((bytes[0] & BYTE) + "." + (bytes[1] & BYTE) + "." + (bytes[2] & BYTE) + "." + (bytes[3] & BYTE) + "/" + Integer.SIZE).first());
            }
            at += RECORD_HEAD + length;
        }
        return Optional.empty();
    }

    /** By a pointer a name ends. */
    private static int afterName(ByteBuffer message, int from) {
        int at = from;
        while (at < message.limit()) {
            int label = Byte.toUnsignedInt(message.get(at));
            if (label == 0) {
                return at + 1;
            }
            if (label > LONGEST_LABEL) {
                return at + Short.BYTES;
            }
            at += 1 + label;
        }
        return at;
    }

    /** @param packet from its first byte to its last; empty: it holds no question of the usual kind, and is not answered */
    static Optional<Query> query(ByteBuffer packet) {
        int length = packet.limit();
        if (length < HEADER || length > LONGEST_QUESTION || (flags(packet) & (IS_ANSWER | OPERATION)) != 0 || packet.getShort(QUESTIONS) != 1 || packet.getShort(ANSWERS) != 0) {
            return Optional.empty();
        }
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (at < length && packet.get(at) != 0) {
            int label = Byte.toUnsignedInt(packet.get(at));
            if (label > LONGEST_LABEL || at + 1 + label >= length || at + 1 + label - HEADER >= LONGEST_NAME) {
                return Optional.empty();
            }
            name.append(name.isEmpty() ? "" : ".").append(text(packet, at + 1, label));
            at += 1 + label;
        }
        int end = at + 1 + QUESTION_TAIL;
        if (end > length || packet.getShort(end - Short.BYTES) != CLASS_INTERNET) {
            return Optional.empty();
        }
        boolean options = hasOptions(packet, end);
        int room = options ? Math.max(LEAST_ROOM, Math.min(MOST_ROOM, Short.toUnsignedInt(packet.getShort(end + 3)))) : LEAST_ROOM;
        return Optional.of(new Query(name.toString().toLowerCase(Locale.ROOT), Short.toUnsignedInt(packet.getShort(at + 1)), end, room, options));
    }

    private static String text(ByteBuffer packet, int from, int length) {
        byte[] bytes = new byte[length];
        packet.get(from, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** As the first record after the question, where all clients write them. */
    private static boolean hasOptions(ByteBuffer packet, int end) {
        return packet.getShort(AUTHORITIES) == 0 && packet.getShort(ADDITIONAL) != 0 && packet.limit() >= end + OPTIONS_BYTES && packet.get(end) == 0
                && packet.getShort(end + 1) == TYPE_OPTIONS;
    }

    static int id(ByteBuffer message) {
        return Short.toUnsignedInt(message.getShort(0));
    }

    static void id(ByteBuffer message, int id) {
        message.putShort(0, (short) id);
    }

    private static int flags(ByteBuffer message) {
        return Short.toUnsignedInt(message.getShort(FLAGS));
    }

    /** Of an answer. */
    static int code(ByteBuffer message) {
        return flags(message) & CODE;
    }

    /** Whether what another server sent answers this question, letters being the same in both cases. @param question the packet that was sent to it */
    static boolean isAnswer(ByteBuffer message, byte[] question, int end) {
        if (message.limit() < end || (flags(message) & IS_ANSWER) == 0 || message.getShort(QUESTIONS) != 1) {
            return false;
        }
        for (int at = HEADER; at < end; at++) {
            if (lower(message.get(at)) != lower(question[at])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
    }

    /** Turns the packet of a question into its answer, without records. */
    static void answer(ByteBuffer packet, Query query, int code) {
        begin(packet, query, code, 0);
        finish(packet, query);
    }

    /** As {@link #answer}, with addresses: as many as the client takes. @param room in bytes, of the whole message */
    static void answer(ByteBuffer packet, Query query, List<Inet4Address> addresses, int room) {
        int free = room - query.end() - (query.options() ? OPTIONS_BYTES : 0);
        int count = Math.min(addresses.size(), free / ADDRESS_RECORD_BYTES);
        begin(packet, query, SUCCESS | (count < addresses.size() ? TRUNCATED : 0), count);
        for (Inet4Address address : addresses.subList(0, count)) {
            record(packet, TYPE_ADDRESS, Integer.BYTES).put(address.getAddress());
        }
        finish(packet, query);
    }

    /** As {@link #answer}, with the name of an address. @return false: it cannot be said, and the packet is as it was */
    static boolean answer(ByteBuffer packet, Query query, String name) {
        String[] labels = name.split("\\.", -1);
        int length = 1;
        for (String label : labels) {
            if (label.isEmpty() || label.length() > LONGEST_LABEL || !StandardCharsets.US_ASCII.newEncoder().canEncode(label)) {
                return false;
            }
            length += 1 + label.length();
        }
        if (length > LONGEST_NAME || query.end() + POINTER_RECORD_BYTES + length + OPTIONS_BYTES > LEAST_ROOM + LONGEST_NAME) {
            return false;
        }
        begin(packet, query, SUCCESS, 1);
        record(packet, TYPE_POINTER, length);
        for (String label : labels) {
            packet.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        packet.put((byte) 0);
        finish(packet, query);
        return true;
    }

    private static void begin(ByteBuffer packet, Query query, int codeAndFlags, int answers) {
        int flags = IS_ANSWER | flags(packet) & RECURSION_WANTED | RECURSION_AVAILABLE | codeAndFlags;
        packet.putShort(FLAGS, (short) flags).putShort(ANSWERS, (short) answers).putShort(AUTHORITIES, (short) 0).putShort(ADDITIONAL, (short) (query.options() ? 1 : 0));
        packet.limit(packet.capacity()).position(query.end());
    }

    private static ByteBuffer record(ByteBuffer packet, int type, int length) {
        return packet.putShort(SAME_NAME).putShort((short) type).putShort((short) CLASS_INTERNET).putInt(SECONDS_TO_LIVE).putShort((short) length);
    }

    private static void finish(ByteBuffer packet, Query query) {
        if (query.options()) {
            packet.put((byte) 0).putShort((short) TYPE_OPTIONS).putShort((short) MOST_ROOM).putInt(0).putShort((short) 0);
        }
        packet.flip();
    }
}
