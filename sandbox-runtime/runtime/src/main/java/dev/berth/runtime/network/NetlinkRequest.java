package dev.berth.runtime.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One packet of netlink messages, written front to back: a message, its fixed part, its attributes, the next message. The kernel carries them out in
 * this order. Numbers are in the machine's byte order where not said otherwise.
 *
 * @see <a href="https://docs.kernel.org/userspace-api/netlink/intro.html">Introduction to Netlink</a>
 */
final class NetlinkRequest {
    static final int FLAG_REQUEST = 0x1;
    static final int FLAG_ACKNOWLEDGE = 0x4;
    static final int FLAG_DUMP = 0x300;
    static final int FLAG_REPLACE = 0x100;
    static final int FLAG_EXCLUSIVE = 0x200;
    static final int FLAG_CREATE = 0x400;
    static final int FLAG_APPEND = 0x800;

    /** Most requests of ours take less: all rules of a new machine 8 KiB. */
    private static final int USUAL_BYTES = 16 * 1024;

    /** Less than a socket sends at once. */
    private static final int MOST_BYTES = 128 * 1024;

    private static final int HEADER = 16;
    private static final int FLAGS_AT = 6;
    private static final int ALIGNMENT = 4;
    private static final int NESTED = 0x8000;

    private ByteBuffer bytes = ByteBuffer.allocate(USUAL_BYTES).order(ByteOrder.nativeOrder());
    private final List<String> descriptions = new ArrayList<>();
    private int messageStart;
    private int acknowledged;

    /** Begins a message. @param description what it asks for, after "cannot", in the text of an error */
    NetlinkRequest message(int type, int flags, String description) {
        endMessage();
        reserve();
        messageStart = bytes.position();
        descriptions.add(description);
        bytes.putInt(0).putShort((short) type).putShort((short) (flags | FLAG_REQUEST)).putInt(descriptions.size()).putInt(0);
        return this;
    }

    /** Asks that this message be answered when it was carried out; errors are answered anyway. */
    NetlinkRequest acknowledge() {
        int at = messageStart + FLAGS_AT;
        bytes.putShort(at, (short) (bytes.getShort(at) | FLAG_ACKNOWLEDGE));
        acknowledged = descriptions.size();
        return this;
    }

    /** Number of the last message that asked for an answer; the packet's first message is 1. */
    int acknowledged() {
        return acknowledged;
    }

    String description(int sequence) {
        return descriptions.get(sequence - 1);
    }

    NetlinkRequest octet(int value) {
        bytes.put((byte) value);
        return this;
    }

    NetlinkRequest half(int value) {
        bytes.putShort((short) value);
        return this;
    }

    NetlinkRequest word(int value) {
        bytes.putInt(value);
        return this;
    }

    NetlinkRequest attribute(int type, byte[] value) {
        int length = ALIGNMENT + value.length;
        bytes.putShort((short) length).putShort((short) type).put(value);
        return pad();
    }

    NetlinkRequest wordAttribute(int type, int value) {
        bytes.putShort((short) (ALIGNMENT + Integer.BYTES)).putShort((short) type).putInt(value);
        return this;
    }

    NetlinkRequest octetAttribute(int type, int value) {
        return attribute(type, new byte[] {(byte) value});
    }

    /** A word with its highest byte first, as nf_tables wants all its numbers. */
    NetlinkRequest networkWordAttribute(int type, int value) {
        return wordAttribute(type, bytes.order() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(value) : value);
    }

    /** Text with a final zero byte. */
    NetlinkRequest textAttribute(int type, String value) {
        return attribute(type, (value + '\0').getBytes(StandardCharsets.UTF_8));
    }

    /** An attribute that holds what {@code content} writes. */
    NetlinkRequest nested(int type, Runnable content) {
        int start = bytes.position();
        bytes.putShort((short) 0).putShort((short) (type | NESTED));
        content.run();
        bytes.putShort(start, (short) (bytes.position() - start));
        return this;
    }

    /** The packet's bytes; nothing can be added afterwards. */
    byte[] finish() {
        endMessage();
        byte[] packet = new byte[bytes.position()];
        bytes.get(0, packet);
        return packet;
    }

    /** For the next message, none of which takes more than half of the usual. */
    private void reserve() {
        if (bytes.remaining() < USUAL_BYTES / 2 && bytes.capacity() < MOST_BYTES) {
            bytes = ByteBuffer.allocate(2 * bytes.capacity()).order(bytes.order()).put(bytes.flip());
        }
    }

    private void endMessage() {
        if (bytes.position() - messageStart >= HEADER) {
            bytes.putInt(messageStart, bytes.position() - messageStart);
        }
    }

    private NetlinkRequest pad() {
        while (bytes.position() % ALIGNMENT != 0) {
            bytes.put((byte) 0);
        }
        return this;
    }
}
