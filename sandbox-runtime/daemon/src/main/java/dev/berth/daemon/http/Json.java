package dev.berth.daemon.http;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.engine.EngineException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** JSON of the wire: trees, never bound to classes, so that what is sent can be read where it is made. */
public final class Json {
    /** A tree takes up to 80 bytes for two of the text: of a mebibyte of brackets it would take all memory. */
    private static final int MOST_TOKENS = 50_000;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).build())
            .build()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public static ArrayNode strings(Iterable<String> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    public static ObjectNode strings(Map<String, String> values) {
        ObjectNode object = object();
        values.forEach(object::put);
        return object;
    }

    /** Docker's null for a list that has nothing in it. */
    public static JsonNode stringsOrNull(List<String> values) {
        return values.isEmpty() ? JsonNodeFactory.instance.nullNode() : strings(values);
    }

    public static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** With an end of line, as streams of objects have it. */
    public static byte[] writeLine(JsonNode node) {
        byte[] text = write(node);
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        return line;
    }

    /** @param text UTF-8, and nothing else; @throws EngineException INVALID_PARAMETER, saying where it is wrong */
    public static JsonNode read(byte[] text) {
        try {
            return MAPPER.readTree(new String(text, StandardCharsets.UTF_8));
        } catch (JsonProcessingException wrong) {
            throw invalid(wrong);
        }
    }

    /** INVALID_PARAMETER, saying where it is wrong. */
    public static EngineException invalid(JsonProcessingException wrong) {
        String where = wrong.getLocation() == null ? "" : " at line " + wrong.getLocation().getLineNr() + ", column " + wrong.getLocation().getColumnNr();
        return new EngineException(INVALID_PARAMETER, "invalid JSON" + where + ": " + reason(wrong), wrong);
    }

    /** Without Jackson's own notes on where it began, or who set a limit. */
    private static String reason(JsonProcessingException wrong) {
        return wrong.getOriginalMessage().replaceAll("(?s) ?\\((start marker at|for) .*", "").replaceAll(", from `[^`]*`", "");
    }
}
