package dev.berth.daemon.http;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.berth.engine.EngineException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Fields of an object that a client sent, each with the type it must have. What is null or left out is absent; unknown fields are ignored, as Docker does.
 * All methods throw {@link EngineException} INVALID_PARAMETER, naming the field, when its type is another.
 */
public final class JsonFields {
    /** Names are the same whatever their case, as Go reads them; the last of two is the one. */
    private final Map<String, JsonNode> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final String prefix;

    private JsonFields(JsonNode object, String prefix) {
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        this.prefix = prefix;
    }

    public static JsonFields of(JsonNode body) {
        if (!body.isObject() && !body.isNull()) {
            throw new EngineException(INVALID_PARAMETER, "invalid JSON: the body must be an object");
        }
        return new JsonFields(body, "");
    }

    /** The object in a field; one without fields when it is absent. */
    public JsonFields object(String name) {
        JsonNode node = node(name);
        if (!node.isMissingNode() && !node.isObject()) {
            throw wrong(name, "an object");
        }
        return new JsonFields(node, prefix + name + ".");
    }

    /** The field as it stands; missing when it is null. */
    public JsonNode node(String name) {
        JsonNode node = fields.get(name);
        return node == null || node.isNull() ? MissingNode.getInstance() : node;
    }

    /** Names of all fields, absent ones too. */
    public Stream<String> names() {
        return fields.keySet().stream();
    }

    public String text(String name) {
        return optionalText(name).orElse("");
    }

    public Optional<String> optionalText(String name) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw wrong(name, "a string");
        }
        return Optional.of(withoutZero(name, node.asText()));
    }

    public boolean flag(String name) {
        JsonNode node = node(name);
        if (!node.isMissingNode() && !node.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return node.asBoolean(false);
    }

    public OptionalInt number(String name) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return OptionalInt.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw wrong(name, "a whole number");
        }
        return OptionalInt.of(node.intValue());
    }

    public OptionalLong longNumber(String name) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return OptionalLong.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong(name, "a whole number");
        }
        return OptionalLong.of(node.longValue());
    }

    public List<String> texts(String name) {
        return optionalTexts(name).orElse(List.of());
    }

    public Optional<List<String>> optionalTexts(String name) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isArray() || !node.valueStream().allMatch(JsonFields::isText)) {
            throw wrong(name, "a list of strings");
        }
        List<String> read = new ArrayList<>();
        node.forEach(each -> read.add(withoutZero(name, each.asText(""))));
        return Optional.of(List.copyOf(read));
    }

    /** The objects in a list; an entry that is null is one without fields. */
    public List<JsonFields> objects(String name) {
        JsonNode node = node(name);
        if (!node.isMissingNode() && !(node.isArray() && node.valueStream().allMatch(each -> each.isObject() || each.isNull()))) {
            throw wrong(name, "a list of objects");
        }
        List<JsonFields> read = new ArrayList<>();
        node.forEach(each -> read.add(new JsonFields(each, prefix + name + ".")));
        return read;
    }

    /** What the object in a field has as names; under them stand objects, no matter which. */
    public SortedSet<String> keys(String name) {
        SortedSet<String> keys = new TreeSet<>();
        JsonNode node = node(name);
        if (!node.isMissingNode() && !(node.isObject() && node.valueStream().allMatch(each -> each.isObject() || each.isNull()))) {
            throw wrong(name, "an object of objects");
        }
        node.fieldNames().forEachRemaining(key -> keys.add(withoutZero(name, key)));
        return keys;
    }

    /** A command: a list, or one string, which is its only word. */
    public Optional<List<String>> words(String name) {
        JsonNode node = node(name);
        return node.isTextual() ? Optional.of(List.of(text(name))) : optionalTexts(name);
    }

    public Map<String, String> textMap(String name) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return Map.of();
        }
        if (!node.isObject() || !node.valueStream().allMatch(JsonFields::isText)) {
            throw wrong(name, "an object of strings");
        }
        Map<String, String> read = new LinkedHashMap<>();
        node.properties().forEach(each -> read.put(withoutZero(name, each.getKey()), withoutZero(name, each.getValue().asText(""))));
        return read;
    }

    /** Whole numbers, none below 0; null stands for 0, as Go reads it. */
    public List<Long> numbers(String name) {
        JsonNode node = node(name);
        if (!node.isMissingNode() && !(node.isArray() && node.valueStream().allMatch(each -> isCount(each) || each.isNull()))) {
            throw wrong(name, "a list of whole numbers");
        }
        return node.valueStream().map(JsonNode::longValue).toList();
    }

    private static boolean isCount(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0;
    }

    /** Null stands for an empty one, as Go reads it. */
    private static boolean isText(JsonNode node) {
        return node.isTextual() || node.isNull();
    }

    /** Nothing that the kernel is told can have one. */
    private String withoutZero(String name, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new EngineException(INVALID_PARAMETER, "invalid value of \"" + prefix + name + "\": it has a zero character in it, leave that out");
        }
        return text;
    }

    private EngineException wrong(String name, String needed) {
        return new EngineException(INVALID_PARAMETER, "invalid JSON: \"" + prefix + name + "\" must be " + needed);
    }
}
