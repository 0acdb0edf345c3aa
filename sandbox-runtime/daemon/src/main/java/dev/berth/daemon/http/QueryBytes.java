package dev.berth.daemon.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The values of a query as the bytes that they are: in a path none of them but zero and slash means anything. */
final class QueryBytes {
    private static final int HEXADECIMAL = 16;

    private QueryBytes() {}

    /** @param query as it was sent, a character for each byte, its escapes whole. @return the first value of this name */
    static Optional<byte[]> find(String query, String name) {
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2 && new String(decode(parts[0]), StandardCharsets.UTF_8).equals(name)) {
                return Optional.of(decode(parts[1]));
            }
        }
        return Optional.empty();
    }

    private static byte[] decode(String escaped) {
        byte[] sent = escaped.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(sent.length);
        for (int at = 0; at < sent.length; at++) {
            if (sent[at] == '%') {
                decoded.write(Integer.parseInt(new String(sent, at + 1, 2, StandardCharsets.US_ASCII), HEXADECIMAL));
                at += 2;
            } else {
                decoded.write(sent[at] == '+' ? ' ' : sent[at]);
            }
        }
        return decoded.toByteArray();
    }
}
