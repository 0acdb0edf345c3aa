package dev.berth.runtime.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The attributes of a message that the kernel sent, by their type. A cut off one ends the reading. */
final class NetlinkAttributes {
    private static final int HEADER = 4;
    private static final int TYPE_MASK = 0x3fff;

    private final Map<Integer, ByteBuffer> values = new HashMap<>();

    /** @param bytes attributes from its position to its limit, in native order */
    NetlinkAttributes(ByteBuffer bytes) {
        int position = bytes.position();
        while (position + HEADER <= bytes.limit()) {
            int length = Short.toUnsignedInt(bytes.getShort(position));
            if (length < HEADER || position + length > bytes.limit()) {
                break;
            }
            int type = bytes.getShort(position + 2) & TYPE_MASK;
            values.put(type, bytes.slice(position + HEADER, length - HEADER).order(bytes.order()));
            position += length + (-length & HEADER - 1);
        }
    }

    /** Text up to its first zero byte. */
    Optional<String> text(int type) {
        return bytes(type).map(value -> {
            String text = new String(value, StandardCharsets.UTF_8);
            int end = text.indexOf('\0');
            return end < 0 ? text : text.substring(0, end);
        });
    }

    Optional<Integer> word(int type) {
        return Optional.ofNullable(values.get(type)).filter(value -> value.limit() >= Integer.BYTES).map(value -> value.getInt(0));
    }

    /** A word with its highest byte first. */
    Optional<Integer> networkWord(int type) {
        return word(type).map(value -> ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(value) : value);
    }

    Optional<byte[]> bytes(int type) {
        return Optional.ofNullable(values.get(type)).map(value -> {
            byte[] copy = new byte[value.limit()];
            value.get(0, copy);
            return copy;
        });
    }
}
