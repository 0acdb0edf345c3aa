package dev.berth.lab.check;

import dev.berth.lab.check.Selection.Count;
import dev.berth.lab.check.Selection.Expectation;
import dev.berth.lab.check.Selection.Has;
import dev.berth.lab.check.Selection.Place;
import dev.berth.lab.check.Selection.Property;
import dev.berth.lab.check.Selection.Query;
import dev.berth.lab.source.Mistakes;
import dev.berth.lab.source.Suggestion;
import dev.berth.lab.source.YamlMapping;
import dev.berth.lab.source.YamlNode;
import dev.berth.lab.value.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the conditions in tasks.yaml. */
final class ConditionReader {

    static final List<String> KINDS = List.of("container", "containers", "event", "image", "images", "layer", "layers", "volume", "volumes", "network", "networks", "http", "file", "process", "processes", "order", "answer", "script",
            "not", "all", "any");
    private static final String OF = "of";
    private static final String WITHIN = "within";
    private static final String SAME_CONTAINER = "sameContainer";
    private static final String ON = "on";

    /** What may stand beside the key of a condition, and beside which. */
    static final Map<String, List<String>> COMPANIONS = Map.of(
            OF, List.of("container", "containers", "event"), WITHIN, List.of("order", "event", "all"), SAME_CONTAINER, List.of("order"),
            ON, KINDS.stream().filter(kind -> !kind.equals("answer")).toList());
    private static final Pattern SECONDS = Pattern.compile("([1-9][0-9]{0,4})(s|m)");
    private static final Pattern SCRIPT = Pattern.compile("check-[a-z0-9-]{1,60}\\.[a-z]{1,10}");
    private static final Pattern SCRIPT_FILE = Pattern.compile("(~|/[A-Za-z0-9_.-]+)(/[A-Za-z0-9_.-]+)*");
    private static final String SCRIPT_IMAGE = "debian";
    private static final String INCLUDE_OLDER = "includeOlder";
    private static final String IN = "in";
    private static final String PATH = "path";
    private static final String EXISTS = "exists";
    private static final String URL = "url";
    private static final String ANSWERS = "answers";
    private static final String NAMESPACES = "namespaces";
    private static final String SHARES_NAMESPACE = "sharesNamespace";
    private static final List<String> COUNTS = List.of("count", "atLeast", "atMost");
    private static final int MOST = 1000;

    private final Set<Template.Placeholder> places;
    private final Map<String, Boolean> blocks;
    private final List<String> machines;
    private final Function<String, Optional<String>> scripts;
    private final Map<String, Task> earlier;

    /**
     * @param places the student's values
     * @param blocks the blocks that can be answered, by their names, and whether the lesson says what is right; if not, only the machine knows
     * @param machines the names of the lesson's machines; none of a lesson that does not say them well
     * @param scripts the text of a file of the lesson, by its name
     * @param earlier the tasks read so far; grows while the file is read
     */
    ConditionReader(final Set<Template.Placeholder> places, final Map<String, Boolean> blocks, final List<String> machines, final Function<String, Optional<String>> scripts,
            final Map<String, Task> earlier) {
        this.places = new HashSet<>(places);
        blocks.keySet().forEach(block -> this.places.add(new Template.Placeholder(FactsView.ANSWER_SCOPE, block)));
        this.blocks = blocks;
        this.machines = List.copyOf(machines);
        this.scripts = scripts;
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
        final Optional<String> machine = mapping.optional(ON).map(this::machine);
        final Condition condition = condition(kind, value, mapping);
        return machine.<Condition>map(name -> new Condition.On(name, condition)).orElse(condition);
    }

    private String machine(final YamlNode node) {
        if (machines.isEmpty()) {
            throw Mistakes.told();
        }
        if (!machines.contains(node.text())) {
            throw node.position().error("this lesson has no machine \"" + node.text() + "\"; the front matter of lesson.md asks for [" + String.join(", ", machines) + "]"
                    + Suggestion.of(node.text(), machines));
        }
        return node.text();
    }

    private Condition condition(final String kind, final YamlNode value, final YamlMapping mapping) {
        return switch (kind) {
            case "container" -> objects(ContainerSubject.CONTAINER, value, false, mapping);
            case "containers" -> objects(ContainerSubject.CONTAINER, value, true, mapping);
            case "event" -> event(value, mapping);
            case "image" -> value.isMapping() ? objects(ImageSubject.IMAGE, value, false, mapping) : new Condition.HasImage(text(value));
            case "images" -> objects(ImageSubject.IMAGE, value, true, mapping);
            case "layer" -> objects(LayerSubject.LAYER, value, false, mapping);
            case "layers" -> objects(LayerSubject.LAYER, value, true, mapping);
            case "volume" -> objects(VolumeSubject.VOLUME, value, false, mapping);
            case "volumes" -> objects(VolumeSubject.VOLUME, value, true, mapping);
            case "network" -> objects(NetworkSubject.NETWORK, value, false, mapping);
            case "networks" -> objects(NetworkSubject.NETWORK, value, true, mapping);
            case "http" -> objects(PageSubject.PAGE, value, false, mapping);
            case "file" -> objects(FileSubject.FILE, value, false, mapping);
            case "process" -> objects(ProcessSubject.PROCESS, value, false, mapping);
            case "processes" -> objects(ProcessSubject.PROCESS, value, true, mapping);
            case "order" -> order(value, mapping);
            case "answer" -> answer(value.mapping("block", "correct", "is", "sinceStart"));
            case "script" -> script(value.mapping("run", "image", "files", "docker"));
            case "not" -> new Condition.Not(condition(value));
            case "all" -> mapping.optional(WITHIN).<Condition>map(within -> together(value, within)).orElseGet(() -> new Condition.All(list(value)));
            case "any" -> new Condition.Any(list(value));
            default -> throw new IllegalStateException("condition \"" + kind + "\" is known and not read");
        };
    }

    private static String kind(final YamlMapping mapping) {
        final List<String> kinds = mapping.keys().stream().filter(key -> !COMPANIONS.containsKey(key)).toList();
        for (final String kind : kinds) {
            if (!KINDS.contains(kind)) {
                throw mapping.position(kind).error("unknown condition \"" + kind + "\"; known are " + String.join(", ", KINDS) + Suggestion.of(kind, KINDS));
            }
        }
        if (kinds.size() != 1) {
            throw mapping.position().error("one condition is expected here, with one of the keys " + String.join(", ", KINDS));
        }
        COMPANIONS.forEach((key, with) -> {
            if (mapping.keys().contains(key) && !with.contains(kinds.get(0))) {
                throw mapping.position(key).error("\"" + key + "\" goes with " + String.join(", ", with) + ", not with \"" + kinds.get(0) + "\"");
            }
        });
        return kinds.get(0);
    }

    /** The task that a node names; it must be further up in the file, so that no task waits for itself. */
    Task earlierTask(final YamlNode node) {
        final Task task = earlier.get(node.text());
        if (task == null) {
            throw earlier.containsKey(node.text()) ? Mistakes.told()
                    : node.position().error("\"" + node.text() + "\" is not a task further up in this file" + Suggestion.of(node.text(), earlier.keySet()));
        }
        return task;
    }

    private <T> Condition objects(final Subject<T> subject, final YamlNode node, final boolean counted, final YamlMapping around) {
        return new Condition.Objects<>(selection(subject, node, true, counted), of(around));
    }

    private Optional<Task> of(final YamlMapping around) {
        return around.optional(OF).map(this::earlierTask);
    }

    private Condition order(final YamlNode node, final YamlMapping around) {
        final List<Selection<MachineEvent>> steps = node.list().stream()
                .map(step -> events(step.mapping("event").required("event"), false))
                .toList();
        if (steps.size() < 2) {
            throw node.position().error("at least two events are expected here");
        }
        return new Condition.Order(
                steps, around.optional(WITHIN).map(ConditionReader::duration), around.optional(SAME_CONTAINER).map(ConditionReader::truth).orElse(false));
    }

    private static Duration duration(final YamlNode node) {
        final java.util.regex.Matcher matcher = SECONDS.matcher(node.text());
        if (!matcher.matches()) {
            throw node.position().error("\"" + node.text() + "\" is no time such as 30s or 5m");
        }
        final long number = Long.parseLong(matcher.group(1));
        return matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
    }

    private Condition event(final YamlNode node, final YamlMapping around) {
        final Condition.Objects<MachineEvent> events = new Condition.Objects<>(events(node, true), of(around));
        return around.optional(WITHIN).<Condition>map(within -> {
            if (events.selection().count().least() < 2) {
                throw around.position(WITHIN).error("\"within\" is about several events: say \"atLeast\" 2 or more, or name others in \"all\" or \"order\"");
            }
            return together(List.of(events), within);
        }).orElse(events);
    }

    private Condition together(final YamlNode node, final YamlNode within) {
        final List<Condition.Objects<MachineEvent>> events = node.list().stream().map(each -> {
            final YamlMapping around = each.mapping("event", OF);
            return new Condition.Objects<>(events(around.required("event"), true), of(around));
        }).toList();
        if (events.size() < 2) {
            throw node.position().error("at least two events are expected here");
        }
        return together(events, within);
    }

    /** That something did not happen is so within any time. */
    private static Condition together(final List<Condition.Objects<MachineEvent>> events, final YamlNode within) {
        if (events.stream().map(each -> each.selection().count()).anyMatch(count -> count.least() == 0 || count.most() < Integer.MAX_VALUE)) {
            throw within.position().error("\"within\" goes with \"atLeast\", not with \"count\" and \"atMost\"");
        }
        return new Condition.Together(events, duration(within));
    }

    private Selection<MachineEvent> events(final YamlNode node, final boolean counted) {
        final Selection<MachineEvent> selection = selection(EventSubject.EVENT, node, true, counted);
        final Set<String> keys = node.mappingOfAnyKeys().keys();
        node.mappingOfAnyKeys().required(EventSubject.ACTION.key());
        final List<Expectation<MachineEvent>> expectations = new ArrayList<>(selection.expectations());
        if (!keys.contains(EventSubject.TYPE.key())) {
            expectations.add(new Property<>(EventSubject.TYPE, Matcher.plain(Template.parse("container"))));
        }
        return new Selection<>(EventSubject.EVENT, selection.query(), expectations, selection.count());
    }

    /** @param whole whether it stands alone, and does not belong to another object */
    private <T> Selection<T> selection(final Subject<T> subject, final YamlNode node, final boolean whole, final boolean counted) {
        final YamlMapping mapping = node.mapping(keys(subject, whole, counted));
        final boolean isFile = subject == FileSubject.FILE;
        final boolean isPage = subject == PageSubject.PAGE;
        final Place in = mapping.optional(IN).map(place -> place(place, isFile)).orElse(new Place.Machine());
        final Optional<Template> path = isFile ? Optional.of(path(mapping.required(PATH), whole && in instanceof Place.Machine))
                : isPage ? Optional.of(url(mapping.required(URL))) : Optional.empty();
        final boolean isThere = !isFile && !isPage || mapping.optional(isFile ? EXISTS : ANSWERS).map(ConditionReader::truth).orElse(true);
        final Count count = counted ? count(mapping) : isThere ? Count.AT_LEAST_ONE : Count.NONE;
        final boolean older = !whole || mapping.optional(INCLUDE_OLDER).map(ConditionReader::truth).orElse(false);
        return new Selection<>(subject, new Query(older, in, path), expectations(subject, mapping), count);
    }

    /** What may be asked of an object. */
    static SortedSet<String> keys(final Subject<?> subject, final boolean whole, final boolean counted) {
        final SortedSet<String> keys = new TreeSet<>();
        subject.fields().forEach(field -> keys.add(field.key()));
        subject.relations().forEach(relation -> keys.add(relation.key()));
        if (whole && subject.hasAge()) {
            keys.add(INCLUDE_OLDER);
        }
        if (whole && subject.hasPlace()) {
            keys.add(IN);
        }
        if (subject == FileSubject.FILE) {
            keys.addAll(List.of(PATH, EXISTS));
        }
        if (subject == PageSubject.PAGE) {
            keys.addAll(List.of(URL, ANSWERS));
        }
        if (subject == ProcessSubject.PROCESS) {
            keys.removeIf(key -> key.startsWith(NAMESPACES));
            keys.addAll(List.of(NAMESPACES, SHARES_NAMESPACE));
        }
        if (counted) {
            keys.addAll(COUNTS);
        }
        return keys;
    }

    private <T> List<Expectation<T>> expectations(final Subject<T> subject, final YamlMapping mapping) {
        final List<Expectation<T>> expectations = new ArrayList<>();
        for (final Field<T> field : subject.fields()) {
            mapping.optional(field.key()).ifPresent(value -> expectations.add(property(field, value)));
        }
        if (subject == ProcessSubject.PROCESS) {
            expectations.addAll(namespaces(subject, mapping));
        }
        for (final Subject.Relation<T, ?> relation : subject.relations()) {
            mapping.optional(relation.key()).ifPresent(value -> expectations.addAll(related(relation, value)));
        }
        return expectations;
    }

    private <T> Property<T> property(final Field<T> field, final YamlNode value) {
        return new Property<>(field, Matcher.read(value, field.key(), field.type(), this::text));
    }

    /** Of a change each key is about another path. */
    private <T, U> List<Expectation<T>> related(final Subject.Relation<T, U> relation, final YamlNode node) {
        final Selection<U> selection = selection(relation.subject(), node, false, false);
        if (relation.subject() != ChangeSubject.CHANGE) {
            return List.of(new Has<>(relation, selection));
        }
        return selection.expectations().stream().<Expectation<T>>map(each ->
                new Has<>(relation, new Selection<>(relation.subject(), selection.query(), List.of(each), selection.count()))).toList();
    }

    @SuppressWarnings("unchecked") // of processes alone
    private <T> List<Expectation<T>> namespaces(final Subject<T> subject, final YamlMapping mapping) {
        final List<Expectation<ProcessFacts>> expectations = new ArrayList<>();
        mapping.optional(NAMESPACES).ifPresent(node -> {
            final YamlMapping kinds = node.mapping(ProcessSubject.NAMESPACES.toArray(String[]::new));
            kinds.keys().forEach(kind -> expectations.add(property(ProcessSubject.namespace(kind), kinds.required(kind))));
        });
        mapping.optional(SHARES_NAMESPACE).ifPresent(node -> {
            final YamlMapping shared = node.mapping("kind", "with");
            final YamlNode kind = shared.required("kind");
            if (!ProcessSubject.NAMESPACES.contains(kind.text())) {
                throw kind.position().error("\"" + kind.text() + "\" is no kind of namespace; known are " + String.join(", ", ProcessSubject.NAMESPACES));
            }
            final YamlNode name = shared.required("with").mapping("container").required("container");
            final Field<ContainerFacts> field = ContainerSubject.CONTAINER.fields().stream().filter(each -> each.key().equals("name")).findFirst().orElseThrow();
            expectations.add(new Has<>(ProcessSubject.sharing(kind.text()),
                    new Selection<>(ContainerSubject.CONTAINER, new Query(true, new Place.Machine(), Optional.empty()), List.of(property(field, name)), Count.AT_LEAST_ONE)));
        });
        return (List<Expectation<T>>) (List<?>) expectations;
    }

    private Place place(final YamlNode node, final boolean ofFile) {
        if (!node.isMapping()) {
            if (node.text().equals("machine")) {
                return new Place.Machine();
            }
            if (node.text().equals("anywhere") && !ofFile) {
                return new Place.Anywhere();
            }
            throw node.position().error("\"" + node.text() + "\" is no place; known are machine, " + (ofFile ? "{container: NAME}, {volume: NAME}, {image: NAME}" : "anywhere, {container: NAME}"));
        }
        final YamlMapping mapping = ofFile ? node.mapping("container", "volume", "image") : node.mapping("container");
        if (mapping.keys().size() != 1) {
            throw node.position().error("one place is expected here");
        }
        return mapping.optional("container").<Place>map(name -> new Place.Container(text(name)))
                .or(() -> mapping.optional("image").map(name -> new Place.Image(text(name))))
                .orElseGet(() -> new Place.Volume(text(mapping.required("volume"))));
    }

    private Template path(final YamlNode node, final boolean ofMachine) {
        final String path = node.text();
        if (!path.startsWith("/") && !path.startsWith("${") && !(ofMachine && path.startsWith("~/"))) {
            throw node.position().error("\"" + path + "\" is no path: it begins with /" + (ofMachine ? ", or with ~/ in the student's home" : ""));
        }
        return text(node);
    }

    private Template url(final YamlNode node) {
        final Template url = text(node);
        if (FactsView.request(url.fill(place -> "1")).isEmpty()) {
            throw node.position().error("\"" + node.text() + "\" is no port and path of the machine, such as :8080/index.html");
        }
        return url;
    }

    private Condition script(final YamlMapping mapping) {
        final YamlNode run = mapping.required("run");
        if (!SCRIPT.matcher(run.text()).matches()) {
            throw run.position().error("\"" + run.text() + "\" is no name of a script; it is to be like check-report.sh");
        }
        final String text = scripts.apply(run.text()).orElseThrow(() -> run.position().error("the lesson's folder has no file \"" + run.text() + "\""));
        if (!text.startsWith("#!")) {
            throw run.position().error("\"" + run.text() + "\" does not say by which program it is run; its first line is to be like #!/bin/bash");
        }
        final List<YamlNode> files = mapping.optional("files").map(YamlNode::list).orElse(List.of());
        if (files.size() > CheckScript.MOST_FILES) {
            throw mapping.position("files").error("at most " + CheckScript.MOST_FILES + " files are laid for a script");
        }
        final List<YamlNode> lists = mapping.optional("docker").map(YamlNode::list).orElse(List.of());
        lists.stream().filter(each -> !CheckScript.LISTS.contains(each.text())).findFirst().ifPresent(each -> {
            throw each.position().error("\"" + each.text() + "\" is no list of Docker's; known are " + String.join(", ", CheckScript.LISTS) + Suggestion.of(each.text(), CheckScript.LISTS));
        });
        return new Condition.Scripted(new CheckScript(run.text(), text, mapping.optional("image").map(YamlNode::text).orElse(SCRIPT_IMAGE),
                files.stream().map(ConditionReader::scriptFile).toList(), lists.stream().map(YamlNode::text).toList()));
    }

    private static String scriptFile(final YamlNode node) {
        if (!SCRIPT_FILE.matcher(node.text()).matches() || List.of(node.text().split("/")).contains("..")) {
            throw node.position().error("\"" + node.text() + "\" is no path such as ~/report.txt or /etc/hosts");
        }
        return node.text();
    }

    private Condition answer(final YamlMapping mapping) {
        final YamlNode block = mapping.required("block");
        if (!blocks.containsKey(block.text())) {
            throw block.position().error("lesson.md has no quiz, predict or answer block \"" + block.text() + "\"");
        }
        final Optional<Boolean> correct = mapping.optional("correct").map(ConditionReader::truth);
        if (correct.isPresent() && !blocks.get(block.text())) {
            throw mapping.position("correct").error("only the machine knows what is right in block \"" + block.text() + "\": compare \"${answer." + block.text() + "}\"");
        }
        final Optional<Matcher> is = mapping.optional("is").map(node -> Matcher.read(node, "is", FieldType.TEXT, this::text));
        return new Condition.Answered(block.text(), correct, is, mapping.optional("sinceStart").map(ConditionReader::truth));
    }

    private static Count count(final YamlMapping mapping) {
        final Optional<Integer> exactly = mapping.optional("count").map(node -> node.integer(0, MOST));
        final Optional<Integer> least = mapping.optional("atLeast").map(node -> node.integer(0, MOST));
        final Optional<Integer> most = mapping.optional("atMost").map(node -> node.integer(0, MOST));
        if (exactly.isPresent() && (least.isPresent() || most.isPresent())) {
            throw mapping.position("count").error("\"count\" is exact; it goes with neither \"atLeast\" nor \"atMost\"");
        }
        if (exactly.isPresent()) {
            return new Count(exactly.get(), exactly.get());
        }
        if (most.isPresent()) {
            return new Count(least.orElse(0), most.get());
        }
        return new Count(least.orElse(1), Integer.MAX_VALUE);
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
