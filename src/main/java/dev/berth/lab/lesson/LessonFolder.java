package dev.berth.lab.lesson;

import dev.berth.lab.check.Task;
import dev.berth.lab.check.TasksFile;
import dev.berth.lab.source.LessonSourceException;
import dev.berth.lab.source.Mistakes;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.source.YamlMapping;
import dev.berth.lab.source.YamlNode;
import dev.berth.lab.value.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the folder of one lesson. */
final class LessonFolder {

    private static final String TEXT = "lesson.md";
    private static final String TASKS = "tasks.yaml";
    private static final String GRADING = "grading.yaml";
    private static final String FILES = "files";
    private static final String PICTURE = ".svg";
    private static final Pattern MISTAKE = Pattern.compile("mistake(?:-[a-z0-9-]+)?\\.sh");
    private static final Pattern EXPECTS = Pattern.compile("(?m)^[^#\\n]*\\b(?:expect|passed|graded) ");
    private static final int MOST_BYTES = 512 * 1024;
    private static final String FENCE = "---";

    private final Path folder;
    private final Glossary glossary;

    /** @param glossary the words that the lesson may refer to */
    LessonFolder(final Path folder, final Glossary glossary) {
        this.folder = folder;
        this.glossary = glossary;
    }

    /** @throws dev.berth.lab.source.LessonSourceException with all that is not understood */
    Lesson read() throws IOException {
        final Mistakes mistakes = new Mistakes();
        final SourcePosition top = new SourcePosition(named(TEXT), 1);
        final List<String> lines = text(TEXT).lines().toList();
        final int end = endOfFrontMatter(top, lines);
        final YamlNode head = YamlNode.parse(top.plus(1), String.join("\n", lines.subList(1, end)), mistakes);
        final FrontMatter frontMatter = FrontMatter.read(head, mistakes);
        final List<String> body = lines.subList(end + 1, lines.size());
        final Map<String, Picture> pictures = pictures(mistakes);
        final Optional<LessonText> text = mistakes.attempt(() -> new LessonText(
                top.plus(end + 1), String.join("\n", body) + "\n", frontMatter.machines(), frontMatter.values().keySet(), pictures, glossary, mistakes));
        final Map<String, Question> questions = text.map(read -> read.questions(mistakes)).orElse(Map.of());
        final Map<String, Task> tasks = tasks(frontMatter, blocks(questions, body), mistakes);
        final Map<String, SourcePosition> positions = taskPositions();
        final List<String> order = text.map(read -> read.tasks(positions.keySet(), mistakes)).orElse(List.of());
        text.ifPresent(read -> checkBothFiles(read, order, positions, pictures, mistakes));
        text.ifPresent(read -> read.checkHints(tasks, mistakes));
        final Optional<Optional<SetupScript>> setup = mistakes.attempt(this::setup);
        mistakes.check(() -> checkProofs(mistakes));
        mistakes.raise();
        checkMachines(head, frontMatter.machines(), tasks);
        final Template html = text.orElseThrow().html(frontMatter.id(), frontMatter.machines().get(0), tasks);
        return new Lesson(folder.getFileName().toString().replace("/", ""), frontMatter, html, order.stream().map(tasks::get).toList(), questions, files(), setup.orElse(Optional.empty()), grading());
    }

    private static int endOfFrontMatter(final SourcePosition top, final List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).equals(FENCE)) {
            throw top.error("a lesson begins with its front matter between two lines \"---\"");
        }
        final int end = lines.subList(1, lines.size()).indexOf(FENCE) + 1;
        if (end == 0) {
            throw top.error("the front matter never ends; a second line \"---\" is missing");
        }
        return end;
    }

    /** Which blocks can be answered, and whether the lesson says what is right. Of a text with mistakes the names alone are known. */
    private static Map<String, Boolean> blocks(final Map<String, Question> questions, final List<String> body) {
        final Map<String, Boolean> blocks = new LinkedHashMap<>();
        BlockOutline.questions(body).forEach(name -> blocks.put(name, true));
        questions.forEach((name, question) -> blocks.put(name, question.isJudged()));
        return blocks;
    }

    private Map<String, Task> tasks(final FrontMatter frontMatter, final Map<String, Boolean> blocks, final Mistakes mistakes) throws IOException {
        final Map<String, Task> tasks = new LinkedHashMap<>();
        final String text = text(TASKS);
        mistakes.attempt(() -> TasksFile.read(named(TASKS), text, frontMatter.values().keySet(), blocks, frontMatter.machines(), this::script))
                .ifPresent(read -> read.forEach(task -> tasks.put(task.name(), task)));
        return tasks;
    }

    /** A script of the folder; empty if the folder has none of that name. */
    private Optional<String> script(final String file) {
        try {
            return Files.isRegularFile(folder.resolve(file)) ? Optional.of(text(file)) : Optional.empty();
        } catch (final IOException failure) {
            throw new UncheckedIOException("cannot read \"" + named(file) + "\"", failure);
        }
    }

    private Optional<SetupScript> setup() {
        return script(SetupScript.NAME).map(text -> SetupScript.parse(new SourcePosition(named(SetupScript.NAME), 1), text));
    }

    /** Where tasks.yaml has each task; none if it is no YAML, which is told elsewhere. */
    private Map<String, SourcePosition> taskPositions() throws IOException {
        final Map<String, SourcePosition> positions = new LinkedHashMap<>();
        try {
            final YamlMapping tasks = YamlNode.parse(new SourcePosition(named(TASKS), 1), text(TASKS)).mappingOfAnyKeys().required("tasks").mappingOfAnyKeys();
            tasks.keys().forEach(name -> positions.put(name, tasks.position(name)));
        } catch (final LessonSourceException told) {
            return Map.of();
        }
        return positions;
    }

    /** A machine takes memory of the host for each student, and a terminal of the page. */
    private static void checkMachines(final YamlNode head, final List<String> machines, final Map<String, Task> tasks) {
        for (final String machine : machines) {
            if (!machine.equals(Lesson.FIRST_MACHINE) && tasks.values().stream().noneMatch(task -> task.machines().contains(machine))) {
                throw head.mappingOfAnyKeys().position("machines").error("no condition names machine \"" + machine + "\"; write on: " + machine + " beside one in tasks.yaml, or take it out");
            }
        }
    }

    /** A lesson has mistakes that are told apart; those of a homework are told by its grading. */
    private void checkProofs(final Mistakes mistakes) {
        try (Stream<Path> entries = Files.list(folder)) {
            final List<Path> scripts = entries.filter(each -> MISTAKE.matcher(each.getFileName().toString()).matches()).sorted().toList();
            if (scripts.isEmpty() && !Files.exists(folder.resolve(GRADING))) {
                mistakes.add(new SourcePosition(named("mistake.sh"), 1).error("a lesson needs this file, or several mistake-NAME.sh: what students do instead, and what they are told"));
            }
            for (final Path path : scripts) {
                final SourcePosition top = new SourcePosition(named(path.getFileName().toString()), 1);
                if (!EXPECTS.matcher(text(path, top)).find()) {
                    mistakes.add(top.error("this script expects nothing, so that it proves nothing: write expect TASK not-yet 'WORDS', or passed TASK; of a homework's report, graded TASK POINTS 'WORDS'"));
                }
            }
        } catch (final IOException failure) {
            throw new UncheckedIOException("cannot read \"" + folder + "\"", failure);
        }
    }

    private static void checkBothFiles(final LessonText text, final List<String> order, final Map<String, SourcePosition> positions,
            final Map<String, Picture> pictures, final Mistakes mistakes) {
        positions.forEach((name, position) -> {
            if (!order.contains(name)) {
                mistakes.add(position.error("lesson.md has no block :::task " + name));
            }
        });
        pictures.forEach((file, picture) -> {
            if (!text.shownPictures().contains(file)) {
                mistakes.add(picture.position().error("lesson.md does not show this picture: ![what it shows](" + file + ")"));
            }
        });
    }

    /** All pictures of the folder, by the names of their files. */
    private Map<String, Picture> pictures(final Mistakes mistakes) throws IOException {
        final Map<String, Picture> pictures = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (final Path path : entries.filter(each -> each.toString().endsWith(PICTURE)).toList()) {
                final String file = path.getFileName().toString();
                final SourcePosition top = new SourcePosition(named(file), 1);
                final String text = text(path, top);
                // One with a mistake is a picture all the same: that it cannot be shown is told once.
                pictures.put(file, mistakes.attempt(() -> PictureReader.read(top, text)).orElseGet(() -> new Picture(top, "0 0 1 1", "")));
            }
        }
        return pictures;
    }

    private List<LessonFile> files() throws IOException {
        final Path root = folder.resolve(FILES);
        final List<LessonFile> files = new ArrayList<>();
        if (Files.isDirectory(root)) {
            try (Stream<Path> paths = Files.walk(root)) {
                for (final Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                    final byte[] content = Files.readAllBytes(path);
                    files.add(new LessonFile(root.relativize(path).toString(), content, isScript(content)));
                }
            }
        }
        return files;
    }

    /** Of a homework: what is expected of its answers is read by those who grade, and is in no page. */
    private Optional<YamlNode> grading() throws IOException {
        return Files.isRegularFile(folder.resolve(GRADING)) ? Optional.of(YamlNode.parse(new SourcePosition(named(GRADING), 1), text(GRADING))) : Optional.empty();
    }

    private static boolean isScript(final byte[] content) {
        return content.length > 2 && content[0] == '#' && content[1] == '!';
    }

    private String text(final String file) throws IOException {
        final Path path = folder.resolve(file);
        if (!Files.isRegularFile(path)) {
            throw new SourcePosition(named(file), 1).error("a lesson needs this file");
        }
        return text(path, new SourcePosition(named(file), 1));
    }

    /** @param top where a text that is none is told of */
    static String text(final Path file, final SourcePosition top) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw top.error("this file has " + Files.size(file) + " bytes, and " + MOST_BYTES + " is the most");
        }
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (final CharacterCodingException e) {
            throw top.error("this file is not UTF-8; save it so");
        }
    }

    private String named(final String file) {
        return folder.getFileName() + "/" + file;
    }
}
