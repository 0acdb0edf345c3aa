package dev.berth.lab.lesson;

import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.source.YamlMapping;
import dev.berth.lab.source.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What course.yaml says: the sections of the course in their order, each with its folders.
 *
 * @param sections at least one
 */
public record CourseFile(List<Section> sections) {

    /** The file's name, in the folder of the course. */
    static final String NAME = "course.yaml";

    private static final String SECTIONS = "sections";
    private static final String LESSONS = "lessons";
    private static final String HOMEWORK = "homework";

    public CourseFile {
        sections = List.copyOf(sections);
    }

    /**
     * A part of the course.
     *
     * @param title plain text; empty where the course has no sections
     * @param lessons the folders of its lessons
     * @param homework the folders of its homework
     */
    public record Section(String title, List<Folder> lessons, List<Folder> homework) {

        public Section {
            lessons = List.copyOf(lessons);
            homework = List.copyOf(homework);
        }
    }

    /**
     * A folder beside course.yaml.
     *
     * @param position where course.yaml names it
     */
    public record Folder(String name, SourcePosition position) {}

    /**
     * Reads the file, and looks whether it names every folder.
     *
     * @throws dev.berth.lab.source.LessonSourceException if something in it is not understood, or a folder is in it twice or not at all
     */
    public static CourseFile read(final Path root) throws IOException {
        final SourcePosition top = new SourcePosition(NAME, 1);
        final YamlMapping course = YamlNode.parse(top, LessonFolder.text(root.resolve(NAME), top)).mapping(SECTIONS, LESSONS);
        final Optional<YamlNode> sections = course.optional(SECTIONS);
        if (sections.isPresent() == course.optional(LESSONS).isPresent()) {
            throw top.error("a course has \"sections\", each with its \"lessons\"");
        }
        final CourseFile file = new CourseFile(sections.isPresent()
                ? sections.get().list().stream().map(CourseFile::section).toList()
                : List.of(new Section("", folders(course.optional(LESSONS)), List.of())));
        file.refuseForgotten(root, top);
        return file;
    }

    private static Section section(final YamlNode node) {
        final YamlMapping mapping = node.mapping("title", LESSONS, HOMEWORK);
        return new Section(mapping.required("title").text(), folders(mapping.optional(LESSONS)), folders(mapping.optional(HOMEWORK)));
    }

    private static List<Folder> folders(final Optional<YamlNode> list) {
        return list.map(YamlNode::list).orElse(List.of()).stream().map(node -> new Folder(node.text(), node.position())).toList();
    }

    private void refuseForgotten(final Path root, final SourcePosition top) throws IOException {
        final List<String> named = new ArrayList<>();
        for (final Folder folder : sections.stream().flatMap(section -> Stream.concat(section.lessons().stream(), section.homework().stream())).toList()) {
            if (named.contains(folder.name())) {
                throw folder.position().error("the folder \"" + folder.name() + "\" is already above");
            }
            if (!Files.isDirectory(root.resolve(folder.name())) || folder.name().contains("/")) {
                throw folder.position().error("there is no folder \"" + folder.name() + "\" beside " + NAME);
            }
            named.add(folder.name());
        }
        if (sections.stream().allMatch(section -> section.lessons().isEmpty())) {
            throw top.error("a course needs at least one lesson");
        }
        try (Stream<Path> entries = Files.list(root)) {
            for (final Path entry : entries.filter(Files::isDirectory).sorted().toList()) {
                final String folder = entry.getFileName().toString().replace("/", "");
                if (!named.contains(folder)) {
                    throw top.error("the folder \"" + folder + "\" is in no section; add it at its place in the course");
                }
            }
        }
    }
}
