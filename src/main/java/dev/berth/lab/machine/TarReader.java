package dev.berth.lab.machine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a tar that anybody may have written: each entry's head is checked before its content is read, and nothing is taken into memory but heads and what
 * {@link #content} is asked for.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">POSIX, pax: ustar and pax formats</a>; GNU's long names are read as well
 */
public final class TarReader {

    private static final int BLOCK = 512;
    private static final int LONGEST_NAMES = 64 << 10;

    private final InputStream input;
    private long left;
    private long padding;

    public TarReader(InputStream input) {
        this.input = input;
    }

    /**
     * The head of an entry.
     *
     * @param type as the format writes it: {@code 0} a file, {@code 5} a folder, {@code 1} and {@code 2} links, …
     * @param mode permissions, with the bits for another user, another group and the sticky one
     * @param target of a link; otherwise empty
     */
    public record Entry(String name, char type, long size, int mode, long user, long group, String target) {

        public boolean isFile() {
            return type == '0' || type == '\0' || type == '7';
        }

        public boolean isFolder() {
            return type == '5';
        }
    }

    /** @return the next entry, or empty at the end; fails with an {@link IOException} for what is no tar */
    public Optional<Entry> next() throws IOException {
        Map<String, String> extended = new HashMap<>();
        while (true) {
            input.skipNBytes(left + padding);
            left = 0;
            padding = 0;
            byte[] head = input.readNBytes(BLOCK);
            if (head.length == 0 || isEmpty(head)) {
                return Optional.empty();
            }
            if (head.length < BLOCK || checksum(head) != number(head, 148, 8)) {
                throw new IOException("not a tar");
            }
            char type = (char) (head[156] & 0xff);
            long size = number(head, 124, 12);
            if (size < 0) {
                throw new IOException("an entry of a size that is none");
            }
            if (type == 'L' || type == 'K') {
                byte[] name = names(size);
                extended.put(type == 'L' ? "path" : "linkpath", text(name, 0, name.length));
            } else if (type == 'x') {
                extended.putAll(records(names(size)));
            } else if (type == 'g') {
                names(size);
            } else {
                boolean isLink = type == '1' || type == '2';
                left = type == '0' || type == '\0' || type == '7' ? number(extended, "size", size) : 0;
                padding = (BLOCK - left % BLOCK) % BLOCK;
                return Optional.of(new Entry(
                        extended.getOrDefault("path", name(head)), type, left, (int) number(head, 100, 8) & 07777,
                        number(extended, "uid", number(head, 108, 8)), number(extended, "gid", number(head, 116, 8)),
                        isLink ? extended.getOrDefault("linkpath", text(head, 157, 100)) : ""));
            }
        }
    }

    /** The whole content of the entry, which its reader knows to be small. */
    public byte[] content() throws IOException {
        byte[] bytes = input.readNBytes((int) left);
        if (bytes.length < left) {
            throw new EOFException("the tar ends within a file");
        }
        left = 0;
        return bytes;
    }

    /** What there is of the entry's content, at most so many bytes, of a tar that may have been cut. */
    byte[] beginning(int most) throws IOException {
        byte[] bytes = input.readNBytes((int) Math.min(left, most));
        left -= bytes.length;
        return bytes;
    }

    /** Reads a piece of the entry's content. @return so many bytes, 0 at its end */
    public int read(byte[] piece) throws IOException {
        if (left == 0) {
            return 0;
        }
        int count = input.read(piece, 0, (int) Math.min(piece.length, left));
        if (count < 0) {
            throw new EOFException("the tar ends within a file");
        }
        left -= count;
        return count;
    }

    /** The content of the entry as a stream, for a tar within a tar. */
    public InputStream stream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return TarReader.this.read(one) == 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] piece, int offset, int length) throws IOException {
                byte[] part = new byte[length];
                int count = TarReader.this.read(part);
                System.arraycopy(part, 0, piece, offset, count);
                return count == 0 && length > 0 ? -1 : count;
            }
        };
    }

    private byte[] names(long size) throws IOException {
        if (size > LONGEST_NAMES) {
            throw new IOException("a name that is too long");
        }
        byte[] bytes = input.readNBytes((int) size);
        if (bytes.length < size) {
            throw new EOFException("the tar ends within a name");
        }
        input.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        return bytes;
    }

    /** Records of a pax header are {@code LENGTH KEY=VALUE\n}. */
    private static Map<String, String> records(byte[] records) throws IOException {
        Map<String, String> found = new HashMap<>();
        int at = 0;
        while (at < records.length) {
            int blank = at;
            while (blank < records.length && blank - at < 8 && records[blank] != ' ') {
                blank++;
            }
            try {
                int length = Integer.parseInt(new String(records, at, blank - at, StandardCharsets.US_ASCII));
                String record = new String(records, blank + 1, length - (blank + 1 - at) - 1, StandardCharsets.UTF_8);
                if (length <= 0) {
                    throw new IOException("a header that is none");
                }
                int equals = record.indexOf('=');
                if (equals > 0) {
                    found.put(record.substring(0, equals), record.substring(equals + 1));
                }
                at += length;
            } catch (NumberFormatException | IndexOutOfBoundsException broken) {
                throw new IOException("a header that is none", broken);
            }
        }
        return found;
    }

    private static long number(Map<String, String> extended, String key, long instead) throws IOException {
        String text = extended.get(key);
        if (text != null && !text.matches("\\d{1,15}")) {
            throw new IOException("a " + key + " that is no number");
        }
        return text == null ? instead : Long.parseLong(text);
    }

    private static String name(byte[] head) {
        String prefix = head[257] == 'u' && head[262] == 0 ? text(head, 345, 155) : "";
        String name = text(head, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] bytes, int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
    }

    /** Octal digits, or, as GNU writes large ones, bytes after one of 128. */
    private static long number(byte[] head, int offset, int length) throws IOException {
        if ((head[offset] & 0x80) != 0) {
            long value = head[offset] & 0x7f;
            for (int i = offset + 1; i < offset + length; i++) {
                if (value >>> 48 != 0) {
                    throw new IOException("a number that is too large");
                }
                value = value << 8 | head[i] & 0xff;
            }
            return value;
        }
        String digits = text(head, offset, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException none) {
            throw new IOException("a number that is none", none);
        }
    }

    private static long checksum(byte[] head) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : head[i] & 0xff;
        }
        return sum;
    }

    private static boolean isEmpty(byte[] head) {
        for (byte each : head) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }
}
