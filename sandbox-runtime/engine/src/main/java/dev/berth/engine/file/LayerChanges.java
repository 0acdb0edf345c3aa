package dev.berth.engine.file;

import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.FolderEntry;
import dev.berth.runtime.kernel.OpenFolder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What a container has changed in its image's files: its writable layer against those below, in the order of a walk, a folder before what is in it. As Docker's: a
 * folder counts as modified when its owner or mode differ, or something in it has come or gone or changed. Memory does not grow with the number of changes; what is too deep is
 * refused, see {@link Depth}. Not thread safe.
 */
public final class LayerChanges implements AutoCloseable {
    /** A change and where its file is. @param facts absent for what was deleted, and for a regular file that is new, of which whoever opens it hears more; @param name in the folder, {@code .} for the folder itself */
    public record Found(Change change, Optional<FileFacts> facts, OpenFolder folder, String name) {}

    /** A folder of the writable layer on the way down. */
    private static final class Level {
        private final OpenFolder folder;
        private final Optional<UnionFolder> lower;
        private final Optional<Level> above;
        private final String name;
        /** Characters. */
        private final int pathLength;
        private final FileFacts facts;
        /** Of what the layers below have and an opaque folder hides. */
        private boolean hidesLower;
        private boolean listingHidden;
        private boolean told;
        private Iterator<FolderEntry> entries = List.<FolderEntry>of().iterator();

        Level(OpenFolder folder, Optional<UnionFolder> lower, Optional<Level> above, String name, FileFacts facts) {
            this.folder = folder;
            this.lower = lower;
            this.above = above;
            this.name = name;
            this.pathLength = above.map(level -> level.pathLength + 1 + name.length()).orElse(0);
            this.facts = facts;
        }

        /** Made when it is told: of a deep tree's folders each would keep a long one. */
        String path() {
            Deque<String> names = new ArrayDeque<>();
            for (Level level = this; level.above.isPresent(); level = level.above.get()) {
                names.push(level.name);
            }
            StringBuilder path = new StringBuilder(pathLength);
            names.forEach(each -> path.append('/').append(each));
            return path.toString();
        }

        String path(String file) {
            return path() + "/" + file;
        }

        boolean hasNext() throws IOException {
            if (!entries.hasNext() && !listingHidden) {
                entries = folder.nextEntries().iterator();
                listingHidden = !entries.hasNext() && hidesLower;
            }
            if (!entries.hasNext() && listingHidden) {
                entries = lower.orElseThrow().nextEntries().iterator();
            }
            return entries.hasNext();
        }

        void close() {
            folder.close();
            lower.ifPresent(UnionFolder::close);
        }
    }

    private static final Optional<FileFacts.Kind> REGULAR = Optional.of(FileFacts.Kind.FILE);

    private final Deque<Level> levels = new ArrayDeque<>();
    private final Deque<Found> waiting = new ArrayDeque<>();

    private final MachineIds ids;

    private LayerChanges(Level root, MachineIds ids) {
        this.ids = ids;
        levels.push(root);
    }

    /** @param lower layers of the image, the topmost first */
    public static LayerChanges open(Path writable, List<Path> lower, MachineIds ids) throws IOException {
        OpenFolder folder = OpenFolder.open(writable);
        try {
            Level root = new Level(folder, lower.isEmpty() ? Optional.empty() : Optional.of(UnionFolder.open(lower)), Optional.empty(), "", folder.facts());
            root.told = true; // Docker never lists the root itself
            return new LayerChanges(root, ids);
        } catch (IOException | RuntimeException failure) {
            folder.close();
            throw failure;
        }
    }

    /** The folder and file of what it gives can be read until the next call. @return empty when there are no more */
    public Optional<Found> next() throws IOException {
        while (waiting.isEmpty() && !levels.isEmpty()) {
            Level level = levels.peek();
            if (level.hasNext()) {
                look(level, level.entries.next());
            } else {
                levels.pop().close();
            }
        }
        return Optional.ofNullable(waiting.poll());
    }

    private void look(Level level, FolderEntry entry) throws IOException {
        String name = entry.name();
        Depth.require(levels.size(), level.pathLength + 1 + name.length(), name);
        try {
            Optional<FileFacts> below = level.lower.isPresent() ? level.lower.get().find(name) : Optional.empty();
            if (level.listingHidden) {
                if (level.folder.find(name).isEmpty()) {
                    tell(level, new Found(new Change(Change.Kind.DELETED, level.path(name)), Optional.empty(), level.folder, name));
                }
                return;
            }
            if (below.isEmpty() && entry.kind().equals(REGULAR)) {
                tell(level, new Found(new Change(Change.Kind.ADDED, level.path(name)), Optional.empty(), level.folder, name));
                return;
            }
            FileFacts facts = level.folder.facts(name);
            if (facts.kind() == FileFacts.Kind.FOLDER) {
                enter(level, name, below);
            } else if (facts.isWhiteout()) {
                if (below.isPresent()) {
                    tell(level, new Found(new Change(Change.Kind.DELETED, level.path(name)), Optional.empty(), level.folder, name));
                }
            } else if (below.isEmpty() || differ(facts, below.get())) {
                tell(level, new Found(new Change(kind(below), level.path(name)), Optional.of(facts), level.folder, name));
            }
        } catch (NoSuchFileException | NotDirectoryException changedMeanwhile) {
            return;
        }
    }

    private void enter(Level level, String name, Optional<FileFacts> below) throws IOException {
        OpenFolder folder = level.folder.enter(name);
        Level inside;
        try {
            Optional<UnionFolder> lower = level.lower.isPresent() ? level.lower.get().enterIfThere(name) : Optional.empty();
            inside = new Level(folder, lower, Optional.of(level), name, folder.facts());
        } catch (IOException | RuntimeException failure) {
            folder.close();
            throw failure;
        }
        // Below an opaque folder nothing shines through, whatever the folders in it say.
        inside.hidesLower = inside.lower.isPresent() && (level.hidesLower || UnionFolder.isOpaque(folder));
        levels.push(inside);
        if (below.isEmpty() || differ(inside.facts, below.get())) {
            inside.told = true;
            tell(level, new Found(new Change(kind(below), inside.path()), Optional.of(inside.facts), folder, "."));
        }
    }

    private static Change.Kind kind(Optional<FileFacts> below) {
        return below.isPresent() ? Change.Kind.MODIFIED : Change.Kind.ADDED;
    }

    /** First the folders that it is in, as far as they have not been told: they are part of what has changed. */
    private void tell(Level holder, Found found) {
        Deque<Level> above = new ArrayDeque<>();
        boolean reached = false;
        for (Level level : levels) {
            reached |= level == holder;
            if (reached && !level.told) {
                above.push(level);
            }
        }
        for (Level level : above) {
            level.told = true;
            waiting.add(new Found(new Change(Change.Kind.MODIFIED, level.path()), Optional.of(level.facts), level.folder, "."));
        }
        waiting.add(found);
    }

    private boolean differ(FileFacts upper, FileFacts lower) {
        boolean folder = upper.kind() == FileFacts.Kind.FOLDER;
        return upper.kind() != lower.kind()
                || upper.mode() != lower.mode()
                || ids.inside(upper.uid()) != ids.inside(lower.uid())
                || ids.inside(upper.gid()) != ids.inside(lower.gid())
                || !folder && (upper.size() != lower.size() || !upper.modified().equals(lower.modified()));
    }

    @Override
    public void close() {
        while (!levels.isEmpty()) {
            levels.pop().close();
        }
    }
}
