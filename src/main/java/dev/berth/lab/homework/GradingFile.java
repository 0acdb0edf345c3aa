package dev.berth.lab.homework;

import dev.berth.lab.homework.GradePart.Answered;
import dev.berth.lab.homework.GradePart.Change;
import dev.berth.lab.homework.GradePart.CommandRun;
import dev.berth.lab.homework.GradePart.Observed;
import dev.berth.lab.homework.GradePart.ProgramRun;
import dev.berth.lab.homework.GradePart.Saying;
import dev.berth.lab.homework.Homework.GradedTask;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.source.YamlMapping;
import dev.berth.lab.source.YamlNode;
import dev.berth.lab.value.Template;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads grading.yaml of a homework. Its language is described in {@code docs/lesson-authoring.md}. */
final class GradingFile {

    private static final int MOST_ATTEMPTS = 100;
    private static final int MOST_POINTS = 100;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,6})\\.\\.(\\d{1,6})");
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9][a-z0-9._/-]{0,99}(:[A-Za-z0-9._-]{1,60})?");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,39}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}");

    private final Lesson lesson;
    private Optional<Stage> stage = Optional.empty();

    private GradingFile(Lesson lesson) {
        this.lesson = lesson;
    }

    /**
     * @param grading the content of grading.yaml
     * @throws dev.berth.lab.source.LessonSourceException with file and line, if anything in it is not understood
     */
    static Homework read(Lesson lesson, YamlNode grading) {
        return new GradingFile(lesson).homework(grading.mapping("attempts", "due", "late", "images", "stage", "tasks"));
    }

    private Homework homework(YamlMapping mapping) {
        LateRule late = mapping.optional("late").map(node -> LateRule.of(node.text()).orElseThrow(() ->
                node.position().error("\"" + node.text() + "\" is no rule for late submissions; known are " + LateRule.words()))).orElse(LateRule.FULL);
        List<OwnImage> images = mapping.optional("images").map(YamlNode::list).orElse(List.of()).stream().map(this::image).toList();
        stage = mapping.optional("stage").map(node -> stage(node.mapping("machines", "steps")));
        YamlMapping tasks = mapping.required("tasks").mappingOfAnyKeys();
        for (String name : tasks.keys()) {
            if (lesson.task(name).isEmpty()) {
                throw tasks.position(name).error("tasks.yaml has no task \"" + name + "\"");
            }
        }
        List<GradedTask> graded = lesson.tasks().stream().map(task -> new GradedTask(task.name(), parts(task.name(), tasks.optional(task.name()).orElseThrow(() ->
                tasks.position().error("task \"" + task.name() + "\" is not graded"))))).toList();
        return new Homework(lesson, mapping.required("attempts").integer(1, MOST_ATTEMPTS), mapping.optional("due").map(GradingFile::instant), late, images, stage, graded);
    }

    private static Instant instant(YamlNode node) {
        try {
            return Instant.parse(node.text());
        } catch (DateTimeException none) {
            throw node.position().error("\"" + node.text() + "\" is no time; write it as 2027-03-01T21:59:00Z");
        }
    }

    private OwnImage image(YamlNode node) {
        YamlMapping mapping = node.mapping("name", "from", "command", "layer");
        return new OwnImage(text(mapping.required("name")), mapping.optional("from").map(GradingFile::imageName),
                mapping.optional("command").map(YamlNode::list).orElse(List.of()).stream().map(this::text).toList(),
                mapping.required("layer").list().stream().map(this::item).toList());
    }

    private OwnImage.Item item(YamlNode node) {
        YamlMapping mapping = node.mapping("file", "text", "program", "of", "mark", "link", "to");
        if (mapping.optional("link").isPresent()) {
            return new OwnImage.Item.Link(text(mapping.required("link")), text(mapping.required("to")));
        }
        Template path = text(mapping.required("file"));
        if (mapping.optional("program").isPresent()) {
            return new OwnImage.Item.Program(path, imageName(mapping.required("of")), mapping.required("program").text(), text(mapping.required("mark")));
        }
        return new OwnImage.Item.Text(path, text(mapping.required("text")));
    }

    private Stage stage(YamlMapping mapping) {
        List<String> machines = new ArrayList<>();
        for (YamlNode node : mapping.required("machines").list()) {
            if (!lesson.machines().contains(node.text())) {
                throw node.position().error("\"" + node.text() + "\" is no machine of this homework; lesson.md says machines: " + lesson.machines());
            }
            machines.add(node.text());
        }
        List<Stage.Step> steps = new ArrayList<>();
        for (YamlNode node : mapping.required("steps").list()) {
            steps.add(step(node, machines));
        }
        return new Stage(machines, steps);
    }

    private Stage.Step step(YamlNode node, List<String> machines) {
        YamlMapping any = node.mappingOfAnyKeys();
        if (any.optional("start").isPresent()) {
            return new Stage.Step.Start(machine(node.mapping("start").required("start"), machines));
        }
        if (any.optional("probe").isPresent()) {
            YamlMapping probe = node.mapping("probe", "script");
            return new Stage.Step.Probe(matching(probe.required("probe"), NAME, "a probe"), probe.required("script").text());
        }
        if (any.optional("ask").isPresent()) {
            YamlMapping ask = node.mapping("ask", "in", "on", "into");
            return new Stage.Step.Ask(machine(ask.required("on"), machines), text(ask.required("in")), ask.required("ask").text(), matching(ask.required("into"), NAME, "what is asked"));
        }
        YamlMapping stop = node.mapping("stop", "on");
        return new Stage.Step.Stop(machine(stop.required("on"), machines), text(stop.required("stop")));
    }

    private static String machine(YamlNode node, Collection<String> machines) {
        if (!machines.contains(node.text())) {
            throw node.position().error("\"" + node.text() + "\" is none of the machines " + machines);
        }
        return node.text();
    }

    private List<GradePart> parts(String task, YamlNode node) {
        return node.list().stream().map(part -> part(task, part)).toList();
    }

    private GradePart part(String task, YamlNode node) {
        YamlMapping any = node.mappingOfAnyKeys();
        if (any.optional("examined").isPresent()) {
            YamlMapping examined = node.mapping("points", "examined");
            if (!yesOrNo(examined.required("examined"))) {
                throw examined.position("examined").error("a part that is not examined has no points: take it out");
            }
            return new GradePart.Examined(points(examined), task);
        }
        if (any.optional("starts").isPresent()) {
            YamlMapping starts = node.mapping("points", "starts", "done");
            return new GradePart.Started(points(starts), machine(starts.required("starts"), stage.map(Stage::started).orElse(Set.of())), sentence(starts.required("done")));
        }
        if (any.optional("probe").isPresent()) {
            YamlMapping probed = node.mapping("points", "probe", "done");
            String probe = probed.required("probe").text();
            if (stage.isEmpty() || !stage.get().probes().contains(probe)) {
                throw probed.position("probe").error("no step of the stage is the probe \"" + probe + "\"");
            }
            return new GradePart.Probed(points(probed), probe, sentence(probed.required("done")));
        }
        if (any.optional("answer").isPresent()) {
            return answered(node.mapping("points", "answer", "is", "done", "misses"));
        }
        if (any.optional("command").isPresent()) {
            return command(node.mapping("points", "command", "image", "name", "change", "like", "done", "misses"));
        }
        if (any.optional("observed").isPresent()) {
            return observed(node.mapping("points", "observed", "because", "program", "in", "accepted", "done", "say", "hint"));
        }
        YamlMapping program = node.mapping("points", "program", "in", "prints", "done");
        return new ProgramRun(points(program), fileName(program.required("program")), imageName(program.required("in")), text(program.required("prints")),
                sentence(program.required("done")));
    }

    private Answered answered(YamlMapping mapping) {
        List<Answered.Miss> misses = new ArrayList<>();
        for (YamlNode each : mapping.optional("misses").map(YamlNode::list).orElse(List.of())) {
            YamlMapping miss = each.mapping("is", "say", "hint");
            misses.add(new Answered.Miss(miss.optional("is").map(this::expectation).orElseGet(Expectation.Anything::new), saying(miss)));
        }
        return new Answered(points(mapping), block(mapping.required("answer")), expectation(mapping.required("is")), sentence(mapping.required("done")), misses);
    }

    private Expectation expectation(YamlNode node) {
        YamlMapping mapping = node.mapping(new TreeSet<>(List.of("text", "word", "sha256", "image", "file", "size")));
        if (mapping.optional("sha256").isPresent()) {
            return new Expectation.DigestOfText(text(mapping.required("sha256")));
        }
        if (mapping.optional("size").isPresent()) {
            return new Expectation.SizeOf(fileName(mapping.required("size")));
        }
        if (mapping.optional("word").isPresent()) {
            return new Expectation.Word(text(mapping.required("word")));
        }
        if (mapping.optional("image").isPresent()) {
            return new Expectation.DigestOfFile(text(mapping.required("image")), text(mapping.required("file")));
        }
        return new Expectation.Text(mapping.required("text").list().stream().map(this::text).toList());
    }

    private CommandRun command(YamlMapping mapping) {
        List<CommandRun.Miss> misses = new ArrayList<>();
        for (YamlNode each : mapping.optional("misses").map(YamlNode::list).orElse(List.of())) {
            YamlMapping miss = each.mapping("line", "output", "say", "hint");
            misses.add(new CommandRun.Miss(miss.optional("line").map(YamlNode::text).orElse(""), miss.optional("output").map(YamlNode::text).orElse(""), saying(miss)));
        }
        return new CommandRun(points(mapping), block(mapping.required("command")), text(mapping.required("image")), text(mapping.required("name")),
                change(mapping.required("change").mapping("of", "file", "lines", "kib")), text(mapping.required("like")), sentence(mapping.required("done")), misses);
    }

    private static Change change(YamlMapping mapping) {
        boolean lines = mapping.optional("lines").isPresent();
        YamlNode range = mapping.required(lines ? "lines" : "kib");
        Matcher matcher = RANGE.matcher(range.text());
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > Integer.parseInt(matcher.group(2))) {
            throw range.position().error("\"" + range.text() + "\" is no range; write it as 10..40");
        }
        return new Change(imageName(mapping.required("of")), mapping.required("file").text(), lines, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    private Observed observed(YamlMapping mapping) {
        List<Observed.Accepted> accepted = mapping.required("accepted").list().stream().map(node -> node.mapping("runs", "observed", "because"))
                .map(each -> new Observed.Accepted(yesOrNo(each.required("runs")), each.required("observed").texts(), each.required("because").texts())).toList();
        return new Observed(points(mapping), block(mapping.required("observed")), block(mapping.required("because")), fileName(mapping.required("program")),
                imageName(mapping.required("in")), accepted, sentence(mapping.required("done")), mapping.optional("say").map(say -> saying(mapping)));
    }

    private static boolean yesOrNo(YamlNode node) {
        if (!node.text().equals("true") && !node.text().equals("false")) {
            throw node.position().error("\"" + node.text() + "\" is neither true nor false");
        }
        return node.text().equals("true");
    }

    private Saying saying(YamlMapping mapping) {
        return new Saying(sentence(mapping.required("say")), mapping.optional("hint").map(this::sentence).orElse(Template.parse("")));
    }

    private static int points(YamlMapping mapping) {
        return mapping.required("points").integer(1, MOST_POINTS);
    }

    private String block(YamlNode node) {
        if (lesson.question(node.text()).isEmpty()) {
            throw node.position().error("lesson.md has no question \"" + node.text() + "\"");
        }
        return node.text();
    }

    private static String imageName(YamlNode node) {
        return matching(node, IMAGE, "an image");
    }

    private static String fileName(YamlNode node) {
        return matching(node, FILE, "a file in ~/homework");
    }

    private static String matching(YamlNode node, Pattern pattern, String what) {
        if (!pattern.matcher(node.text()).matches()) {
            throw node.position().error("\"" + node.text() + "\" cannot be the name of " + what);
        }
        return node.text();
    }

    private Template sentence(YamlNode node) {
        if (node.text().isBlank()) {
            throw node.position().error("a sentence is expected here");
        }
        return text(node);
    }

    private Template text(YamlNode node) {
        Template text = Template.parse(node.text());
        try {
            text.fill(lesson.placeholders());
        } catch (IllegalArgumentException unknown) {
            throw node.position().error(unknown.getMessage());
        }
        return text;
    }
}
