package dev.berth.engine.tar;

import dev.berth.runtime.kernel.FileName;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * An entry's header: one ustar block, and before it a pax header for what does not fit there. The same choices as Docker's: seconds only, the kind of the
 * file among the bits of its mode.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_01">pax, interchange format</a>
 */
final class HeaderWriter {
    private static final int NAME_LENGTH = 100;
    private static final long LARGEST_OCTAL = 0x1ffffffffL; // eleven digits
    private static final int PAX_MODE = 0;

    private final TarEntry entry;
    private final AccountNames accounts;
    private final byte[] name;
    private final byte[] target;

    HeaderWriter(TarEntry entry, AccountNames accounts) {
        this.entry = entry;
        this.accounts = accounts;
        this.name = FileName.encode(entry.name());
        this.target = FileName.encode(entry.linkTarget());
    }

    byte[] bytes(int kindBits, int major, int minor) {
        long seconds = entry.modified().getEpochSecond();
        byte[] block = new Block(type(), name, target, kindBits | entry.mode(), entry.uid(), entry.gid(), accounts, fits(entry.size()) ? entry.size() : 0,
                fits(seconds) ? seconds : 0, major, minor).bytes();
        Map<String, byte[]> records = records();
        if (records.isEmpty()) {
            return block;
        }
        byte[] content = encode(records);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(new Block('x', paxName(), new byte[0], PAX_MODE, 0, 0, AccountNames.NONE, content.length, 0, 0, 0).bytes());
        header.writeBytes(content);
        header.writeBytes(new byte[-content.length & HeaderBlock.SIZE - 1]);
        header.writeBytes(block);
        return header.toByteArray();
    }

    private Map<String, byte[]> records() {
        Map<String, byte[]> records = new TreeMap<>();
        if (!fits(name)) {
            records.put("path", name);
        }
        if (!fits(target)) {
            records.put("linkpath", target);
        }
        if (!fits(entry.size())) {
            records.put("size", text(entry.size()));
        }
        long seconds = entry.modified().getEpochSecond();
        if (!fits(seconds)) {
            records.put("mtime", text(seconds));
        }
        entry.attributes().forEach((attribute, value) -> records.put("SCHILY.xattr." + attribute, value));
        return records;
    }

    private static boolean fits(byte[] text) {
        if (text.length > NAME_LENGTH) {
            return false;
        }
        for (byte letter : text) {
            if (letter < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(long number) {
        return number >= 0 && number <= LARGEST_OCTAL;
    }

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] paxName() {
        String text = entry.name().endsWith("/") ? entry.name().substring(0, entry.name().length() - 1) : entry.name();
        int slash = text.lastIndexOf('/');
        return FileName.encode(text.substring(0, slash + 1) + "PaxHeaders.0/" + text.substring(slash + 1));
    }

    private static byte[] encode(Map<String, byte[]> records) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        records.forEach((key, value) -> {
            byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
            // Blank, equals sign, line's end; the length counts its own digits.
            int rest = keyBytes.length + value.length + 3;
            int length = rest + String.valueOf(rest).length();
            if (String.valueOf(length).length() > String.valueOf(rest).length()) {
                length++;
            }
            content.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
            content.writeBytes(keyBytes);
            content.write('=');
            content.writeBytes(value);
            content.write('\n');
        });
        return content.toByteArray();
    }

    private char type() {
        return switch (entry.kind()) {
            case FILE -> '0';
            case HARD_LINK -> '1';
            case SYMBOLIC_LINK -> '2';
            case CHARACTER_DEVICE -> '3';
            case BLOCK_DEVICE -> '4';
            case FOLDER -> '5';
            case PIPE -> '6';
        };
    }

    /** The fields of one block. */
    private record Block(
            char type, byte[] name, byte[] target, int mode, long uid, long gid, AccountNames accounts, long size, long modified, int major, int minor) {
        byte[] bytes() {
            byte[] block = new byte[HeaderBlock.SIZE];
            ascii(block, 0, name);
            octal(block, 100, 8, mode);
            octal(block, 108, 8, uid);
            octal(block, 116, 8, gid);
            octal(block, 124, 12, size);
            octal(block, 136, 12, modified);
            Arrays.fill(block, 148, 156, (byte) ' ');
            block[156] = (byte) type;
            ascii(block, 157, target);
            ascii(block, 257, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
            ascii(block, 265, accounts.user(uid).getBytes(StandardCharsets.US_ASCII));
            ascii(block, 297, accounts.group(gid).getBytes(StandardCharsets.US_ASCII));
            octal(block, 329, 8, major);
            octal(block, 337, 8, minor);
            int sum = 0;
            for (byte value : block) {
                sum += value & 0xff;
            }
            octal(block, 148, 7, sum);
            return block;
        }

        /** What is not ASCII is left out: who reads it has the pax header. */
        private static void ascii(byte[] block, int at, byte[] text) {
            int end = at;
            for (int i = 0; i < text.length && end < at + NAME_LENGTH; i++) {
                if (text[i] >= 0) {
                    block[end++] = text[i];
                }
            }
        }

        /** As many digits as there is room for; the byte after them, which ends them, stays what it is. */
        private static void octal(byte[] block, int at, int length, long number) {
            long left = number;
            for (int digit = at + length - 2; digit >= at; digit--) {
                block[digit] = (byte) ('0' + (left & 7));
                left >>>= 3;
            }
        }
    }
}
