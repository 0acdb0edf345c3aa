package dev.berth.engine.file;

import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.FolderEntry;
import dev.berth.runtime.kernel.OpenFolder;
import dev.berth.runtime.kernel.ReadFile;
import dev.berth.runtime.kernel.ReadableFolder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One folder of a stack of layers as overlayfs shows it: the topmost layer that has a file says what it is, whiteouts hide, folders are merged down to an opaque one.
 * Needs no mount, so that a container need not run; changes nothing.
 *
 * @see <a href="https://docs.kernel.org/filesystems/overlayfs.html">overlayfs</a>
 */
public final class UnionFolder implements ReadableFolder {
    private static final String OPAQUE = "user.overlay.opaque";
    private static final byte[] YES = {'y'};
    private static final int MOST_NAMES = 8192;

    /** A file that shows, and the part that it is in. */
    private record Shown(String name, OpenFolder part, FileFacts facts) {}

    /** The topmost first; never empty. */
    private final List<OpenFolder> parts;
    private int listed;
    /** What was found last: who asks for a file's facts reads it next. */
    private Optional<Shown> last = Optional.empty();

    private UnionFolder(List<OpenFolder> parts) {
        this.parts = parts;
    }

    /** @param layers at least one, the topmost first */
    public static UnionFolder open(List<Path> layers) throws IOException {
        List<OpenFolder> parts = new ArrayList<>();
        try {
            for (Path layer : layers) {
                parts.add(OpenFolder.open(layer));
            }
            return new UnionFolder(parts);
        } catch (IOException | RuntimeException failure) {
            parts.forEach(OpenFolder::close);
            throw failure;
        }
    }

    static boolean isOpaque(ReadableFolder folder) {
        return folder.attribute(OPAQUE).filter(value -> Arrays.equals(value, YES)).isPresent();
    }

    @Override
    public List<FolderEntry> nextEntries() throws IOException {
        List<FolderEntry> entries = new ArrayList<>();
        while (entries.size() < MOST_NAMES && listed < parts.size()) {
            List<FolderEntry> some = parts.get(listed).nextEntries();
            for (FolderEntry entry : some) {
                if (!isHidden(entry)) {
                    entries.add(entry);
                }
            }
            if (some.isEmpty()) {
                listed++;
            }
        }
        entries.sort(Comparator.comparing(FolderEntry::name));
        return entries;
    }

    /** Whether a file of the part that is being listed does not show: it is a whiteout, or one above has the name. */
    private boolean isHidden(FolderEntry entry) throws IOException {
        for (OpenFolder above : parts.subList(0, listed)) {
            if (above.find(entry.name()).isPresent()) {
                return true;
            }
        }
        boolean mayBeWhiteout = entry.kind().map(kind -> kind == FileFacts.Kind.CHARACTER_DEVICE).orElse(true);
        return mayBeWhiteout && parts.get(listed).find(entry.name()).filter(found -> !found.isWhiteout()).isEmpty();
    }

    @Override
    public FileFacts facts(String name) throws IOException {
        return find(name).orElseThrow(() -> new NoSuchFileException(name));
    }

    @Override
    public Optional<FileFacts> find(String name) throws IOException {
        last = look(name);
        return last.map(Shown::facts);
    }

    private Optional<Shown> look(String name) throws IOException {
        for (OpenFolder part : parts) {
            Optional<FileFacts> found = part.find(name);
            if (found.isPresent()) {
                return found.filter(facts -> !facts.isWhiteout()).map(facts -> new Shown(name, part, facts));
            }
        }
        return Optional.empty();
    }

    /** Where the name's file is, or was when its facts were asked for: it may have become another since, as in any folder. */
    private OpenFolder holder(String name) throws IOException {
        if (last.filter(shown -> shown.name().equals(name)).isEmpty()) {
            last = look(name);
        }
        return last.orElseThrow(() -> new NoSuchFileException(name)).part();
    }

    @Override
    public FileFacts facts() throws IOException {
        return parts.get(0).facts();
    }

    @Override
    public UnionFolder enter(String name) throws IOException {
        List<OpenFolder> below = new ArrayList<>();
        try {
            for (OpenFolder part : parts) {
                Optional<FileFacts> found = part.find(name);
                if (found.isPresent() && found.get().kind() != FileFacts.Kind.FOLDER) {
                    break;
                }
                if (found.isPresent()) {
                    below.add(part.enter(name));
                    if (isOpaque(below.get(below.size() - 1))) {
                        break;
                    }
                }
            }
            if (below.isEmpty()) {
                throw new NotDirectoryException(name);
            }
            return new UnionFolder(below);
        } catch (IOException | RuntimeException failure) {
            below.forEach(OpenFolder::close);
            throw failure;
        }
    }

    /** As {@link #enter}; empty when there is no folder of this name. */
    Optional<UnionFolder> enterIfThere(String name) throws IOException {
        Optional<FileFacts> found = find(name);
        return found.isPresent() && found.get().kind() == FileFacts.Kind.FOLDER ? Optional.of(enter(name)) : Optional.empty();
    }

    @Override
    public ReadFile read(String name) throws IOException {
        return holder(name).read(name);
    }

    @Override
    public String linkTarget(String name) throws IOException {
        return holder(name).linkTarget(name);
    }

    @Override
    public Optional<byte[]> attribute(String attribute) {
        return parts.get(0).attribute(attribute);
    }

    @Override
    public void close() {
        parts.forEach(OpenFolder::close);
    }
}
