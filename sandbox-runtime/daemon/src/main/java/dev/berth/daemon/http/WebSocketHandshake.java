package dev.berth.daemon.http;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * How a request becomes a WebSocket, as Docker's does it: any origin, and the protocol that the client names, if any.
 *
 * @param accept the answer to the client's key
 * @param protocols of the client's choice, at most one
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-4.2">RFC 6455, 4.2</a>
 */
record WebSocketHandshake(String accept, List<String> protocols) {
    private static final String VERSION = "13";
    private static final String UNIQUE = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** @throws EngineException INVALID_PARAMETER, in Docker's words */
    static WebSocketHandshake of(Exchange exchange) {
        if (!exchange.header("Upgrade").orElse("").equalsIgnoreCase("websocket") || !exchange.header("Connection").orElse("").matches("(?i).*\\bupgrade\\b.*")) {
            throw new EngineException(INVALID_PARAMETER, "not websocket protocol");
        }
        String key = exchange.header("Sec-WebSocket-Key").orElseThrow(() -> new EngineException(INVALID_PARAMETER, "mismatch challenge/response"));
        if (!exchange.header("Sec-WebSocket-Version").orElse("").equals(VERSION)) {
            throw new EngineException(INVALID_PARAMETER, "missing or bad WebSocket Version");
        }
        List<String> protocols = exchange.header("Sec-WebSocket-Protocol").map(text -> List.of(text.strip().split("\\s*,\\s*"))).orElse(List.of());
        if (protocols.size() > 1) {
            throw new EngineException(INVALID_PARAMETER, "bad WebSocket Protocol: one can be named, not " + protocols.size());
        }
        return new WebSocketHandshake(accept(key), protocols);
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + UNIQUE).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Of the answer. */
    String head() {
        StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
        head.append("Sec-WebSocket-Accept: ").append(accept).append("\r\n");
        protocols.forEach(protocol -> head.append("Sec-WebSocket-Protocol: ").append(protocol).append("\r\n"));
        return head.append("\r\n").toString();
    }
}
