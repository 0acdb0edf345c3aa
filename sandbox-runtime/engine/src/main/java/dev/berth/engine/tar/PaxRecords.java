package dev.berth.engine.tar;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The records of a pax header, {@code "<length> <key>=<value>\n"}: what the entry after it has that its own header cannot say. */
final class PaxRecords {
    static final PaxRecords NONE = new PaxRecords(Map.of());

    private static final String ATTRIBUTE = "SCHILY.xattr.";
    private static final String SPARSE = "GNU.sparse.";

    private static final Set<String> KNOWN = Set.of("path", "linkpath", "size", "uid", "gid", "mtime");

    private final Map<String, byte[]> records;

    private PaxRecords(Map<String, byte[]> records) {
        this.records = records;
    }

    static PaxRecords parse(byte[] content) throws TarFormatException {
        Map<String, byte[]> records = new LinkedHashMap<>();
        int at = 0;
        while (at < content.length) {
            int end = at + length(content, at);
            int equals = at;
            while (equals < end && content[equals] != '=') {
                equals++;
            }
            int key = at;
            while (content[key] != ' ') {
                key++;
            }
            if (equals == end || content[end - 1] != '\n') {
                throw malformed();
            }
            String name = HeaderBlock.decode(content, key + 1, equals - key - 1);
            if (name.startsWith(SPARSE)) {
                throw new TarFormatException("sparse files in the pax format are not supported: make the archive with tar --format=gnu, or without --sparse");
            }
            if (KNOWN.contains(name) || name.startsWith(ATTRIBUTE)) {
                records.put(name, Arrays.copyOfRange(content, equals + 1, end - 1));
            }
            at = end;
        }
        return new PaxRecords(records);
    }

    private static int length(byte[] content, int at) throws TarFormatException {
        int length = 0;
        int i = at;
        for (; i < content.length && content[i] >= '0' && content[i] <= '9' && length <= content.length; i++) {
            length = length * 10 + content[i] - '0';
        }
        // At least a key's letter, the equals sign and the line's end after the space.
        if (i == at || i == content.length || content[i] != ' ' || length < i - at + 3 || length > content.length - at) {
            throw malformed();
        }
        return length;
    }

    Optional<String> text(String key) throws TarFormatException {
        byte[] value = records.getOrDefault(key, new byte[0]);
        return value.length == 0 ? Optional.empty() : Optional.of(HeaderBlock.decode(value, 0, value.length));
    }

    long number(String key, long otherwise) throws TarFormatException {
        try {
            return text(key).map(Long::parseLong).orElse(otherwise);
        } catch (NumberFormatException notDecimal) {
            throw malformed();
        }
    }

    /** Seconds, perhaps with a fraction. */
    Instant time(String key, Instant otherwise) throws TarFormatException {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            String[] parts = text.get().split("\\.", 2);
            String fraction = parts.length == 1 ? "" : parts[1].substring(0, Math.min(9, parts[1].length()));
            long nanoseconds = fraction.isEmpty() ? 0 : Long.parseLong(fraction + "0".repeat(9 - fraction.length()));
            boolean negative = parts[0].startsWith("-");
            return Instant.ofEpochSecond(parts[0].isEmpty() ? 0 : Long.parseLong(parts[0]), negative ? -nanoseconds : nanoseconds);
        } catch (NumberFormatException | DateTimeException | ArithmeticException notTime) {
            throw malformed();
        }
    }

    Map<String, byte[]> attributes() {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        records.forEach((key, value) -> {
            if (key.startsWith(ATTRIBUTE)) {
                attributes.put(key.substring(ATTRIBUTE.length()), value);
            }
        });
        return attributes;
    }

    private static TarFormatException malformed() {
        return new TarFormatException("invalid tar header: malformed pax record");
    }
}
