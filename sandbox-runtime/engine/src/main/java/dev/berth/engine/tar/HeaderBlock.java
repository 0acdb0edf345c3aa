package dev.berth.engine.tar;

import dev.berth.runtime.kernel.FileName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The 512 bytes before each entry's content. */
final class HeaderBlock {
    static final int SIZE = 512;

    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int MAGIC_AT = 257;

    private final byte[] block;

    /** @throws TarFormatException if the checksum is wrong: this is no header */
    HeaderBlock(byte[] block) throws TarFormatException {
        this.block = block;
        long wanted = number(CHECKSUM_AT, CHECKSUM_LENGTH);
        long unsigned = 0;
        long signed = 0;
        for (byte value : block) {
            unsigned += value & 0xff;
            signed += value;
        }
        for (int at = CHECKSUM_AT; at < CHECKSUM_AT + CHECKSUM_LENGTH; at++) { // its own place counts as blanks
            unsigned += ' ' - (block[at] & 0xff);
            signed += ' ' - block[at];
        }
        // Some old programs added the bytes up as signed numbers.
        if (wanted != unsigned && wanted != signed) {
            throw new TarFormatException("invalid tar header: wrong checksum");
        }
    }

    static boolean isEmpty(byte[] block) {
        for (byte value : block) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** ustar's prefix joined on; in GNU's format times lie in its place. */
    String name() throws TarFormatException {
        String name = text(0, 100);
        boolean ustar = block[MAGIC_AT + 5] == 0 && startsWith(MAGIC_AT, "ustar");
        String prefix = ustar ? text(345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    long mode() throws TarFormatException {
        return number(100, 8);
    }

    long uid() throws TarFormatException {
        return number(108, 8);
    }

    long gid() throws TarFormatException {
        return number(116, 8);
    }

    long size() throws TarFormatException {
        return number(124, 12);
    }

    long modified() throws TarFormatException {
        return number(136, 12);
    }

    byte type() {
        return block[156];
    }

    String linkTarget() throws TarFormatException {
        return text(157, 100);
    }

    boolean startsWith(int at, String text) {
        return Arrays.equals(block, at, at + text.length(), text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
    }

    boolean flag(int at) {
        return block[at] != 0;
    }

    /** Octal digits, or, for what these cannot hold, GNU's binary: the first bit set, the rest a signed big-endian number. */
    long number(int at, int length) throws TarFormatException {
        return number(block, at, length);
    }

    static long number(byte[] block, int at, int length) throws TarFormatException {
        if ((block[at] & 0x80) != 0) {
            return binary(block, at, length);
        }
        long value = 0;
        int i = at;
        int end = at + length;
        while (i < end && (block[i] == ' ' || block[i] == 0)) {
            i++;
        }
        for (; i < end && block[i] != ' ' && block[i] != 0; i++) {
            int digit = block[i] - '0';
            if (digit < 0 || digit > 7) {
                throw new TarFormatException("invalid tar header: a number is not octal");
            }
            value = value << 3 | digit;
        }
        return value;
    }

    private static long binary(byte[] block, int at, int length) throws TarFormatException {
        boolean negative = (block[at] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = at; i < at + length; i++) {
            int digit = i == at ? (block[i] & 0x7f) | (negative ? 0x80 : 0) : block[i] & 0xff;
            if (value >>> 55 != (negative ? 0x1ff : 0)) {
                throw new TarFormatException("invalid tar header: a number is too large");
            }
            value = value << 8 | digit;
        }
        return value;
    }

    private String text(int at, int length) throws TarFormatException {
        int end = at;
        while (end < at + length && block[end] != 0) {
            end++;
        }
        return decode(block, at, end - at);
    }

    static String decode(byte[] bytes, int at, int length) {
        return FileName.decode(bytes, at, length);
    }
}
