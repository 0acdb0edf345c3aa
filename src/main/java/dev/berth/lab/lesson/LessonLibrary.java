package dev.berth.lab.lesson;

import dev.berth.lab.source.LessonSourceException;
import dev.berth.lab.source.Mistakes;
import dev.berth.lab.source.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The lessons of a course, in its order. All of them are read and checked before any is to be had, and one with a mistake is left out: an author's mistake is never
 * found by a student, and takes no other lesson away.
 */
public final class LessonLibrary {

    private static final String RESOURCES = "lessons/" + CourseFile.NAME;

    private volatile Content content;

    private LessonLibrary(final Content content) {
        this.content = content;
    }

    /** What was read at one time. */
    private record Content(List<Section> sections, Glossary glossary, List<BrokenSource> broken, Mistakes all) {

        private Content {
            sections = List.copyOf(sections);
            broken = List.copyOf(broken);
        }
    }

    /**
     * Reads the lessons in a folder.
     *
     * @throws LessonSourceException with all mistakes, if no lesson is left
     * @throws UncheckedIOException if a file cannot be read
     */
    public static LessonLibrary load(final Path root) {
        try {
            final LessonLibrary library = read(root, folder -> Optional.empty());
            if (library.lessons().isEmpty()) {
                library.content.all().raise(file -> lines(root, file));
            }
            return library;
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

    /** What has mistakes: lessons that are left out, or are shown as they were before, and files of the course. */
    public List<BrokenSource> broken() {
        return content.broken();
    }

    /** What is wrong with the text that a lesson has now, while it is shown as it was before; nothing, if it is whole. */
    public List<String> mistakes(final Lesson lesson) {
        return broken().stream().filter(each -> each.name().equals(lesson.folder())).flatMap(each -> each.mistakes().stream()).toList();
    }

    /** All lessons, in the order of the course; the homework of a section comes after its lessons. */
    public List<Lesson> lessons() {
        return sections().stream().flatMap(section -> Stream.concat(section.lessons().stream(), section.homework().stream())).toList();
    }

    /** The lesson with that id, if there is one. */
    public Optional<Lesson> lesson(final String id) {
        return lessons().stream().filter(lesson -> lesson.id().equals(id)).findFirst();
    }

    /**
     * Reads what can be used of the lessons in a folder.
     *
     * @param former gives the lesson that a folder had before, which stands in for one that has a mistake now
     * @throws LessonSourceException if course.yaml cannot be used
     */
    static LessonLibrary read(final Path root, final Function<String, Optional<Lesson>> former) throws IOException {
        return new LessonLibrary(new Reading(root, former).content());
    }

    /** The lesson that was read from a folder, if there is one. */
    Optional<Lesson> inFolder(final String folder) {
        return lessons().stream().filter(lesson -> lesson.folder().equals(folder)).findFirst();
    }

    /** The same lessons, and what is broken now. */
    LessonLibrary with(final List<BrokenSource> broken) {
        return new LessonLibrary(new Content(sections(), glossary(), broken, content.all()));
    }

    /** One time of reading. */
    private static final class Reading {

        private static final Pattern ID = Pattern.compile("(?m)^id: *([a-z0-9-]+)");

        private final Path root;
        private final Function<String, Optional<Lesson>> former;
        private final Mistakes all = new Mistakes();
        private final List<BrokenSource> broken = new ArrayList<>();
        private final Set<String> ids = new HashSet<>();

        Reading(final Path root, final Function<String, Optional<Lesson>> former) {
            this.root = root;
            this.former = former;
        }

        Content content() throws IOException {
            final Mistakes course = new Mistakes();
            final CourseFile file = CourseFile.read(root, course);
            note(CourseFile.NAME, course);
            final Mistakes words = new Mistakes();
            final Glossary glossary = Glossary.read(root, words);
            note(Glossary.NAME, words);
            final List<Section> sections = new ArrayList<>();
            for (final CourseFile.Section section : file.sections()) {
                sections.add(new Section(section.title(), lessons(section.lessons(), glossary), lessons(section.homework(), glossary)));
            }
            return new Content(sections, glossary, broken, all);
        }

        private List<Lesson> lessons(final List<CourseFile.Folder> folders, final Glossary glossary) throws IOException {
            final List<Lesson> lessons = new ArrayList<>();
            for (final CourseFile.Folder folder : folders) {
                final Mistakes mistakes = new Mistakes();
                try {
                    final Lesson lesson = new LessonFolder(root.resolve(folder.name()), glossary).read();
                    checkPlace(lesson, folder, mistakes);
                    mistakes.raise();
                    lessons.add(lesson);
                } catch (final LessonSourceException e) {
                    mistakes.add(e);
                    former.apply(folder.name()).ifPresent(lessons::add);
                }
                // Also of one with mistakes: lessons that need it are not broken by them.
                ids.addAll(idWritten(folder));
                note(folder.name(), mistakes);
            }
            return lessons;
        }

        private void checkPlace(final Lesson lesson, final CourseFile.Folder folder, final Mistakes mistakes) {
            for (final String needed : lesson.needs()) {
                if (!ids.contains(needed)) {
                    mistakes.add(folder.position().error("lesson \"" + lesson.id() + "\" needs \"" + needed + "\", which is not above it" + Suggestion.of(needed, ids)));
                }
            }
            if (ids.contains(lesson.id())) {
                mistakes.add(folder.position().error("there are two lessons \"" + lesson.id() + "\""));
            }
        }

        private Set<String> idWritten(final CourseFile.Folder folder) {
            final Matcher id = ID.matcher(String.join("\n", lines(folder.name() + "/lesson.md")));
            return id.find() ? Set.of(id.group(1)) : Set.of();
        }

        private void note(final String name, final Mistakes mistakes) {
            if (!mistakes.isEmpty()) {
                mistakes.found().forEach(each -> all.add(each.position().error(each.message())));
                broken.add(new BrokenSource(name, mistakes.found().stream().map(mistake -> mistake.shown(this::lines)).toList()));
            }
        }

        private List<String> lines(final String file) {
            return LessonLibrary.lines(root, file);
        }
    }

    private static List<String> lines(final Path root, final String file) {
        try {
            return Files.readAllLines(root.resolve(file), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            return List.of(); // what is wrong with it is told without its text
        }
    }
}
