package dev.berth.lab.machine;

import dev.berth.lab.check.FactRequest;
import dev.berth.lab.check.FileFacts;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The first file of an archive, as far as the archive was read.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">pax, "ustar Interchange Format"</a>
 */
final class TarFile {

    /** Of headers before the content: extended ones may come first. */
    static final int HEADERS = 8 * 1024;

    private static final int BLOCK = 512;

    private final Buffer archive;

    TarFile(Buffer archive) {
        this.archive = archive;
    }

    /** @return empty if this is not the beginning of an archive */
    Optional<FileFacts> facts(FactRequest.FileAt request) {
        Map<String, String> extended = new HashMap<>();
        int at = 0;
        while (at + BLOCK <= archive.length() && archive.getByte(at) != 0) {
            long size = number(extended.get("size"), number(at + 124, 12));
            int content = at + BLOCK;
            int end = (int) Math.min(content + size, archive.length());
            switch (archive.getByte(at + 156)) {
                case 'x' -> extended.putAll(records(archive.getBuffer(content, end).toString(StandardCharsets.UTF_8)));
                case 'K' -> extended.put("linkpath", archive.getBuffer(content, end).toString(StandardCharsets.UTF_8).replace("\0", ""));
                case 'g', 'L' -> { }
                default -> {
                    return Optional.of(facts(request, at, size, extended));
                }
            }
            at = (int) Math.min(content + (size + BLOCK - 1) / BLOCK * BLOCK, archive.length());
        }
        return Optional.empty();
    }

    private FileFacts facts(FactRequest.FileAt request, int at, long size, Map<String, String> extended) {
        byte kind = archive.getByte(at + 156);
        boolean isFile = kind == '0' || kind == 0;
        byte[] bytes = isFile ? archive.getBytes(at + BLOCK, (int) Math.min(at + BLOCK + size, archive.length())) : new byte[0];
        boolean isWhole = isFile && bytes.length == size;
        String shown = new String(bytes, 0, Math.min(bytes.length, FactRequest.MOST_FILE_BYTES), StandardCharsets.UTF_8);
        return new FileFacts(
                request.container(),
                request.path(),
                isFile ? "file" : kind == '5' ? "directory" : kind == '2' ? "link" : "other",
                isFile ? size : 0,
                String.format("%04o", number(at + 100, 8) & 07777),
                number(extended.get("uid"), number(at + 108, 8)) + ":" + number(extended.get("gid"), number(at + 116, 8)),
                kind == '2' ? extended.getOrDefault("linkpath", text(at + 157, 100)) : "",
                shown,
                request.whole() && isWhole ? sha256(bytes) : "");
    }

    private String text(int at, int length) {
        String field = archive.getBuffer(at, at + length).toString(StandardCharsets.UTF_8);
        int end = field.indexOf('\0');
        return end < 0 ? field : field.substring(0, end);
    }

    /** Octal digits, or, after a first bit, a binary number. */
    private long number(int at, int length) {
        if (archive.getByte(at) < 0) {
            long number = 0;
            for (int i = at + Math.max(1, length - Long.BYTES); i < at + length; i++) {
                number = number << 8 | archive.getUnsignedByte(i);
            }
            return Math.max(0, number);
        }
        String digits = text(at, length).strip();
        return digits.matches("[0-7]{1,12}") ? Long.parseLong(digits, 8) : 0;
    }

    private static long number(String text, long instead) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : instead;
    }

    /** Each {@code LENGTH KEY=VALUE} and the end of a line. */
    private static Map<String, String> records(String text) {
        Map<String, String> records = new HashMap<>();
        for (String line : text.split("\n")) {
            int key = line.indexOf(' ') + 1;
            int equals = line.indexOf('=', key);
            if (equals > 0) {
                records.put(line.substring(key, equals), line.substring(equals + 1));
            }
        }
        return records;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("every Java has SHA-256", never);
        }
    }
}
