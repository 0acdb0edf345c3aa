package dev.berth.daemon.docker;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.daemon.http.Json;
import dev.berth.engine.EngineException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What a client wants to see of a list: {@code {"status": ["running"]}}, or in the older form {@code {"status": {"running": true}}}. Values of one name are
 * alternatives; names add up; labels add up too.
 */
public record Filters(Map<String, List<String>> values, Expressions expressions) {
    /**
     * @param text the query parameter, perhaps empty
     * @param known names that are understood here
     * @throws EngineException INVALID_PARAMETER
     */
    public static Filters parse(String text, Set<String> known) {
        return parse(text, name -> {
            if (!known.contains(name)) {
                throw new EngineException(INVALID_PARAMETER, "Invalid filter '" + name + "'");
            }
            return name;
        });
    }

    /** As {@link #parse(String, Set)}; a name that is not understood is no mistake. */
    public static Filters parse(String text) {
        return parse(text, name -> name);
    }

    private static Filters parse(String text, UnaryOperator<String> names) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (!text.isEmpty()) {
            JsonNode tree = Json.read(text.getBytes(StandardCharsets.UTF_8));
            if (!tree.isObject() && !tree.isNull()) {
                throw new EngineException(INVALID_PARAMETER, "invalid filters: an object of names and their values is needed");
            }
            tree.properties().forEach(each -> values.put(names.apply(each.getKey()), read(each.getKey(), each.getValue())));
        }
        values.values().removeIf(List::isEmpty);
        return new Filters(values, new Expressions());
    }

    private static List<String> read(String name, JsonNode node) {
        List<String> read = new ArrayList<>();
        if (node.isArray() && node.valueStream().allMatch(JsonNode::isTextual)) {
            node.forEach(value -> read.add(value.asText()));
        } else if (node.isObject() && node.valueStream().allMatch(JsonNode::isBoolean)) {
            node.properties().stream().filter(each -> each.getValue().asBoolean()).forEach(each -> read.add(each.getKey()));
        } else {
            throw new EngineException(INVALID_PARAMETER, "invalid values of filter '" + name + "': a list of strings is needed");
        }
        return read;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public List<String> of(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** True when the filter was not given or one of its values is accepted. */
    public boolean any(String name, Predicate<String> accepts) {
        return !has(name) || of(name).stream().anyMatch(accepts);
    }

    /** True when every {@code label} filter, {@code name} or {@code name=value}, is met. */
    public boolean labels(Map<String, String> labels) {
        return of("label").stream().allMatch(wanted -> hasLabel(wanted, labels));
    }

    /** True when none of the {@code label!} filters is met. */
    public boolean withoutLabels(Map<String, String> labels) {
        return of("label!").stream().noneMatch(unwanted -> hasLabel(unwanted, labels));
    }

    private static boolean hasLabel(String wanted, Map<String, String> labels) {
        int equals = wanted.indexOf('=');
        return equals < 0 ? labels.containsKey(wanted) : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }

    /** True when the filter was not given, or one of its values is one of the texts or a regular expression for a part of it. */
    public boolean describes(String name, String... texts) {
        return any(name, value -> Arrays.stream(texts).anyMatch(text -> expressions.describes(value, text)));
    }
}
