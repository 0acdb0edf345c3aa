package dev.berth.runtime.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names of files as text. For the kernel a name is bytes; nearly all are UTF-8, and those that are not must still come back as the same bytes: each byte {@code 0x80}
 * to {@code 0xff} that is no part of UTF-8 becomes a lone surrogate {@code U+DC80} to {@code U+DCFF}, which no UTF-8 text has.
 *
 * @see <a href="https://peps.python.org/pep-0383/">PEP 383, where this is from</a>
 */
public final class FileName {
    private static final int ESCAPE = 0xdc00;
    private static final char REPLACEMENT = '\ufffd';

    private FileName() {}

    public static String decode(byte[] bytes, int offset, int length) {
        if (isAscii(bytes, offset, offset + length)) {
            return new String(bytes, offset, length, StandardCharsets.US_ASCII);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length)).toString();
        } catch (CharacterCodingException notUtf8) {
            return escape(bytes, offset, offset + length);
        }
    }

    private static boolean isAscii(byte[] bytes, int start, int end) {
        for (int at = start; at < end; at++) {
            if (bytes[at] < 0) {
                return false;
            }
        }
        return true;
    }

    private static String escape(byte[] bytes, int start, int end) {
        StringBuilder text = new StringBuilder();
        int at = start;
        while (at < end) {
            int length = characterLength(bytes, at, end);
            if (length == 0) {
                text.append((char) (ESCAPE + (bytes[at] & 0xff)));
                at++;
            } else {
                text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return text.toString();
    }

    /** Bytes of the UTF-8 character that begins here; 0: none does. */
    private static int characterLength(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        int length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (at + length > end) {
            return 0;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
            return length;
        } catch (CharacterCodingException notUtf8) {
            return 0;
        }
    }

    /** The bytes that {@link #decode} made {@code name} of. */
    public static byte[] encode(String name) {
        for (int at = 0; at < name.length(); at++) {
            if (isEscape(name.charAt(at))) {
                return unescape(name);
            }
        }
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** For those who read text, which such bytes are no part of: each becomes {@code U+FFFD}. */
    public static String shown(String name) {
        StringBuilder shown = new StringBuilder(name.length());
        name.codePoints().forEach(point -> shown.appendCodePoint(isEscape(point) ? REPLACEMENT : point));
        return shown.toString();
    }

    /** As {@link #encode}, with the zero at its end that C wants. @throws IllegalArgumentException if there is one before */
    static byte[] terminated(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("zero character in \"" + name + "\"");
        }
        byte[] encoded = encode(name);
        return Arrays.copyOf(encoded, encoded.length + 1);
    }

    private static byte[] unescape(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        name.codePoints().forEach(point -> {
            if (isEscape(point)) {
                bytes.write(point - ESCAPE);
            } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    /** A low surrogate after a high one is in this range, too, but then {@code codePoints} has joined them. */
    private static boolean isEscape(int point) {
        return point >= ESCAPE + 0x80 && point <= ESCAPE + 0xff;
    }
}
