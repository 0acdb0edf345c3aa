package dev.berth.lab.lesson;

import dev.berth.lab.source.Mistakes;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.source.YamlMapping;
import dev.berth.lab.source.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
     * @param title plain text
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
        final Mistakes mistakes = new Mistakes();
        final CourseFile file = read(root, mistakes);
        mistakes.raise();
        return file;
    }

    /**
     * Reads the file, and looks whether it names every folder.
     *
     * @param mistakes where it is noted what is wrong with single folders; the others are there all the same
     * @throws dev.berth.lab.source.LessonSourceException if nothing can be made of the file
     */
    static CourseFile read(final Path root, final Mistakes mistakes) throws IOException {
        final SourcePosition top = new SourcePosition(NAME, 1);
        final YamlMapping course = YamlNode.parse(top, LessonFolder.text(root.resolve(NAME), top), mistakes).mapping(SECTIONS);
        final YamlNode sections = course.required(SECTIONS);
        final Set<String> named = new HashSet<>();
        final Predicate<Folder> usable = folder -> mistakes.attempt(() -> usable(root, folder, named)).isPresent();
        final List<Section> read = sections.list().stream().flatMap(node -> mistakes.attempt(() -> section(node, usable)).stream()).toList();
        refuseForgotten(root, top, named, mistakes);
        if (read.stream().allMatch(section -> section.lessons().isEmpty())) {
            mistakes.add(top.error("a course needs at least one lesson"));
            mistakes.raise();
        }
        return new CourseFile(read);
    }

    private static Section section(final YamlNode node, final Predicate<Folder> usable) {
        final YamlMapping mapping = node.mapping("title", LESSONS, HOMEWORK);
        final List<Folder> lessons = folders(mapping.optional(LESSONS), usable);
        final List<Folder> homework = folders(mapping.optional(HOMEWORK), usable);
        return new Section(mapping.required("title").text(), lessons, homework);
    }

    private static List<Folder> folders(final Optional<YamlNode> list, final Predicate<Folder> usable) {
        return list.map(YamlNode::list).orElse(List.of()).stream().map(node -> new Folder(node.text(), node.position())).filter(usable).toList();
    }

    /** @param named the folders that were named above */
    private static Folder usable(final Path root, final Folder folder, final Set<String> named) {
        if (folder.name().contains("/") || !Files.isDirectory(root.resolve(folder.name()))) {
            throw folder.position().error("there is no folder \"" + folder.name() + "\" beside " + NAME);
        }
        if (!named.add(folder.name())) {
            throw folder.position().error("the folder \"" + folder.name() + "\" is already above");
        }
        return folder;
    }

    private static void refuseForgotten(final Path root, final SourcePosition top, final Set<String> named, final Mistakes mistakes) throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            for (final Path entry : entries.filter(Files::isDirectory).sorted().toList()) {
                final String folder = entry.getFileName().toString().replace("/", "");
                if (!named.contains(folder)) {
                    mistakes.add(top.error("the folder \"" + folder + "\" is in no section; add it at its place in the course"));
                }
            }
        }
    }
}
