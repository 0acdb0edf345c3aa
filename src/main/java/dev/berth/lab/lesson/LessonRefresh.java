package dev.berth.lab.lesson;

import dev.berth.lab.source.LessonSourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Has a library follow the folder that its lessons are written in, so that authors see at once what they write. Used by one thread at a time. */
public final class LessonRefresh {

    private final Path root;
    private final LessonLibrary library;
    private final Runnable changed;
    private final Consumer<String> report;
    private Map<String, String> seen = Map.of();
    /** In which mistakes were found that are not told yet: the file may be half-written. */
    private Map<String, String> suspected = Map.of();

    /**
     * @param library the lessons as they were read from {@code root} before
     * @param changed called when the library has newer ones
     * @param report is told what an author has to know: each mistake, with the line that it is in, and that there is none any more
     */
    public LessonRefresh(final Path root, final LessonLibrary library, final Runnable changed, final Consumer<String> report) {
        this.root = root;
        this.library = library;
        this.changed = changed;
        this.report = report;
    }

    /** Reads the lessons again if a file of theirs has changed since the last call. Mistakes are told when the next call finds them as well. */
    public void look() {
        try {
            final Map<String, String> found = files();
            if (!found.equals(seen)) {
                read(found);
            }
        } catch (final IOException | UncheckedIOException e) {
            // The folder is being written: the next look finds it whole.
        }
    }

    private void read(final Map<String, String> found) throws IOException {
        final LessonLibrary newer = newer();
        final List<BrokenSource> before = library.broken();
        final boolean told = newer.broken().equals(before);
        if (!told && !newer.broken().isEmpty() && !found.equals(suspected)) {
            suspected = found;
            return;
        }
        library.replaceBy(newer);
        if (newer.broken().isEmpty() && !seen.isEmpty()) {
            report.accept("the lessons have been read again");
        } else if (!told) {
            newer.broken().forEach(source -> source.mistakes().forEach(report));
            report.accept("what has mistakes stays as it was until they are mended");
        }
        seen = found;
        suspected = Map.of();
        changed.run();
    }

    /** The lessons as they are now; those with mistakes as they were, and all of them if nothing could be made of the course. */
    private LessonLibrary newer() throws IOException {
        try {
            final LessonLibrary newer = LessonLibrary.read(root, library::inFolder);
            return newer.lessons().isEmpty() ? library.with(newer.broken()) : newer;
        } catch (final LessonSourceException mistakes) {
            return library.with(List.of(new BrokenSource(CourseFile.NAME, List.of(mistakes.report()))));
        }
    }

    /** What shows that a file has changed, by the files' paths. Links are not followed: editors mark unsaved files by some that lead nowhere. */
    private Map<String, String> files() throws IOException {
        final Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (final Path path : (Iterable<Path>) paths::iterator) {
                final BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                files.put(path.toString(), attributes.lastModifiedTime() + " " + attributes.size());
            }
        }
        return files;
    }
}
