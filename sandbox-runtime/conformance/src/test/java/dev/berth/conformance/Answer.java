package dev.berth.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP answer, read to its end.
 *
 * @param status 0 if the server closed the connection without any
 * @param headers by their names in lower case
 */
record Answer(int status, Map<String, String> headers, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] END_OF_HEADERS = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** @param bytes all that came until the server closed the connection */
    static Answer parse(byte[] bytes) {
        int end = indexOf(bytes, END_OF_HEADERS, 0);
        if (end < 0) {
            return new Answer(0, Map.of(), bytes);
        }
        String[] lines = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        for (String line : Arrays.copyOfRange(lines, 1, lines.length)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        byte[] body = Arrays.copyOfRange(bytes, end + END_OF_HEADERS.length, bytes.length);
        boolean chunked = "chunked".equals(headers.get("transfer-encoding"));
        return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, chunked ? joined(body) : body);
    }

    private static byte[] joined(byte[] chunked) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        byte[] lineEnd = {'\r', '\n'};
        int position = 0;
        while (position < chunked.length) {
            int end = indexOf(chunked, lineEnd, position);
            int length = Integer.parseInt(new String(chunked, position, end - position, StandardCharsets.US_ASCII), 16);
            joined.write(chunked, end + 2, length);
            position = end + 2 + length + 2;
        }
        return joined.toByteArray();
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int at = from; at + wanted.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException malformed) {
            throw new UncheckedIOException(text(), malformed);
        }
    }

    /** What an error says. */
    String message() {
        return json().path("message").asText();
    }

    /** Status and message: all of an error. */
    String error() {
        return status + " " + (body.length == 0 ? "" : message());
    }
}
