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

/** How much a container, or who has a volume, has written. What it writes meanwhile may be counted or not; nothing behind a link is. */
public final class FolderSize {
    private static final int LONGEST_PATH = 4096;

    /** A folder on the way down. @param path how long its own is; @param entries those that were listed and not looked at */
    private record Level(OpenFolder folder, int path, Iterator<FolderEntry> entries) {}

    private final Deque<Level> levels = new ArrayDeque<>();
    /** Of a file with several names each is met, and counts its part: there may be more of them than can be remembered. */
    private double bytes;

    private FolderSize() {}

    /** @return bytes of its files, as a file system counts them: hard links once, symbolic ones as long as what they say; 0 when the folder is gone */
    public static long of(Path folder) {
        FolderSize size = new FolderSize();
        try {
            size.levels.push(new Level(OpenFolder.open(folder), 0, List.<FolderEntry>of().iterator()));
            size.add();
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot measure " + folder, failure);
        } finally {
            size.levels.forEach(level -> level.folder().close());
        }
        return Math.round(size.bytes);
    }

    private void add() throws IOException {
        while (!levels.isEmpty()) {
            Level level = levels.pop();
            Iterator<FolderEntry> entries = level.entries().hasNext() ? level.entries() : level.folder().nextEntries().iterator();
            if (entries.hasNext()) {
                levels.push(new Level(level.folder(), level.path(), entries));
                look(level, entries.next().name());
            } else {
                level.folder().close();
            }
        }
    }

    private void look(Level level, String name) throws IOException {
        int path = level.path() + 1 + name.length();
        try {
            FileFacts facts = level.folder().facts(name);
            if (facts.kind() != FileFacts.Kind.FOLDER) {
                bytes += (double) facts.size() / Math.max(1, facts.links());
            } else if (path <= LONGEST_PATH) {
                levels.push(new Level(level.folder().enter(name), path, List.<FolderEntry>of().iterator()));
            }
        } catch (NoSuchFileException | NotDirectoryException changedMeanwhile) {
            return;
        }
    }
}
