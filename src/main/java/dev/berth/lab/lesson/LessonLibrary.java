package dev.berth.lab.lesson;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lessons of a course, in its order. All of them are read and checked before any is to be had; an author's mistake is never found by a student. */
public final class LessonLibrary {

    private static final String RESOURCES = "lessons/" + CourseFile.NAME;

    private volatile Content content;

    private LessonLibrary(final Content content) {
        this.content = content;
    }

    /** What was read at one time. */
    private record Content(List<Section> sections, Glossary glossary) {

        private Content {
            sections = List.copyOf(sections);
        }
    }

    /**
     * Reads the lessons in a folder.
     *
     * @throws dev.berth.lab.source.LessonSourceException with file and line, if one of them has a mistake
     * @throws UncheckedIOException if a file cannot be read
     */
    public static LessonLibrary load(final Path root) {
        try {
            return new LessonLibrary(read(root));
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read the lessons in \"" + root + "\": " + e, e);
        }
    }

    /** Reads the lessons that came with the program: the folder {@code lessons} on the class path, in a folder or in a jar. */
    public static LessonLibrary load(final ClassLoader program) {
        final URL course = program.getResource(RESOURCES);
        if (course == null) {
            throw new IllegalStateException("the program has no \"" + RESOURCES + "\" on its class path; build it again");
        }
        try {
            final URI address = course.toURI();
            if (!address.getScheme().equals("jar")) {
                return load(Path.of(address).getParent());
            }
            final String inside = address.getSchemeSpecificPart();
            final URI jar = URI.create(inside.substring(0, inside.indexOf("!/")));
            try (FileSystem content = FileSystems.newFileSystem(Path.of(jar))) {
                return load(content.getPath(inside.substring(inside.indexOf("!/") + 1)).getParent());
            }
        } catch (final URISyntaxException e) {
            throw new IllegalStateException("cannot find the lessons at \"" + course + "\"", e);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read the lessons at \"" + course + "\"", e);
        }
    }

    /** Takes these lessons in place of those it has. */
    void replaceBy(final LessonLibrary newer) {
        content = newer.content;
    }

    /** The parts of the course, in its order. */
    public List<Section> sections() {
        return content.sections();
    }

    /** The words of the course. */
    public Glossary glossary() {
        return content.glossary();
    }

    /** All lessons, in the order of the course. */
    public List<Lesson> lessons() {
        return sections().stream().flatMap(section -> section.lessons().stream()).toList();
    }

    /** The lesson with that id, if there is one. */
    public Optional<Lesson> lesson(final String id) {
        return lessons().stream().filter(lesson -> lesson.id().equals(id)).findFirst();
    }

    private static Content read(final Path root) throws IOException {
        final Glossary glossary = Glossary.read(root);
        final List<Section> sections = new ArrayList<>();
        final List<String> ids = new ArrayList<>();
        for (final CourseFile.Section section : CourseFile.read(root).sections()) {
            final List<Lesson> lessons = new ArrayList<>();
            for (final CourseFile.Folder folder : section.lessons()) {
                final Lesson lesson = new LessonFolder(root.resolve(folder.name()), glossary).read();
                for (final String needed : lesson.needs()) {
                    if (!ids.contains(needed)) {
                        throw folder.position().error("lesson \"" + lesson.id() + "\" needs \"" + needed + "\", which is not above it");
                    }
                }
                if (ids.contains(lesson.id())) {
                    throw folder.position().error("there are two lessons \"" + lesson.id() + "\"");
                }
                ids.add(lesson.id());
                lessons.add(lesson);
            }
            sections.add(new Section(section.title(), lessons, section.homework().stream().map(CourseFile.Folder::name).toList()));
        }
        return new Content(sections, glossary);
    }
}
