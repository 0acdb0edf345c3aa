package dev.berth.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Plain HTTP over the socket, for what the docker command does not show: codes, headers, bodies, and requests that it would never send. */
record Wire(Path socket) {
    static final String VERSION = "/v1.41";

    Answer get(String path) {
        return send("GET", path, "", new byte[0]);
    }

    Answer head(String path) {
        return send("HEAD", path, "", new byte[0]);
    }

    Answer delete(String path) {
        return send("DELETE", path, "", new byte[0]);
    }

    Answer post(String path) {
        return send("POST", path, "", new byte[0]);
    }

    Answer post(String path, String json) {
        return send("POST", path, "Content-Type: application/json\r\n", json.getBytes(StandardCharsets.UTF_8));
    }

    Answer postTar(String path, byte[] tar) {
        return send("POST", path, "Content-Type: application/x-tar\r\n", tar);
    }

    Answer putTar(String path, byte[] tar) {
        return send("PUT", path, "Content-Type: application/x-tar\r\n", tar);
    }

    /** @param headers lines, each with its end */
    Answer send(String method, String path, String headers, byte[] body) {
        try (Conversation conversation = open()) {
            conversation.send(request(method, path, headers, body));
            return Answer.parse(conversation.untilClosed());
        } catch (IOException failed) {
            throw new UncheckedIOException(method + " " + path, failed);
        }
    }

    private static byte[] request(String method, String path, String headers, byte[] body) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        String head = method + " " + VERSION + path + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n";
        request.write(head.getBytes(StandardCharsets.UTF_8));
        request.write(body);
        return request.toByteArray();
    }

    Conversation open() {
        try {
            return new Conversation(socket);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A text as part of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** @param json of filters, by name their values */
    static String filters(String json) {
        return "filters=" + encoded(json);
    }
}
