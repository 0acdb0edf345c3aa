package dev.berth.daemon.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The path of a request without its escapes. Docker's router, which is Go's, looks at nothing else, and serves a clean one alone: for any other it says where that is.
 *
 * @param bytes beginning with a slash; each character stands for a byte
 */
record RequestPath(String bytes) {
    private static final String UNESCAPED = "-_.~$&+,/:;=@";

    /** @param raw as it was sent, a character for each byte; @return empty for what is no path */
    static Optional<RequestPath> parse(String raw) {
        if (raw.startsWith("/") && raw.indexOf('%') < 0) {
            return Optional.of(new RequestPath(raw));
        }
        StringBuilder bytes = new StringBuilder();
        for (int at = 0; at < raw.length(); at++) {
            if (raw.charAt(at) != '%') {
                bytes.append(raw.charAt(at));
                continue;
            }
            if (at + 2 >= raw.length() || !HexFormat.isHexDigit(raw.charAt(at + 1)) || !HexFormat.isHexDigit(raw.charAt(at + 2))) {
                return Optional.empty();
            }
            bytes.append((char) HexFormat.fromHexDigits(raw, at + 1, at + 3));
            at += 2;
        }
        return raw.startsWith("/") ? Optional.of(new RequestPath(bytes.toString())) : Optional.empty();
    }

    /** Without dots, and with single slashes. */
    RequestPath clean() {
        if (!bytes.contains("//") && !bytes.contains("/.")) {
            return this;
        }
        Deque<String> kept = new ArrayDeque<>();
        for (String segment : bytes.split("/")) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        String clean = "/" + String.join("/", kept);
        return new RequestPath(bytes.endsWith("/") && !kept.isEmpty() ? clean + "/" : clean);
    }

    /** As it stands in a URL. */
    String escaped() {
        StringBuilder escaped = new StringBuilder();
        for (char each : bytes.toCharArray()) {
            boolean plain = each < 0x80 && (Character.isLetterOrDigit(each) || UNESCAPED.indexOf(each) >= 0);
            escaped.append(plain ? String.valueOf(each) : "%" + HexFormat.of().withUpperCase().toHexDigits((byte) each));
        }
        return escaped.toString();
    }

    String text() {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
