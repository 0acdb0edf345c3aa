package dev.berth.engine.file;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.tar.AccountNames;
import dev.berth.engine.tar.TarEntry;
import dev.berth.engine.work.PiecewiseOutput;
import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.ReadableFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layer that a COPY makes: files from elsewhere at their new places, after the folders on the way there. Of folders that several sources have, all files are in it; of files, that of the
 * last. Made without a container: neither the image nor the sources change meanwhile.
 */
public final class CopyArchive implements PiecewiseOutput {
    private static final int NEW_FOLDER = 0755;
    /** Where several sources may have the same. */
    private static final int MOST_NAMES = 200_000;
    private static final ExtractOptions.Owner ROOT = new ExtractOptions.Owner(0, 0);

    /** @param path resolved; @param name that it was asked for by; @param facts of the file itself */
    public record Source(FileTree tree, String path, String name, FileFacts facts) {
        public boolean isFolder() {
            return facts.kind() == FileFacts.Kind.FOLDER;
        }
    }

    /** @param target resolved, absolute */
    private record Placed(Source source, String target) {}

    private final EntryWriter entries;
    private final MachineIds ids;
    private final Deque<TarEntry> folders = new ArrayDeque<>();
    /** The last source first. */
    private final Deque<Placed> left;
    /** Names of what is in the archive, and whether it is a folder; only of several sources. */
    private final Map<String, Boolean> written = new HashMap<>();
    private final boolean several;
    private Optional<TreeArchive> current = Optional.empty();

    private CopyArchive(List<Placed> placed, EntryWriter entries, MachineIds ids) {
        this.entries = entries;
        this.ids = ids;
        several = placed.size() > 1;
        List<Placed> reversed = new ArrayList<>(placed);
        Collections.reverse(reversed);
        left = new ArrayDeque<>(reversed);
    }

    /**
     * @param image that the layer comes onto
     * @param target as it was asked for, absolute; with a slash at its end it is a folder
     * @param owner of all files and of folders that are made for them; absent: whose they are at their source
     * @param mode of all files, but for links; absent: as they have at their source
     * @param ids of the sources' files
     * @throws EngineException INVALID_PARAMETER when something else is at the target's place
     */
    public static CopyArchive of(FileTree image, List<Source> sources, String target, Optional<ExtractOptions.Owner> owner, Optional<Integer> mode, MachineIds ids)
            throws IOException {
        String resolved = image.resolve(target);
        Optional<FileFacts> there = image.find(resolved);
        boolean isFolder = there.filter(facts -> facts.kind() == FileFacts.Kind.FOLDER).isPresent();
        List<Placed> placed = new ArrayList<>();
        for (Source source : sources) {
            if (source.isFolder() && there.isPresent() && !isFolder) {
                throw new EngineException(INVALID_PARAMETER, "failed to copy files: failed to copy directory: mkdir " + target + ": not a directory");
            }
            boolean into = !source.isFolder() && (isFolder || target.endsWith("/"));
            placed.add(new Placed(source, into ? join(resolved, source.name()) : resolved));
        }
        CopyArchive archive = new CopyArchive(placed, new EntryWriter(ids, AccountNames.ROOT, owner, mode), ids);
        archive.addFolders(image, owner.orElse(ROOT));
        return archive;
    }

    /** Of a folder alone, which is made with what it lacks on the way. @param image that the layer comes onto */
    public static CopyArchive ofFolder(FileTree image, String folder, MachineIds ids) throws IOException {
        CopyArchive archive = new CopyArchive(List.of(), new EntryWriter(ids, AccountNames.ROOT), ids);
        archive.addFolders(image, image.resolve(folder), Optional.of(ROOT), new HashMap<>());
        return archive;
    }

    private static String join(String folder, String name) {
        return folder.equals("/") ? "/" + name : folder + "/" + name;
    }

    /** On the way to each target, as they are in the image, or new; of a source that is a folder its target as well. */
    private void addFolders(FileTree image, ExtractOptions.Owner owner) throws IOException {
        Map<String, Boolean> seen = new HashMap<>();
        for (Placed each : left) {
            if (each.source().isFolder()) {
                addFolders(image, FileTree.above(each.target()), Optional.empty(), seen);
                addFolders(image, each.target(), Optional.of(owner), seen);
            } else {
                addFolders(image, FileTree.above(each.target()), Optional.of(owner), seen);
            }
        }
        if (several) {
            seen.keySet().forEach(path -> written.put(path.substring(1), true));
        }
    }

    /** @param owner of those that are new; absent: root */
    private void addFolders(FileTree image, String last, Optional<ExtractOptions.Owner> owner, Map<String, Boolean> seen) throws IOException {
        Deque<String> way = new ArrayDeque<>();
        for (String path = last; !path.isEmpty() && !path.equals("/"); path = FileTree.above(path)) {
            way.push(path);
        }
        for (String path : way) {
            if (seen.put(path, true) == null) {
                folders.add(folder(image.find(path), path, owner.orElse(ROOT)));
            }
        }
    }

    private TarEntry folder(Optional<FileFacts> there, String path, ExtractOptions.Owner owner) {
        if (there.isEmpty()) {
            return new TarEntry(path.substring(1) + "/", TarEntry.Kind.FOLDER, "", NEW_FOLDER, owner.uid(), owner.gid(), Instant.now(), 0, Map.of());
        }
        FileFacts facts = there.get();
        if (facts.kind() != FileFacts.Kind.FOLDER) {
            throw new EngineException(INVALID_PARAMETER, "failed to copy files: lstat " + path + ": not a directory");
        }
        return new TarEntry(path.substring(1) + "/", TarEntry.Kind.FOLDER, "", facts.mode(), ids.inside(facts.uid()), ids.inside(facts.gid()), facts.modified(), 0, Map.of());
    }

    @Override
    public boolean writeNext(OutputStream target) throws IOException {
        entries.to(target);
        while (!entries.full()) {
            if (!folders.isEmpty()) {
                entries.add(folders.poll());
            } else if (entries.inContent()) {
                entries.writeContent();
            } else if (current.isPresent()) {
                if (!current.get().step()) {
                    current.get().close();
                    current = Optional.empty();
                }
            } else if (!left.isEmpty()) {
                begin(left.poll());
            } else {
                entries.finish();
                return false;
            }
        }
        return true;
    }

    private void begin(Placed next) throws IOException {
        Source source = next.source();
        String name = next.target().substring(1);
        if (source.isFolder()) {
            String prefix = name.isEmpty() ? "" : name + "/";
            current = Optional.of(TreeArchive.below(source.tree().folder(source.path()), prefix, entries, this::isWanted));
        } else if (isWanted(name, false)) {
            try (ReadableFolder holder = source.tree().folder(FileTree.above(source.path()))) {
                String file = FileTree.name(source.path());
                entries.add(holder, file, name, holder.facts(file));
            }
        }
    }

    /** What comes later in the Dockerfile's line came into the archive first. */
    private boolean isWanted(String name, boolean folder) {
        if (!several) {
            return true;
        }
        Boolean before = written.putIfAbsent(name, folder);
        if (written.size() > MOST_NAMES) {
            throw new EngineException(INVALID_PARAMETER, "more than " + MOST_NAMES + " files of several sources: copy them by several instructions");
        }
        return before == null;
    }

    @Override
    public void close() {
        current.ifPresent(TreeArchive::close);
        entries.close();
    }
}
