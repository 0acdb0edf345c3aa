package dev.berth.engine.image.document;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.engine.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON as the store reads and writes it. Deep nesting and long strings are bounded by the parser's own limits, lengths by who reads the bytes. */
public final class Documents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Documents() {}

    /** @param what e.g. {@code manifest}, for the message. @throws EngineException INVALID_PARAMETER if it is no JSON object */
    public static ObjectNode object(byte[] bytes, String what) {
        if (parse(bytes, what) instanceof ObjectNode object) {
            return object;
        }
        throw new EngineException(INVALID_PARAMETER, "invalid " + what + ": not a JSON object");
    }

    public static JsonNode parse(byte[] bytes, String what) {
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException malformed) {
            throw new EngineException(INVALID_PARAMETER, "invalid " + what + ": " + malformed.getOriginalMessage(), malformed);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Whether it would take much memory as a tree; found out without making one. What is no JSON has none. */
    public static boolean hasMoreTokens(byte[] bytes, int most) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            int tokens = 0;
            while (tokens <= most && parser.nextToken() != null) {
                tokens++;
            }
            return tokens > most;
        } catch (IOException malformed) {
            return false;
        }
    }

    public static ObjectNode newObject() {
        return JSON.createObjectNode();
    }

    public static ArrayNode newArray() {
        return JSON.createArrayNode();
    }

    /** Without needless spaces, keys in the order in which they were put: the same document is the same bytes. */
    public static byte[] bytes(JsonNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
