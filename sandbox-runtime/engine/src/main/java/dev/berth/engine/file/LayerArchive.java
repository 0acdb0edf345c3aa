package dev.berth.engine.file;

import dev.berth.engine.tar.AccountNames;
import dev.berth.engine.tar.TarEntry;
import dev.berth.engine.work.PiecewiseOutput;
import dev.berth.runtime.kernel.FileFacts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a container has changed as a layer of an image: changed files as they are now, and for each that is gone a {@code .wh.} file. */
public final class LayerArchive implements PiecewiseOutput {
    private static final int WHITEOUT_MODE = 0;

    private final LayerChanges changes;
    private final EntryWriter entries;
    private Optional<LayerChanges.Found> first;

    private LayerArchive(LayerChanges changes, MachineIds ids) throws IOException {
        this.changes = changes;
        this.entries = new EntryWriter(ids, AccountNames.ROOT);
        this.first = changes.next();
    }

    /** @param writable the container's layer; @param lower those of its image, the topmost first */
    public static LayerArchive open(Path writable, List<Path> lower, MachineIds ids) throws IOException {
        LayerChanges changes = LayerChanges.open(writable, lower, ids);
        try {
            return new LayerArchive(changes, ids);
        } catch (IOException | RuntimeException failure) {
            changes.close();
            throw failure;
        }
    }

    /** True when nothing has changed. Asked before the first piece. */
    public boolean isEmpty() {
        return first.isEmpty();
    }

    @Override
    public boolean writeNext(OutputStream target) throws IOException {
        entries.to(target);
        while (!entries.full()) {
            if (entries.inContent()) {
                entries.writeContent();
                continue;
            }
            Optional<LayerChanges.Found> found = first.isPresent() ? first : changes.next();
            first = Optional.empty();
            if (found.isEmpty()) {
                entries.finish();
                return false;
            }
            add(found.get());
        }
        return true;
    }

    private void add(LayerChanges.Found found) throws IOException {
        String path = found.change().path().substring(1);
        if (found.change().kind() == Change.Kind.DELETED) {
            int name = path.lastIndexOf('/') + 1;
            entries.add(new TarEntry(
                    path.substring(0, name) + ".wh." + path.substring(name), TarEntry.Kind.FILE, "", WHITEOUT_MODE, 0, 0, Instant.now(), 0, Map.of()));
            return;
        }
        try {
            if (found.facts().isEmpty()) {
                entries.addFile(found.folder(), found.name(), path);
            } else {
                FileFacts facts = found.facts().get();
                entries.add(found.folder(), found.name(), facts.kind() == FileFacts.Kind.FOLDER ? path + "/" : path, facts);
            }
        } catch (NoSuchFileException goneMeanwhile) {
            return;
        }
    }

    @Override
    public void close() {
        entries.close();
        changes.close();
    }
}
