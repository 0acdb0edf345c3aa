package dev.berth.lab.check;

import dev.berth.lab.check.Condition.Expectation;
import dev.berth.lab.source.YamlMapping;
import dev.berth.lab.source.YamlNode;
import dev.berth.lab.value.Template;
import dev.berth.lab.value.Template.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the conditions in tasks.yaml. */
final class ConditionReader {

    private static final List<String> KINDS = List.of("container", "containers", "event", "image", "answer", "not", "all", "any");
    private static final String OF = "of";
    private static final Set<String> WITH_OF = Set.of("container", "containers", "event");
    private static final String INCLUDE_OLDER = "includeOlder";
    private static final List<String> COUNTS = List.of("count", "atLeast", "atMost");
    private static final int MOST = 1000;

    private final Set<Place> places;
    private final Set<String> blocks;
    private final Map<String, Task> earlier;

    /**
     * @param places the student's values
     * @param blocks the names of the blocks that can be answered
     * @param earlier the tasks read so far; grows while the file is read
     */
    ConditionReader(final Set<Place> places, final Set<String> blocks, final Map<String, Task> earlier) {
        this.places = new HashSet<>(places);
        blocks.forEach(block -> this.places.add(new Place(FactsView.ANSWER_SCOPE, block)));
        this.blocks = blocks;
        this.earlier = earlier;
    }

    List<Condition> list(final YamlNode node) {
        final List<Condition> conditions = node.list().stream().map(this::condition).toList();
        if (conditions.isEmpty()) {
            throw node.position().error("at least one condition is expected here");
        }
        return conditions;
    }

    Condition condition(final YamlNode node) {
        final YamlMapping mapping = node.mappingOfAnyKeys();
        final String kind = kind(mapping);
        final YamlNode value = mapping.required(kind);
        return switch (kind) {
            case "container" -> containers(value, task(mapping), false);
            case "containers" -> containers(value, task(mapping), true);
            case "event" -> event(value, task(mapping));
            case "image" -> new Condition.HasImage(text(value));
            case "answer" -> answer(value.mapping("block", "correct", "is"));
            case "not" -> new Condition.Not(condition(value));
            case "all" -> new Condition.All(list(value));
            case "any" -> new Condition.Any(list(value));
            default -> throw new IllegalStateException("condition \"" + kind + "\" is known and not read");
        };
    }

    private static String kind(final YamlMapping mapping) {
        final List<String> kinds = mapping.keys().stream().filter(key -> !key.equals(OF)).toList();
        for (final String kind : kinds) {
            if (!KINDS.contains(kind)) {
                throw mapping.position(kind).error("unknown condition \"" + kind + "\"; known are " + String.join(", ", KINDS));
            }
        }
        if (kinds.size() != 1) {
            throw mapping.position().error("one condition is expected here, with one of the keys " + String.join(", ", KINDS));
        }
        if (mapping.keys().contains(OF) && !WITH_OF.contains(kinds.get(0))) {
            throw mapping.position(OF).error("\"of\" goes with container, containers and event, not with \"" + kinds.get(0) + "\"");
        }
        return kinds.get(0);
    }

    /** The task that a node names; it must be further up in the file, so that no task waits for itself. */
    Task earlierTask(final YamlNode node) {
        final Task task = earlier.get(node.text());
        if (task == null) {
            throw node.position().error("\"" + node.text() + "\" is not a task further up in this file");
        }
        return task;
    }

    private Optional<Task> task(final YamlMapping mapping) {
        return mapping.optional(OF).map(this::earlierTask);
    }

    private Condition containers(final YamlNode node, final Optional<Task> of, final boolean counted) {
        final YamlMapping mapping = node.mapping(keys(Subject.CONTAINER, counted));
        final Condition.Count count = counted ? count(mapping) : Condition.Count.AT_LEAST_ONE;
        return new Condition.Objects<>(Subject.CONTAINER, expectations(Subject.CONTAINER, mapping), of, count, includeOlder(mapping));
    }

    private Condition event(final YamlNode node, final Optional<Task> of) {
        final YamlMapping mapping = node.mapping(keys(Subject.EVENT, true));
        final List<Expectation<MachineEvent>> expectations = expectations(Subject.EVENT, mapping);
        mapping.required(EventField.ACTION.key());
        if (mapping.optional(EventField.TYPE.key()).isEmpty()) {
            expectations.add(new Expectation<>(EventField.TYPE, Matcher.plain(Template.parse("container"))));
        }
        return new Condition.Objects<>(Subject.EVENT, expectations, of, count(mapping), includeOlder(mapping));
    }

    private <T> List<Expectation<T>> expectations(final Subject<T> subject, final YamlMapping mapping) {
        final List<Expectation<T>> expectations = new ArrayList<>();
        for (final Field<T> field : subject.fields()) {
            mapping.optional(field.key()).ifPresent(value ->
                    expectations.add(new Expectation<>(field, Matcher.read(value, field.key(), field.type(), this::text))));
        }
        return expectations;
    }

    private Condition answer(final YamlMapping mapping) {
        final YamlNode block = mapping.required("block");
        if (!blocks.contains(block.text())) {
            throw block.position().error("lesson.md has no quiz, predict or answer block \"" + block.text() + "\"");
        }
        final Optional<Boolean> correct = mapping.optional("correct").map(ConditionReader::truth);
        final Optional<Matcher> is = mapping.optional("is").map(node -> Matcher.read(node, "is", FieldType.TEXT, this::text));
        return new Condition.Answered(block.text(), correct, is);
    }

    private static SortedSet<String> keys(final Subject<?> subject, final boolean counted) {
        final SortedSet<String> keys = subject.fields().stream().map(Field::key).collect(Collectors.toCollection(TreeSet::new));
        keys.add(INCLUDE_OLDER);
        if (counted) {
            keys.addAll(COUNTS);
        }
        return keys;
    }

    private static Condition.Count count(final YamlMapping mapping) {
        final Optional<Integer> exactly = mapping.optional("count").map(node -> node.integer(0, MOST));
        final Optional<Integer> least = mapping.optional("atLeast").map(node -> node.integer(0, MOST));
        final Optional<Integer> most = mapping.optional("atMost").map(node -> node.integer(0, MOST));
        if (exactly.isPresent() && (least.isPresent() || most.isPresent())) {
            throw mapping.position("count").error("\"count\" is exact; it goes with neither \"atLeast\" nor \"atMost\"");
        }
        if (exactly.isPresent()) {
            return new Condition.Count(exactly.get(), exactly.get());
        }
        if (most.isPresent()) {
            return new Condition.Count(least.orElse(0), most.get());
        }
        return new Condition.Count(least.orElse(1), Integer.MAX_VALUE);
    }

    private static boolean includeOlder(final YamlMapping mapping) {
        return mapping.optional(INCLUDE_OLDER).map(ConditionReader::truth).orElse(false);
    }

    private static boolean truth(final YamlNode node) {
        return switch (node.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw node.position().error("\"" + node.text() + "\" is neither true nor false");
        };
    }

    private Template text(final YamlNode node) {
        return Template.parse(node.position(), node.text(), places);
    }
}
