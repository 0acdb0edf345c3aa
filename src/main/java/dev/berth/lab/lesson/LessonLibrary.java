package dev.berth.lab.lesson;

import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.source.YamlMapping;
import dev.berth.lab.source.YamlNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The lessons of a course, in its order. All of them are read and checked before any is to be had; an author's mistake is never found by a student. */
public final class LessonLibrary {

    /** The file that names the lessons' folders in the order of the course. */
    static final String COURSE = "course.yaml";

    private static final String RESOURCES = "lessons/" + COURSE;

    private volatile List<Lesson> lessons;

    private LessonLibrary(final List<Lesson> lessons) {
        this.lessons = List.copyOf(lessons);
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
        lessons = newer.lessons;
    }

    /** All lessons, in the order of the course. */
    public List<Lesson> lessons() {
        return lessons;
    }

    /** The lesson with that id, if there is one. */
    public Optional<Lesson> lesson(final String id) {
        return lessons.stream().filter(lesson -> lesson.id().equals(id)).findFirst();
    }

    private static List<Lesson> read(final Path root) throws IOException {
        final SourcePosition top = new SourcePosition(COURSE, 1);
        final YamlMapping course = YamlNode.parse(top, LessonFolder.text(root.resolve(COURSE), top)).mapping("lessons");
        final List<YamlNode> folders = course.required("lessons").list();
        if (folders.isEmpty()) {
            throw top.error("a course needs at least one lesson");
        }
        final List<Lesson> lessons = new ArrayList<>();
        final List<String> ids = new ArrayList<>();
        for (final YamlNode folder : folders) {
            final Lesson lesson = new LessonFolder(root.resolve(folder.text())).read();
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
        refuseForgotten(root, top, folders.stream().map(YamlNode::text).toList());
        return lessons;
    }

    private static void refuseForgotten(final Path root, final SourcePosition top, final List<String> named) throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            for (final Path entry : entries.filter(Files::isDirectory).sorted().toList()) {
                final String folder = entry.getFileName().toString().replace("/", "");
                if (!named.contains(folder)) {
                    throw top.error("the folder \"" + folder + "\" is not in the list of lessons");
                }
            }
        }
    }
}
