package dev.berth.lab.check;

import dev.berth.lab.check.Condition.All;
import dev.berth.lab.check.Condition.Answered;
import dev.berth.lab.check.Condition.Any;
import dev.berth.lab.check.Condition.HasImage;
import dev.berth.lab.check.Condition.Not;
import dev.berth.lab.check.Condition.Objects;
import dev.berth.lab.check.Condition.On;
import dev.berth.lab.check.Condition.Order;
import dev.berth.lab.check.Condition.Scripted;
import dev.berth.lab.check.Condition.Together;
import dev.berth.lab.check.Selection.Count;
import dev.berth.lab.check.Selection.Expectation;
import dev.berth.lab.check.Selection.Has;
import dev.berth.lab.check.Selection.Place;
import dev.berth.lab.check.Selection.Property;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in a sentence why a condition is not met, for tasks whose author has written none for that: of what comes nearest, the first thing that is not as it is to be. */
final class Explanation {

    private static final String UNANSWERED = "the question that goes with this has not been answered yet";

    /** More are not compared to find the nearest. */
    private static final int MOST_CANDIDATES = 32;

    /** What a name weighs among all that is to be so: who has the name right means this one. */
    private static final int NAME_WEIGHT = 3;

    /** Told only of an object that has all the rest right: they cost more to know, or say little. */
    private static final Set<String> LAST = Set.of("logs", "line", "content", "sha256", "history", "steps", "layers", "sharesLayersWith", "standsOn", "sharedWith", "sharedBy", "createdBy", "env", "entrypoint", "exposes");

    /** By these such an object is known: one that has them otherwise is not meant. */
    private static final Map<Subject<?>, Set<String>> KNOWN_BY = Map.of(
            ProcessSubject.PROCESS, Set.of("program", "command", "pid"),
            EventSubject.EVENT, Set.of("type", "action"),
            LayerSubject.LAYER, Set.of("image", "position"));

    private static final Map<String, String> NOUNS = Map.ofEntries(
            Map.entry("exitCode", "exit code"),
            Map.entry("hostname", "host name"),
            Map.entry("workdir", "working folder"),
            Map.entry("env", "variable"),
            Map.entry("restart", "restart policy"),
            Map.entry("memory", "limit of memory in MiB"),
            Map.entry("cpus", "limit of processors"),
            Map.entry("pidsLimit", "limit of processes"),
            Map.entry("pid", "process number"),
            Map.entry("pidInside", "process number inside"),
            Map.entry("sha256", "checksum"),
            Map.entry("size", "size in bytes"),
            Map.entry("sizeMiB", "size in MiB"),
            Map.entry("layers", "number of layers"),
            Map.entry("createdBy", "line of history"),
            Map.entry("sharedBy", "number of other images"),
            Map.entry("exposes", "port"),
            Map.entry("ports", "published port"),
            Map.entry("history", "line of history"),
            Map.entry("steps", "history"),
            Map.entry("root", "root folder"),
            Map.entry("status", "status"));

    /** What is said of a container, an event or a mount of which this is to be true, and then of one of which it is to be false. */
    private static final Map<String, List<String>> TRUTHS = Map.of(
            "terminal", List.of("%s has no terminal: it was made without `-t`", "%s has a terminal: it was made with `-t`"),
            "interactive", List.of("%s takes no input: it was made without `-i`", "%s takes input: it was made with `-i`"),
            "attached", List.of("the command that started %s did not stay with it", "the command that started %s stayed with it: `-d` is missing"),
            "autoRemove", List.of("%s does not remove itself: `--rm` is missing", "%s removes itself: it was made with `--rm`"),
            "privileged", List.of("%s is not privileged", "%s is privileged"),
            "readOnly", List.of("%s can be written to", "%s is mounted read-only"),
            "internal", List.of("%s leads out: `--internal` is missing", "%s leads nowhere: it was made with `--internal`"),
            "anonymous", List.of("%s has a name", "%s has no name that somebody gave it"));

    private static final Map<String, String> EVENTS = Map.ofEntries(
            Map.entry("create", "been made"),
            Map.entry("start", "been started"),
            Map.entry("attach", "been attached to"),
            Map.entry("detach", "been left by the keys to detach"),
            Map.entry("die", "ended"),
            Map.entry("destroy", "been removed"),
            Map.entry("exec_create", "been given a second program"),
            Map.entry("exec_start", "been given a second program"),
            Map.entry("kill", "been sent a signal"),
            Map.entry("stop", "been stopped"),
            Map.entry("restart", "been restarted"),
            Map.entry("pause", "been paused"),
            Map.entry("unpause", "been woken from a pause"),
            Map.entry("rename", "been renamed"),
            Map.entry("update", "been given other limits"),
            Map.entry("commit", "been made an image"),
            Map.entry("pull", "been pulled"),
            Map.entry("tag", "been given another name"),
            Map.entry("untag", "lost a name"),
            Map.entry("delete", "been removed"));

    private final FactsView facts;
    private final ConditionEvaluator evaluator;

    Explanation(final FactsView facts, final ConditionEvaluator evaluator) {
        this.facts = facts;
        this.evaluator = evaluator;
    }

    /** A sentence, and how near the student has come. */
    private record Guess(int nearness, String text) {}

    /** Of the first that is not met. */
    String of(final List<Condition> conditions) {
        return first(conditions).text();
    }

    private Guess first(final List<Condition> conditions) {
        return conditions.stream().filter(condition -> !evaluator.look(condition).met()).findFirst().map(this::guess).orElse(new Guess(0, "this is not done yet"));
    }

    private Guess guess(final Condition condition) {
        if (condition instanceof Objects<?> objects) {
            return objects(objects);
        }
        if (condition instanceof Order order) {
            final int done = evaluator.inOrder(order).size();
            return new Guess(done, nothing(order.steps().get(done), "") + (done == 0 ? "" : done == 1 ? " after the first" : " after the " + done + " before")
                    + order.within().map(time -> ", or not within " + time.toSeconds() + " seconds").filter(late -> done > 0).orElse(""));
        }
        if (condition instanceof Together together) {
            return together.events().stream().filter(each -> !evaluator.look(each).met()).findFirst().<Guess>map(this::objects)
                    .orElseGet(() -> new Guess(1, (together.events().size() == 1 ? "it happened so often" : "all of it happened")
                            + ", but not within " + together.within().toSeconds() + " seconds"));
        }
        if (condition instanceof HasImage image) {
            return new Guess(0, facts.fill(image.image()).map(name -> "the image " + code(name) + " is not on this machine").orElse(UNANSWERED));
        }
        if (condition instanceof Answered answered) {
            final GivenAnswer given = facts.answers().get(answered.block());
            if (given != null && answered.sinceStart().orElse(false) && given.at().isBefore(facts.runningSince())) {
                return new Guess(1, "your machine was started anew since you answered " + code(given.value().strip()) + ", and what ran before has ended; begin once more, and answer again");
            }
            return given == null ? new Guess(0, UNANSWERED) : new Guess(1, code(given.value().strip()) + " is not the answer");
        }
        if (condition instanceof Scripted scripted) {
            final String said = facts.outcome(scripted.script()).map(outcome -> sentence(outcome.said())).orElse("");
            return new Guess(1, said.isEmpty() ? "this is not done yet" : said);
        }
        if (condition instanceof On on) {
            final Guess guess = facts.on(on.machine(), () -> guess(on.condition()));
            return new Guess(guess.nearness(), "on " + code(on.machine()) + ": " + guess.text());
        }
        if (condition instanceof Not not) {
            return not.condition() instanceof Objects<?> objects ? present(objects) : new Guess(0, "something is still so that is not to be");
        }
        if (condition instanceof All all) {
            return first(all.conditions());
        }
        return ((Any) condition).conditions().stream().map(this::guess).max(Comparator.comparingInt(Guess::nearness)).orElseThrow();
    }

    /** Its author's words: their code stays code. */
    private static String sentence(final String said) {
        return Stream.of(said.split("`", -1)).map(MatchValues::clean).collect(Collectors.joining("`"));
    }

    private <T> Guess present(final Objects<T> objects) {
        final List<T> matching = evaluator.matching(objects);
        return new Guess(1, matching.isEmpty() ? "something is missing that is to be there" : tooMany(objects.selection(), matching, 0));
    }

    private <T> Guess objects(final Objects<T> objects) {
        return selection(objects.selection(), evaluator.candidates(objects), "");
    }

    /** @param where what sentences say of where it is looked for */
    private <T> Guess selection(final Selection<T> selection, final List<T> candidates, final String where) {
        final List<T> matching = evaluator.matching(selection.expectations(), candidates);
        final Count count = selection.count();
        if (matching.size() > count.most()) {
            return new Guess(1, tooMany(selection, matching, count.most()) + where);
        }
        if (!matching.isEmpty()) {
            return new Guess(1, (matching.size() == 1 ? "there is one " : "there are " + matching.size() + " ") + plural(selection.subject(), matching.size()) + " like this"
                    + where + "; it is to be " + (count.most() == count.least() ? "" : "at least ") + count.least());
        }
        if (count.most() == 0 || selection.expectations().stream().anyMatch(this::isUnanswered)) { // that nothing is there could not be asked
            return new Guess(0, UNANSWERED);
        }
        return nearest(selection, candidates)
                .map(nearest -> new Guess(1 + nearness(selection, nearest), flaw(selection, nearest) + where))
                .orElseGet(() -> new Guess(0, nothing(selection, where)));
    }

    private static <T> String tooMany(final Selection<T> selection, final List<T> matching, final int most) {
        final String one = code(selection.subject().title(matching.get(0)));
        if (selection.subject() == PageSubject.PAGE) {
            return one + " of your machine still answers";
        }
        if (most > 0) {
            return "there are " + matching.size() + " " + plural(selection.subject(), matching.size()) + " like this; it is to be at most " + most;
        }
        return matching.size() == 1 ? one + " is still there" : matching.size() + " " + plural(selection.subject(), matching.size()) + " are still there, " + one + " for one";
    }

    private static String plural(final Subject<?> subject, final int count) {
        return count == 1 ? subject.word() : subject.word().endsWith("s") ? subject.word() + "es" : subject.word() + "s";
    }

    private static boolean isName(final Expectation<?> expectation) {
        return expectation.key().equals("name");
    }

    private static boolean isLast(final Expectation<?> expectation) {
        return expectation instanceof Has || LAST.contains(expectation.key());
    }

    /** The one that has most of what is asked for; of those with another name only one that has all the rest. None if no one has the name, or half of the rest. */
    private <T> Optional<T> nearest(final Selection<T> selection, final List<T> candidates) {
        final List<Expectation<T>> cheap = selection.expectations().stream().filter(each -> !isLast(each)).toList();
        final int others = (int) cheap.stream().filter(each -> !isName(each)).count();
        final boolean isKnown = cheap.isEmpty() || selection.subject() == FileSubject.FILE || selection.subject() == PageSubject.PAGE; // by its place
        final int least = isKnown ? 0 : cheap.stream().anyMatch(Explanation::isName) ? Math.max(2, (others + 1) / 2) : 1;
        final List<Expectation<T>> known = cheap.stream().filter(each -> KNOWN_BY.getOrDefault(selection.subject(), Set.of()).contains(each.key())).toList();
        return evaluator.matching(known, candidates).stream().limit(MOST_CANDIDATES)
                .filter(candidate -> nearness(selection, candidate) >= least)
                .filter(candidate -> cheap.stream().allMatch(each -> !isName(each) || evaluator.holds(each, candidate))
                        || selection.expectations().stream().allMatch(each -> isName(each) || evaluator.holds(each, candidate)))
                .max(Comparator.<T>comparingInt(candidate -> nearness(selection, candidate)).thenComparing(Comparator.comparingInt(candidates::indexOf).reversed()));
    }

    private <T> int nearness(final Selection<T> selection, final T candidate) {
        return selection.expectations().stream()
                .filter(each -> !isLast(each) && evaluator.holds(each, candidate))
                .mapToInt(each -> isName(each) ? NAME_WEIGHT : 1)
                .sum();
    }

    private <T> String flaw(final Selection<T> selection, final T object) {
        final List<Expectation<T>> order = new ArrayList<>(selection.expectations());
        order.sort(Comparator.comparing(Explanation::isLast));
        final Expectation<T> unmet = order.stream().filter(each -> !evaluator.holds(each, object)).findFirst().orElseThrow();
        return unmet instanceof Property<T> property
                ? property(selection.subject(), object, property)
                : relation(selection.subject(), object, (Has<T, ?>) unmet);
    }

    private <T> String property(final Subject<T> subject, final T object, final Property<T> property) {
        final String key = property.key();
        final String title = code(subject.title(object));
        final String expected = property.matcher().describe(property.field().type(), facts);
        final List<String> values = property.field().values(object, facts);
        if (property.matcher().speaksOf(FactsView.ANSWER_SCOPE)) {
            return expected + " is not the " + noun(key) + " of " + title; // what is right is the student's to find out
        }
        if (property.matcher().isPattern()) {
            return ofAnotherForm(key, title, values);
        }
        if (TRUTHS.containsKey(key)) {
            return TRUTHS.get(key).get(expected.equals("`true`") ? 0 : 1).formatted(title);
        }
        if (subject == EventSubject.EVENT) {
            return title + " has " + happened(((MachineEvent) object).verb()) + ", but " + is(noun(key), values, expected, "was");
        }
        if (key.startsWith("namespaces.")) {
            final String kind = code(key.substring(key.indexOf('.') + 1));
            return values.contains("machine")
                    ? title + " is in the machine's " + kind + " namespace; it is to have one of its own"
                    : title + " has a " + kind + " namespace of its own; it is to be in the machine's";
        }
        return switch (key) {
            case "image" -> title + " was made from " + actual(values) + "; it is to be from " + expected;
            case "name" -> "the " + subject.word() + " that has the rest right is called " + title + "; its name is to be " + expected;
            case "command" -> title + " runs " + actual(values) + "; it is to run " + expected;
            case "state" -> title + " is " + (values.isEmpty() ? "not there" : values.get(0)) + "; it is to be " + expected.replace("`", "");
            case "exitCode" -> values.isEmpty() ? title + " has not ended yet" : title + " ended with exit code " + values.get(0) + "; it is to be " + expected;
            case "ranFor" -> values.isEmpty() ? title + " has not ended yet" : title + " ran for " + actual(values) + " seconds; it is to be " + expected;
            case "starts" -> title + " was started " + times(values) + "; it is to be " + expected;
            case "attaches" -> title + " was attached to " + times(values) + " in one run; it is to be " + expected;
            case "returns" -> "nobody has left " + title + " and come back to it yet";
            case "signal" -> "Docker has not sent " + title + " the signal " + expected + " in its last run";
            case "logs", "line" -> values.stream().allMatch(String::isBlank)
                    ? title + " has printed nothing yet"
                    : title + " has printed " + actual(values.subList(0, 1)) + "; " + (key.equals("line") ? "a line is to be " : "it is to be ") + expected;
            case "sharedWith" -> title + " is in no other image " + expected;
            case "standsOn" -> title + " does not stand on " + expected;
            case "status" -> title + " of your machine answers with the status " + actual(values) + "; it is to be " + expected;
            case "content" -> values.stream().allMatch(String::isBlank) ? title + " is empty" : title + " begins with " + actual(values) + "; in it is to be " + expected;
            case "type" -> title + " is a " + (values.isEmpty() ? "thing of another kind" : values.get(0)) + "; it is to be a " + expected.replace("`", "");
            default -> property.field().type().list()
                    ? title + (expected.startsWith("`") ? " does not have the " + noun(key) + " " : " has no " + noun(key) + " like ") + expected
                    : is(noun(key) + " of " + title, values, expected, "is");
        };
    }

    private static String ofAnotherForm(final String key, final String title, final List<String> values) {
        final boolean isNothing = values.stream().allMatch(String::isBlank);
        return switch (key) {
            case "logs", "line" -> title + (isNothing ? " has printed nothing yet" : " has printed " + actual(values.subList(0, 1)) + ", and not yet what it is to print");
            case "content" -> title + (isNothing ? " is empty" : " begins with " + actual(values) + ", and what is to be in it is not there");
            case "command" -> title + " runs " + actual(values) + "; it is to run something else";
            default -> "the " + noun(key) + " of " + title + (isNothing ? " is not set" : " is " + actual(values) + "; it is to be another");
        };
    }

    private static String is(final String what, final List<String> values, final String expected, final String verb) {
        return "the " + what + " " + verb + " " + (values.stream().allMatch(String::isEmpty) ? "not set" : actual(values)) + "; it is to be " + expected;
    }

    private static String times(final List<String> values) {
        return values.equals(List.of("1")) ? "once" : (values.isEmpty() ? "0" : values.get(0)) + " times";
    }

    private static String actual(final List<String> values) {
        return "`" + MatchValues.values(values) + "`";
    }

    private static String noun(final String key) {
        return NOUNS.getOrDefault(key, key);
    }

    private static String happened(final String verb) {
        return EVENTS.getOrDefault(verb, "had the event `" + MatchValues.clean(verb) + "`");
    }

    private <T, U> String relation(final Subject<T> subject, final T object, final Has<T, U> has) {
        final String title = code(subject.title(object));
        final Selection<U> selection = has.selection();
        return switch (has.key()) {
            case "mounts" -> title + " has nothing mounted" + described(selection);
            case "networks" -> title + " is not connected to a network" + described(selection);
            case "connects" -> "no container" + described(selection) + " is connected to the network " + title;
            case "diff" -> "in " + title + " nothing was " + selection.expectations().stream()
                    .map(each -> each.key() + " at " + expected(each)).collect(Collectors.joining(" or "));
            case "usedBy" -> "no container" + described(selection) + " has the volume " + title + " mounted";
            case "sharesNamespace" -> title + " shares that namespace with no container" + described(selection);
            default -> selection(selection, has.relation().reader().related(object, facts, selection.query()), " in " + title).text();
        };
    }

    private <T> String nothing(final Selection<T> selection, final String where) {
        final Subject<T> subject = selection.subject();
        if (subject == EventSubject.EVENT) {
            final List<Expectation<T>> rest = selection.expectations().stream().filter(each -> !Set.of("action", "type").contains(each.key())).toList();
            return "no " + named(selection, "type") + described(rest) + " has " + happened(named(selection, "action")) + " yet";
        }
        final String place = where.isEmpty() ? place(selection.query().in(), subject) : where;
        if (subject == PageSubject.PAGE) {
            return "nothing answers on " + selection.query().path().flatMap(facts::fill).map(Explanation::code).orElse("that port") + " of your machine yet";
        }
        if (subject == FileSubject.FILE) {
            return "there is nothing at " + selection.query().path().flatMap(facts::fill).map(Explanation::code).orElse("that path") + place + " yet";
        }
        return "there is no " + subject.word() + described(selection) + place + " yet";
    }

    private static String nameOf(final String place, final Optional<String> name) {
        return " in the " + place + " " + name.map(Explanation::code).orElse("of that name");
    }

    private String place(final Place place, final Subject<?> subject) {
        if (place instanceof Place.Container container) {
            return nameOf("container", facts.fill(container.name()));
        }
        if (place instanceof Place.Image image) {
            return nameOf("image", facts.fill(image.name()));
        }
        if (place instanceof Place.Volume volume) {
            return nameOf("volume", facts.fill(volume.name()));
        }
        return subject.hasPlace() && place instanceof Place.Machine ? " on your machine" : "";
    }

    private <T> String named(final Selection<T> selection, final String key) {
        return selection.expectations().stream().filter(each -> each.key().equals(key)).findFirst().map(this::expected).orElse("").replace("`", "");
    }

    private <T> String described(final Selection<T> selection) {
        return described(selection.expectations());
    }

    /** The name first: by that it is known. */
    private <T> String described(final List<Expectation<T>> expectations) {
        final List<Expectation<T>> order = new ArrayList<>(expectations);
        order.sort(Comparator.comparing(each -> !isName(each)));
        final List<Expectation<T>> tellable = order.stream().filter(each -> each instanceof Property<T> property && !property.matcher().isPattern()).toList();
        return tellable.stream().filter(each -> !isLast(each) || tellable.stream().allMatch(Explanation::isLast)).map(each -> " " + part(each)).collect(Collectors.joining());
    }

    private String part(final Expectation<?> expectation) {
        final String key = expectation.key();
        final String expected = expected(expectation);
        if (TRUTHS.containsKey(key)) {
            return "with `" + key + ": " + expected.replace("`", "") + "`";
        }
        return switch (key) {
            case "name" -> "called " + expected;
            case "image" -> "from " + expected;
            case "command" -> "that runs " + expected;
            case "program" -> "of the program " + expected;
            case "state" -> "in state " + expected.replace("`", "");
            case "at" -> "at " + expected;
            case "volume" -> "from the volume " + expected;
            case "bind" -> "from the folder " + expected;
            default -> key.startsWith("namespaces.") ? inNamespace(code(key.substring(key.indexOf('.') + 1)), expected) : "with the " + noun(key) + " " + expected;
        };
    }

    private static String inNamespace(final String kind, final String expected) {
        return expected.equals("`own`") ? "with its own " + kind + " namespace" : "in the namespace " + kind + " of " + (expected.equals("`machine`") ? "the machine" : expected);
    }

    private String expected(final Expectation<?> expectation) {
        return expectation instanceof Property<?> property ? property.matcher().describe(property.field().type(), facts) : "";
    }

    private boolean isUnanswered(final Expectation<?> expectation) {
        return expectation instanceof Property<?> property && !property.matcher().isKnown(facts);
    }

    private static String code(final String text) {
        return "`" + MatchValues.clean(text) + "`";
    }
}
