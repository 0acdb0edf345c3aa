package dev.berth.engine.file;

import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.FolderEntry;
import dev.berth.runtime.kernel.OpenFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/** How much a container, or who has a volume, has written. What it writes meanwhile may be counted or not; nothing behind a link is. */
public final class FolderSize {
    /** A folder on the way down. @param entries those that were listed and not looked at */
    private record Level(OpenFolder folder, Iterator<FolderEntry> entries) {}

    private final Deque<Level> levels = new ArrayDeque<>();
    /** Of a file with several names each is met, and counts its part: there may be more of them than can be remembered. */
    private double bytes;

    private boolean tooDeep;

    private FolderSize() {}

    /**
     * @return bytes of its files, as a file system counts them: hard links once, symbolic ones as long as what they say; 0 when the folder is gone; empty when it is deeper than
     *     {@value Depth#MOST_LEVELS} folders
     */
    public static OptionalLong of(Path folder) {
        FolderSize size = new FolderSize();
        try {
            size.levels.push(new Level(OpenFolder.open(folder), List.<FolderEntry>of().iterator()));
            size.add();
        } catch (NoSuchFileException gone) {
            return OptionalLong.of(0);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot measure " + folder, failure);
        } finally {
            size.levels.forEach(level -> level.folder().close());
        }
        return size.tooDeep ? OptionalLong.empty() : OptionalLong.of(Math.round(size.bytes));
    }

    private void add() throws IOException {
        while (!levels.isEmpty() && !tooDeep) {
            Level level = levels.pop();
            Iterator<FolderEntry> entries = level.entries().hasNext() ? level.entries() : level.folder().nextEntries().iterator();
            if (entries.hasNext()) {
                levels.push(new Level(level.folder(), entries));
                look(level, entries.next().name());
            } else {
                level.folder().close();
            }
        }
    }

    private void look(Level level, String name) throws IOException {
        try {
            FileFacts facts = level.folder().facts(name);
            if (facts.kind() != FileFacts.Kind.FOLDER) {
                bytes += (double) facts.size() / Math.max(1, facts.links());
            } else if (levels.size() < Depth.MOST_LEVELS) {
                levels.push(new Level(level.folder().enter(name), List.<FolderEntry>of().iterator()));
            } else {
                tooDeep = true;
            }
        } catch (NoSuchFileException | NotDirectoryException changedMeanwhile) {
            return;
        }
    }
}
