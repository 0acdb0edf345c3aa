package dev.berth.lab.check;

import dev.berth.lab.source.LessonSourceException;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.source.YamlMapping;
import dev.berth.lab.source.YamlNode;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import dev.berth.lab.value.Template.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads tasks.yaml. Its language is described in {@code docs/lesson-authoring.md}. */
public final class TasksFile {

    private static final int MOST_POINTS = 100;
    private static final String FOUND_SCOPE = "found";

    private final Set<Place> studentPlaces;
    private final ConditionReader conditions;
    private final Map<String, Task> tasks = new LinkedHashMap<>();

    private TasksFile(final Set<Place> studentPlaces, final Set<String> blocks) {
        this.studentPlaces = studentPlaces;
        this.conditions = new ConditionReader(studentPlaces, blocks, tasks);
    }

    /**
     * Reads the tasks of a lesson.
     *
     * @param file what errors call the file
     * @param values the names of the student's values in this lesson
     * @param blocks the names of the blocks that can be answered
     * @return the tasks in the order of the file
     * @throws LessonSourceException with file and line, if anything in it is not understood
     */
    public static List<Task> read(final String file, final String text, final Set<String> values, final Set<String> blocks) {
        final Set<Place> places = new HashSet<>();
        values.forEach(value -> places.add(new Place(StudentValues.SCOPE, value)));
        final YamlMapping root = YamlNode.parse(new SourcePosition(file, 1), text).mapping("tasks");
        final YamlMapping tasks = root.required("tasks").mappingOfAnyKeys();
        return new TasksFile(places, blocks).tasks(tasks);
    }

    private List<Task> tasks(final YamlMapping mapping) {
        for (final String name : mapping.keys()) {
            tasks.put(name, task(name, mapping.required(name).mapping("points", "open", "done", "ever", "now", "needs", "misses", "beyondRepair")));
        }
        return List.copyOf(tasks.values());
    }

    private Task task(final String name, final YamlMapping mapping) {
        final int points = mapping.required("points").integer(0, MOST_POINTS);
        final Template title = studentText(mapping.required("open"));
        final Template done = studentText(mapping.required("done"));
        final Optional<YamlNode> ever = mapping.optional("ever");
        final Optional<YamlNode> now = mapping.optional("now");
        if (ever.isPresent() == now.isPresent()) {
            throw mapping.position(name).error("task \"" + name + "\" has to say either \"ever\" (met once is enough) or \"now\" (to be met at the end)");
        }
        final List<Condition> met = conditions.list(ever.or(() -> now).orElseThrow());
        final List<Task> needs = needs(mapping);
        final List<Task.Miss> misses = misses(mapping);
        final List<Task.DeadEnd> beyondRepair = mapping.optional("beyondRepair").map(YamlNode::list).orElse(List.of()).stream()
                .map(node -> deadEnd(node.mapping("when", "say")))
                .toList();
        return new Task(name, points, title, done, ever.isPresent(), met, needs, misses, beyondRepair);
    }

    private List<Task> needs(final YamlMapping mapping) {
        final List<Task> needs = new ArrayList<>();
        for (final YamlNode node : mapping.optional("needs").map(YamlNode::list).orElse(List.of())) {
            needs.add(conditions.earlierTask(node));
        }
        return needs;
    }

    private List<Task.Miss> misses(final YamlMapping mapping) {
        final List<Task.Miss> misses = new ArrayList<>();
        for (final YamlNode each : mapping.optional("misses").map(YamlNode::list).orElse(List.of())) {
            if (!misses.isEmpty() && misses.get(misses.size() - 1).when().isEmpty()) {
                throw each.position().error("nothing after a miss without \"when\" is ever said; it belongs last");
            }
            final YamlMapping miss = each.mapping("when", "say", "hint");
            final Optional<Condition> when = miss.optional("when").map(conditions::condition);
            misses.add(new Task.Miss(when, saying(miss.required("say"), when), miss.optional("hint").map(hint -> saying(hint, when))));
        }
        return misses;
    }

    private Task.DeadEnd deadEnd(final YamlMapping mapping) {
        final Condition when = conditions.condition(mapping.required("when"));
        return new Task.DeadEnd(when, saying(mapping.required("say"), Optional.of(when)));
    }

    private Template studentText(final YamlNode node) {
        return Template.parse(node.position(), written(node), studentPlaces);
    }

    /** A saying knows what its condition has found. */
    private Template saying(final YamlNode node, final Optional<Condition> when) {
        final Set<Place> places = new HashSet<>(studentPlaces);
        when.map(Condition::found).orElse(Set.of()).forEach(name -> places.add(new Place(FOUND_SCOPE, name)));
        if (places.size() == studentPlaces.size() && node.text().contains("${" + FOUND_SCOPE + ".")) {
            throw node.position().error("${" + FOUND_SCOPE + ".…} has no value here: " + (when.isEmpty() ? "nothing is looked for without \"when\"" : "this \"when\" finds nothing that could be told"));
        }
        return Template.parse(node.position(), written(node), places);
    }

    private static String written(final YamlNode node) {
        if (node.text().isBlank()) {
            throw node.position().error("a sentence is expected here");
        }
        return node.text();
    }
}
