package dev.berth.lab.lesson;

import dev.berth.lab.check.Task;
import dev.berth.lab.check.TasksFile;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.source.YamlNode;
import dev.berth.lab.value.Template;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the folder of one lesson. */
final class LessonFolder {

    private static final String TEXT = "lesson.md";
    private static final String TASKS = "tasks.yaml";
    private static final String FILES = "files";
    private static final String PICTURE = ".svg";
    private static final String FENCE = "---";

    private final Path folder;
    private final Glossary glossary;

    /** @param glossary the words that the lesson may refer to */
    LessonFolder(final Path folder, final Glossary glossary) {
        this.folder = folder;
        this.glossary = glossary;
    }

    /** @throws dev.berth.lab.source.LessonSourceException at the first thing that is not understood */
    Lesson read() throws IOException {
        final SourcePosition top = new SourcePosition(named(TEXT), 1);
        final List<String> lines = text(TEXT).lines().toList();
        final int end = endOfFrontMatter(top, lines);
        final FrontMatter frontMatter = FrontMatter.read(YamlNode.parse(top.plus(1), String.join("\n", lines.subList(1, end))));
        final String body = String.join("\n", lines.subList(end + 1, lines.size())) + "\n";
        final LessonText text = new LessonText(top.plus(end + 1), body, frontMatter.values().keySet(), pictures(), glossary);
        final Map<String, Question> questions = text.questions();
        final List<String> order = text.tasks();
        final Map<String, Task> tasks = tasks(frontMatter, questions, order);
        final Template html = text.html(frontMatter.id(), tasks);
        return new Lesson(frontMatter, html, order.stream().map(tasks::get).toList(), questions, files());
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

    private Map<String, Task> tasks(final FrontMatter frontMatter, final Map<String, Question> questions, final List<String> order)
            throws IOException {
        final Map<String, Task> tasks = new LinkedHashMap<>();
        for (final Task task : TasksFile.read(named(TASKS), text(TASKS), frontMatter.values().keySet(), questions.keySet())) {
            if (!order.contains(task.name())) {
                throw new SourcePosition(named(TASKS), 1).error("lesson.md has no block :::task " + task.name());
            }
            tasks.put(task.name(), task);
        }
        return tasks;
    }

    /** All pictures of the folder, by the names of their files. */
    private Map<String, Picture> pictures() throws IOException {
        final Map<String, Picture> pictures = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (final Path path : entries.filter(each -> each.toString().endsWith(PICTURE)).toList()) {
                final String file = path.getFileName().toString();
                final SourcePosition top = new SourcePosition(named(file), 1);
                pictures.put(file, PictureReader.read(top, text(path, top)));
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
