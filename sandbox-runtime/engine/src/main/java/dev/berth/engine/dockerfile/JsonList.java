package dev.berth.engine.dockerfile;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.engine.EngineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What may be a JSON array of strings. What looks like one and is none means what it would mean without the bracket, as in Docker. */
final class JsonList {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonList() {}

    /** What stands behind the array is not looked at. @throws EngineException INVALID_PARAMETER for an array of other things */
    static Optional<List<String>> read(String text) {
        if (!text.startsWith("[")) {
            return Optional.empty();
        }
        JsonNode array;
        try {
            array = JSON.readTree(text);
        } catch (IOException noJson) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array) {
            if (!element.isTextual()) {
                throw new EngineException(INVALID_PARAMETER, "when using JSON array syntax, arrays must be comprised of strings only");
            }
            texts.add(element.asText());
        }
        return Optional.of(List.copyOf(texts));
    }
}
