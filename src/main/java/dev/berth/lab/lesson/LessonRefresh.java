package dev.berth.lab.lesson;

import dev.berth.lab.source.LessonSourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
    /** In which a mistake was found that is not told yet: the file may be half-written. */
    private Map<String, String> suspected = Map.of();

    /**
     * @param library the lessons as they were read from {@code root} before
     * @param changed called when the library has newer ones
     * @param report is told what an author has to know, a line each: which mistake keeps the former lessons in place, and that it is gone
     */
    public LessonRefresh(final Path root, final LessonLibrary library, final Runnable changed, final Consumer<String> report) {
        this.root = root;
        this.library = library;
        this.changed = changed;
        this.report = report;
    }

    /** Reads the lessons again if a file of theirs has changed since the last call. A mistake is told when the next call finds it as well. */
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

    private void read(final Map<String, String> found) {
        final LessonLibrary newer;
        try {
            newer = LessonLibrary.load(root);
        } catch (final LessonSourceException | UncheckedIOException mistake) {
            if (found.equals(suspected)) {
                report.accept(mistake.getMessage() + " (the lessons stay as they were until a file of theirs changes)");
                seen = found;
            }
            suspected = found;
            return;
        }
        library.replaceBy(newer);
        if (!seen.isEmpty()) {
            report.accept("the lessons have been read again");
        }
        seen = found;
        changed.run();
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
