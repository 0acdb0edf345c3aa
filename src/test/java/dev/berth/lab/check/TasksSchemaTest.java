package dev.berth.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The schema by which editors complete and check tasks.yaml has the words that the readers know. When one is new, {@code target/tasks.schema.json} has it too. */
class TasksSchemaTest {

    private static final Path SCHEMA = Path.of("docs/schema/tasks.schema.json");
    private static final Path MADE = Path.of("target/tasks.schema.json");
    private static final Set<String> COUNTED = Set.of("containers", "images", "layers", "volumes", "networks", "processes", "event");

    private final ObjectMapper json = new ObjectMapper();
    private final ObjectNode definitions = json.createObjectNode();

    @Test
    void hasTheWordsThatTheReadersKnow() throws IOException {
        final String made = json.writerWithDefaultPrettyPrinter().writeValueAsString(schema()) + "\n";

        Files.createDirectories(MADE.getParent());
        Files.writeString(MADE, made);

        assertThat(Files.exists(SCHEMA) ? Files.readString(SCHEMA) : "").as("cp %s %s, and read the difference", MADE, SCHEMA).isEqualTo(made);
    }

    private ObjectNode schema() {
        final ObjectNode schema = json.createObjectNode()
                .put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("title", "The tasks.yaml of a lesson")
                .put("description", "docs/lesson-authoring.md explains each key.");
        final ObjectNode tasks = object("tasks");
        tasks.set("properties", json.createObjectNode().set("tasks",
                json.createObjectNode().put("type", "object").set("additionalProperties", ref("task"))));
        schema.setAll(tasks);
        definitions.set("task", task());
        definitions.set("miss", properties(List.of("say"), "when", ref("condition"), "say", text(), "hint", text()));
        definitions.set("deadEnd", properties(List.of("when", "say"), "when", ref("condition"), "say", text()));
        definitions.set("event", properties(List.of("event"), "event", event(false)));
        definitions.set("condition", condition());
        definitions.set("conditions", list(ref("condition")).put("minItems", 1));
        definitions.set("value", anyOf(text(), json.createObjectNode().put("type", "number"), json.createObjectNode().put("type", "boolean")));
        definitions.set("matcher", anyOf(ref("value"), properties(List.of(), "is", ref("value"), "not", ref("matcher"), "oneOf", list(ref("value")),
                "contains", ref("value"), "startsWith", ref("value"), "matches", text(), "atLeast", ref("value"), "atMost", ref("value"),
                "about", ref("value"), "within", ref("value"))));
        schema.set("definitions", definitions);
        return schema;
    }

    private ObjectNode task() {
        final ObjectNode task = properties(List.of("points", "open", "done"),
                "points", integer(100), "open", text(), "done", text(), "needs", list(text()),
                "ever", ref("conditions"), "now", ref("conditions"), "misses", list(ref("miss")), "beyondRepair", list(ref("deadEnd")));
        final ArrayNode either = json.createArrayNode();
        for (final String key : List.of("ever", "now")) {
            either.add(json.createObjectNode().set("required", json.createArrayNode().add(key)));
        }
        task.set("oneOf", either);
        return task;
    }

    private ObjectNode condition() {
        final ObjectNode properties = json.createObjectNode();
        for (final String kind : ConditionReader.KINDS) {
            properties.set(kind, switch (kind) {
                case "not" -> ref("condition");
                case "all", "any" -> ref("conditions");
                case "order" -> list(ref("event")).put("minItems", 2);
                case "answer" -> properties(List.of("block"), "block", text(), "correct", json.createObjectNode().put("type", "boolean"), "is", ref("matcher"), "sinceStart", json.createObjectNode().put("type", "boolean"));
                case "script" -> properties(List.of("run"), "run", text(), "image", text(), "files", list(text()).put("maxItems", CheckScript.MOST_FILES), "docker", list(oneOf(CheckScript.LISTS)));
                case "image" -> anyOf(text(), subject(subjectOf(kind), true, false));
                case "event" -> event(true);
                default -> subject(subjectOf(kind), true, COUNTED.contains(kind));
            });
        }
        for (final String key : new TreeSet<>(ConditionReader.COMPANIONS.keySet())) {
            properties.set(key, key.equals("sameContainer") ? json.createObjectNode().put("type", "boolean") : text());
        }
        final ObjectNode condition = json.createObjectNode().put("type", "object").put("additionalProperties", false).put("minProperties", 1);
        condition.set("properties", properties);
        return condition;
    }

    private ObjectNode event(final boolean counted) {
        return subject(EventSubject.EVENT, true, counted).set("required", json.createArrayNode().add("action"));
    }

    private static Subject<?> subjectOf(final String kind) {
        return switch (kind) {
            case "container", "containers" -> ContainerSubject.CONTAINER;
            case "image", "images" -> ImageSubject.IMAGE;
            case "layer", "layers" -> LayerSubject.LAYER;
            case "volume", "volumes" -> VolumeSubject.VOLUME;
            case "network", "networks" -> NetworkSubject.NETWORK;
            case "http" -> PageSubject.PAGE;
            case "file" -> FileSubject.FILE;
            case "process", "processes" -> ProcessSubject.PROCESS;
            default -> throw new IllegalArgumentException("no objects are known for the condition \"" + kind + "\"");
        };
    }

    /** The keys of one subject; those of objects that belong to it are kept under a name of their own. */
    private ObjectNode subject(final Subject<?> subject, final boolean whole, final boolean counted) {
        final ObjectNode properties = json.createObjectNode();
        for (final String key : ConditionReader.keys(subject, whole, counted)) {
            properties.set(key, property(subject, key));
        }
        final ObjectNode object = json.createObjectNode().put("type", "object").put("additionalProperties", false);
        object.set("properties", properties);
        return object;
    }

    private ObjectNode property(final Subject<?> subject, final String key) {
        for (final Subject.Relation<?, ?> relation : subject.relations()) {
            if (relation.key().equals(key)) {
                final String name = relation.subject().word().replace(' ', '-') + "-of-another";
                if (!definitions.has(name)) {
                    definitions.set(name, json.createObjectNode()); // it may belong to itself
                    definitions.set(name, subject(relation.subject(), false, false));
                }
                return ref(name);
            }
        }
        for (final Field<?> field : subject.fields()) {
            if (field.key().equals(key)) {
                return field.type().words().isEmpty() ? ref("matcher") : words(field.type());
            }
        }
        return switch (key) {
            case "count", "atLeast", "atMost" -> integer(1000);
            case "includeOlder", "exists", "answers" -> json.createObjectNode().put("type", "boolean");
            case "path", "url" -> text();
            case "in" -> anyOf(text(), properties(List.of(), "container", text(), "volume", text(), "image", text()));
            case "namespaces" -> namespaces();
            case "sharesNamespace" -> properties(List.of("kind", "with"),
                    "kind", oneOf(ProcessSubject.NAMESPACES), "with", properties(List.of("container"), "container", ref("matcher")));
            default -> throw new IllegalArgumentException("the key \"" + key + "\" is new; say here what it takes");
        };
    }

    private ObjectNode namespaces() {
        final ObjectNode properties = json.createObjectNode();
        new TreeSet<>(ProcessSubject.NAMESPACES).forEach(kind -> properties.set(kind, ref("matcher")));
        final ObjectNode object = json.createObjectNode().put("type", "object").put("additionalProperties", false);
        object.set("properties", properties);
        return object;
    }

    private ObjectNode words(final FieldType type) {
        if (type.words().equals(FieldType.TRUTH.words())) {
            return json.createObjectNode().put("type", "boolean");
        }
        return anyOf(oneOf(type.words()), ref("matcher"));
    }

    private ObjectNode oneOf(final Iterable<String> words) {
        final ArrayNode list = json.createArrayNode();
        words.forEach(list::add);
        return json.createObjectNode().set("enum", list);
    }

    private ObjectNode object(final String required) {
        final ObjectNode object = json.createObjectNode().put("type", "object").put("additionalProperties", false);
        object.set("required", json.createArrayNode().add(required));
        return object;
    }

    /** @param pairs keys, each with what it takes */
    private ObjectNode properties(final List<String> required, final Object... pairs) {
        final ObjectNode properties = json.createObjectNode();
        for (int i = 0; i < pairs.length; i += 2) {
            properties.set((String) pairs[i], (ObjectNode) pairs[i + 1]);
        }
        final ObjectNode object = json.createObjectNode().put("type", "object").put("additionalProperties", false);
        if (!required.isEmpty()) {
            final ArrayNode keys = json.createArrayNode();
            required.forEach(keys::add);
            object.set("required", keys);
        }
        object.set("properties", properties);
        return object;
    }

    private ObjectNode anyOf(final ObjectNode... choices) {
        return json.createObjectNode().set("anyOf", json.createArrayNode().addAll(List.of(choices)));
    }

    private ObjectNode list(final ObjectNode items) {
        return json.createObjectNode().put("type", "array").set("items", items);
    }

    private ObjectNode integer(final int most) {
        return json.createObjectNode().put("type", "integer").put("minimum", 0).put("maximum", most);
    }

    private ObjectNode text() {
        return json.createObjectNode().put("type", "string");
    }

    private ObjectNode ref(final String name) {
        return json.createObjectNode().put("$ref", "#/definitions/" + name);
    }
}
