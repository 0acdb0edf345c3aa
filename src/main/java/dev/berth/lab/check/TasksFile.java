package dev.berth.lab.check;

import dev.berth.lab.source.LessonSourceException;
import dev.berth.lab.source.Mistakes;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.source.YamlMapping;
import dev.berth.lab.source.YamlNode;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import dev.berth.lab.value.Template.Placeholder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads tasks.yaml. Its language is described in {@code docs/lesson-authoring.md}. */
public final class TasksFile {

    private static final int MOST_POINTS = 100;
    private static final String FOUND_SCOPE = "found";

    private final Set<Placeholder> studentPlaceholders;
    private final Mistakes mistakes;
    private final ConditionReader conditions;
    private final Map<String, Task> tasks = new LinkedHashMap<>();

    private TasksFile(final Set<Placeholder> studentPlaceholders, final Map<String, Boolean> blocks, final List<String> machines,
            final Function<String, Optional<String>> scripts, final Mistakes mistakes) {
        this.studentPlaceholders = studentPlaceholders;
        this.mistakes = mistakes;
        this.conditions = new ConditionReader(studentPlaceholders, blocks, machines, scripts, tasks);
    }

    /** As below, of a lesson without scripts. */
    public static List<Task> read(final String file, final String text, final Set<String> values, final Map<String, Boolean> blocks, final List<String> machines) {
        return read(file, text, values, blocks, machines, script -> Optional.empty());
    }

    /**
     * Reads the tasks of a lesson.
     *
     * @param file what errors call the file
     * @param values the names of the student's values in this lesson
     * @param blocks the blocks that can be answered, by their names, and whether the lesson says what is right; if not, only the machine knows
     * @param machines the names of the lesson's machines, the one first that is meant where nothing is said
     * @param scripts the text of a file of the lesson, by its name
     * @return the tasks in the order of the file
     * @throws LessonSourceException with all that is not understood in it
     */
    public static List<Task> read(final String file, final String text, final Set<String> values, final Map<String, Boolean> blocks, final List<String> machines,
            final Function<String, Optional<String>> scripts) {
        final Set<Placeholder> placeholders = new HashSet<>();
        values.forEach(value -> placeholders.add(new Placeholder(StudentValues.SCOPE, value)));
        final Mistakes mistakes = new Mistakes();
        final List<Task> tasks = new ArrayList<>();
        mistakes.check(() -> {
            final YamlMapping root = YamlNode.parse(new SourcePosition(file, 1), text, mistakes).mapping("tasks");
            tasks.addAll(new TasksFile(placeholders, blocks, machines, scripts, mistakes).tasks(root.required("tasks").mappingOfAnyKeys()));
        });
        mistakes.raise();
        return tasks;
    }

    private List<Task> tasks(final YamlMapping mapping) {
        for (final String name : mapping.keys()) {
            final Optional<Task> read = mistakes.attempt(() ->
                    task(name, mapping.required(name).mapping("points", "open", "done", "ever", "now", "needs", "misses", "beyondRepair")));
            tasks.put(name, read.orElse(null)); // a task that refers to one with a mistake is not wrong for that
        }
        return tasks.values().stream().filter(Objects::nonNull).toList();
    }

    /** Its parts are read each for itself, so that a mistake in one hides none in another. */
    private Task task(final String name, final YamlMapping mapping) {
        final Optional<Integer> points = mistakes.attempt(() -> mapping.required("points").integer(0, MOST_POINTS));
        final Optional<Template> title = mistakes.attempt(() -> studentText(mapping.required("open")));
        final Optional<Template> done = mistakes.attempt(() -> studentText(mapping.required("done")));
        final Optional<YamlNode> ever = mapping.optional("ever");
        final Optional<YamlNode> now = mapping.optional("now");
        if (ever.isPresent() == now.isPresent()) {
            throw mapping.position(name).error("task \"" + name + "\" has to say either \"ever\" (met once is enough) or \"now\" (to be met at the end)");
        }
        final Optional<List<Condition>> met = mistakes.attempt(() -> conditions.list(ever.or(() -> now).orElseThrow()));
        final Optional<List<Task>> needs = mistakes.attempt(() -> needs(mapping));
        final List<Task.Miss> misses = misses(mapping);
        final List<Task.DeadEnd> beyondRepair = new ArrayList<>();
        for (final YamlNode node : mapping.optional("beyondRepair").map(YamlNode::list).orElse(List.of())) {
            mistakes.attempt(() -> deadEnd(node.mapping("when", "say"))).ifPresent(beyondRepair::add);
        }
        return new Task(name, points.orElseThrow(Mistakes::told), title.orElseThrow(Mistakes::told), done.orElseThrow(Mistakes::told), ever.isPresent(),
                met.orElseThrow(Mistakes::told), needs.orElseThrow(Mistakes::told), misses, beyondRepair);
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
            mistakes.attempt(() -> miss(each.mapping("when", "say", "hint"))).ifPresent(misses::add);
        }
        return misses;
    }

    private Task.Miss miss(final YamlMapping mapping) {
        final Optional<Condition> when = mapping.optional("when").map(conditions::condition);
        return new Task.Miss(when, saying(mapping.required("say"), when), mapping.optional("hint").map(hint -> saying(hint, when)));
    }

    private Task.DeadEnd deadEnd(final YamlMapping mapping) {
        final Condition when = conditions.condition(mapping.required("when"));
        return new Task.DeadEnd(when, saying(mapping.required("say"), Optional.of(when)));
    }

    private Template studentText(final YamlNode node) {
        return Template.parse(node.position(), written(node), studentPlaceholders);
    }

    /** A saying knows what its condition has found. */
    private Template saying(final YamlNode node, final Optional<Condition> when) {
        final Set<Placeholder> placeholders = new HashSet<>(studentPlaceholders);
        when.map(Condition::found).orElse(Set.of()).forEach(name -> placeholders.add(new Placeholder(FOUND_SCOPE, name)));
        if (placeholders.size() == studentPlaceholders.size() && node.text().contains("${" + FOUND_SCOPE + ".")) {
            throw node.position().error("${" + FOUND_SCOPE + ".…} has no value here: " + (when.isEmpty() ? "nothing is looked for without \"when\"" : "this \"when\" finds nothing that could be told"));
        }
        return Template.parse(node.position(), written(node), placeholders);
    }

    private static String written(final YamlNode node) {
        if (node.text().isBlank()) {
            throw node.position().error("a sentence is expected here");
        }
        return node.text();
    }
}
