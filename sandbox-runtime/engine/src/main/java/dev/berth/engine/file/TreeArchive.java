package dev.berth.engine.file;

import dev.berth.engine.tar.AccountNames;
import dev.berth.engine.work.PiecewiseOutput;
import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.FolderEntry;
import dev.berth.runtime.kernel.ReadableFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A file, or a folder with all that is in it, as a tar archive in the order of a walk. Left out are files that vanish meanwhile. A tree that is too deep to be read whole
 * is refused, see {@link Depth}.
 */
public final class TreeArchive implements PiecewiseOutput {
    /** A folder on the way down, and what of it is to come. */
    private static final class Level {
        private final ReadableFolder folder;
        /** How much of the path leads here. */
        private final int prefix;
        private Iterator<FolderEntry> entries;

        Level(ReadableFolder folder, int prefix, Iterator<FolderEntry> entries) {
            this.folder = folder;
            this.prefix = prefix;
            this.entries = entries;
        }
    }

    private final EntryWriter entries;
    private final Deque<Level> levels = new ArrayDeque<>();
    /** Of the last entry: one text for all levels, which may be many and their paths long. */
    private final StringBuilder path;
    /** Of a single file, or of the folder itself; {@code ""}: the folder has no entry of its own. */
    private final String topName;
    private final boolean wholeFolder;
    private final Choice choice;
    private boolean begun;

    /** Which entries are to be in the archive. */
    interface Choice {
        /** @param name without a slash at its end; what is in a folder that is not wanted is asked for as well, unless a file has its name */
        boolean wants(String name, boolean folder);
    }

    private TreeArchive(ReadableFolder folder, String prefix, Iterator<FolderEntry> entries, String topName, boolean wholeFolder, EntryWriter writer, Choice choice) {
        this.entries = writer;
        this.choice = choice;
        this.topName = topName;
        this.wholeFolder = wholeFolder;
        this.path = new StringBuilder(prefix);
        levels.push(new Level(folder, prefix.length(), entries));
    }

    /** @param folder becomes the archive's own; @param name of its own entry, with a slash at its end; @param prefix of the entries of its files */
    public static TreeArchive ofFolder(ReadableFolder folder, String name, String prefix, MachineIds ids, AccountNames accounts) {
        return new TreeArchive(folder, prefix, List.<FolderEntry>of().iterator(), name, true, new EntryWriter(ids, accounts), (each, isFolder) -> true);
    }

    /** @param folder becomes the archive's own; @param file in it; @param name of its entry */
    static TreeArchive ofFile(ReadableFolder folder, String file, String name, MachineIds ids, AccountNames accounts) {
        return new TreeArchive(
                folder, "", List.of(new FolderEntry(file, Optional.empty())).iterator(), name, false, new EntryWriter(ids, accounts), (each, isFolder) -> true);
    }

    /** What is in a folder, as a part of an archive that others begin and end: by {@link #step}. @param folder becomes this object's own; @param writer stays the caller's */
    static TreeArchive below(ReadableFolder folder, String prefix, EntryWriter writer, Choice choice) {
        return new TreeArchive(folder, prefix, List.<FolderEntry>of().iterator(), "", true, writer, choice);
    }

    /** Adds the next entry; its content is the caller's to write. @return false when there are no more */
    boolean step() throws IOException {
        if (!levels.isEmpty()) {
            step(levels.peek());
        }
        return !levels.isEmpty();
    }

    @Override
    public boolean writeNext(OutputStream target) throws IOException {
        entries.to(target);
        if (!begun) {
            begun = true;
            begin();
        }
        while (!entries.full()) {
            if (entries.inContent()) {
                entries.writeContent();
            } else if (levels.isEmpty()) {
                entries.finish();
                return false;
            } else {
                step(levels.peek());
            }
        }
        return true;
    }

    private void begin() throws IOException {
        Level top = levels.peek();
        if (!wholeFolder) {
            String file = top.entries.next().name();
            entries.add(top.folder, file, topName, top.folder.facts(file));
            leave();
        } else if (!topName.isEmpty()) {
            entries.add(top.folder, ".", topName, top.folder.facts());
        }
    }

    private void step(Level level) throws IOException {
        if (!level.entries.hasNext()) {
            level.entries = level.folder.nextEntries().iterator();
        }
        if (!level.entries.hasNext()) {
            leave();
            return;
        }
        FolderEntry entry = level.entries.next();
        String name = entry.name();
        path.setLength(level.prefix);
        path.append(name);
        Depth.require(levels.size(), path.length(), name);
        try {
            if (entry.kind().isPresent() && entry.kind().get() == FileFacts.Kind.FILE) {
                if (!choice.wants(path.toString(), false)) {
                    return;
                }
                entries.addFile(level.folder, name, path.toString());
                return;
            }
            FileFacts facts = level.folder.facts(name);
            if (facts.kind() == FileFacts.Kind.FOLDER) {
                enter(level, name);
            } else if (choice.wants(path.toString(), false)) {
                entries.add(level.folder, name, path.toString(), facts);
            }
        } catch (NoSuchFileException | NotDirectoryException changedMeanwhile) {
            return;
        }
    }

    private void enter(Level level, String name) throws IOException {
        ReadableFolder below = level.folder.enter(name);
        boolean wanted = choice.wants(path.toString(), true);
        path.append('/');
        levels.push(new Level(below, path.length(), List.<FolderEntry>of().iterator()));
        if (wanted) {
            entries.add(below, ".", path.toString(), below.facts());
        }
    }

    private void leave() {
        levels.pop().folder.close();
    }

    @Override
    public void close() {
        entries.close(); // a file whose content others were to write
        while (!levels.isEmpty()) {
            leave();
        }
    }
}
