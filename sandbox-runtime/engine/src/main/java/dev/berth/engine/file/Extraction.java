package dev.berth.engine.file;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.tar.TarEntry;
import dev.berth.engine.tar.TarReader;
import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.FileStamp;
import dev.berth.runtime.kernel.NewFile;
import dev.berth.runtime.kernel.OpenFolder;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a tar archive into a folder of a container, whatever the archive says: the kernel resolves each path as if the container's root were the root, so that nothing is
 * written outside it, also through links that the archive has made before or that a process of the container swaps meanwhile. As Docker does, names and links that
 * lead out of the folder by {@code ..} are refused, and device nodes are left out, since nobody can make them in a user namespace.
 */
final class Extraction {
    private static final String CAPABILITY = "security.capability";
    /** Folders that get their times last, for what is written into them changes these. Further ones keep the time of now. */
    private static final int MOST_FOLDERS = 20_000;

    private record FolderTime(String path, Instant modified) {}

    private final RootedFolder target;
    private final OpenFolder root;
    private final String folder;
    private final ExtractOptions options;
    private final MachineIds ids;
    private final List<FolderTime> folderTimes = new ArrayList<>();

    /** @param root the container's; @param folder absolute, exists; both stay the caller's */
    Extraction(RootedFolder target, OpenFolder root, String folder, ExtractOptions options, MachineIds ids) {
        this.target = target;
        this.root = root;
        this.folder = folder;
        this.options = options;
        this.ids = ids;
    }

    /** @throws EngineException SYSTEM with Docker's text; what was written before stays */
    void run(InputStream tar) {
        TarReader reader = new TarReader(tar);
        try {
            for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                extract(entry.get(), reader);
            }
            for (FolderTime each : folderTimes) {
                if (target.hasFolder(each.path())) {
                    target.setModified(each.path(), each.modified());
                }
            }
        } catch (FileSystemException failure) {
            throw refused(failure.getFile() + ": " + reason(failure), failure);
        } catch (IOException failure) {
            throw refused(failure.getMessage(), failure);
        }
    }

    private void extract(TarEntry entry, TarReader reader) throws IOException {
        String path = path(entry.name());
        if (path.equals(folder)) {
            return;
        }
        String below = path.substring(1);
        switch (entry.kind()) {
            case FOLDER -> {
                make(entry, path, () -> target.makeFolder(below));
                target.stamp(below, stamp(entry, path), false);
                if (folderTimes.size() < MOST_FOLDERS) {
                    folderTimes.add(new FolderTime(below, entry.modified()));
                }
            }
            case FILE -> {
                FileStamp stamp = stamp(entry, path); // refused before the file is made
                try (NewFile file = make(entry, path, () -> target.makeFile(below))) {
                    reader.content(new FileContent(file));
                    file.stamp(stamp);
                }
            }
            case HARD_LINK -> link(entry, path);
            case SYMBOLIC_LINK -> {
                if (!isInside(ContainerPath.clean(path + "/../" + entry.linkTarget()))) {
                    throw refused("invalid symlink \"" + path + "\" -> \"" + entry.linkTarget() + "\"");
                }
                make(entry, path, () -> {
                    target.makeSymbolicLink(below, entry.linkTarget());
                    return true;
                });
                target.stamp(below, stamp(entry, path), true);
            }
            case PIPE -> {
                make(entry, path, () -> {
                    target.makePipe(below);
                    return true;
                });
                target.stamp(below, stamp(entry, path), false);
            }
            case CHARACTER_DEVICE, BLOCK_DEVICE -> makeRoom(entry, path, below);
        }
    }

    /** Absolute in the container. */
    private String path(String name) {
        if (name.indexOf('\0') >= 0) {
            throw refused("invalid name \"" + name.replace("\0", "\\x00") + "\"");
        }
        String path = ContainerPath.clean(folder + "/" + name);
        if (!isInside(path)) {
            throw refused("\"" + name + "\" is outside of \"" + folder + "\"");
        }
        return path;
    }

    private boolean isInside(String path) {
        return folder.equals("/") || path.equals(folder) || path.startsWith(folder + "/");
    }

    /** Makes something. */
    private interface Making<T> {
        T run() throws IOException;
    }

    /** Nothing is looked for where there is nothing, as is usual. */
    private <T> T make(TarEntry entry, String path, Making<T> making) throws IOException {
        try {
            return making.run();
        } catch (FileAlreadyExistsException taken) {
            makeRoom(entry, path, path.substring(1));
            return making.run();
        }
    }

    private void makeRoom(TarEntry entry, String path, String below) throws IOException {
        Optional<FileFacts> present = target.find(below);
        if (present.isEmpty()) {
            return;
        }
        boolean folderThere = present.get().kind() == FileFacts.Kind.FOLDER;
        boolean folderWanted = entry.kind() == TarEntry.Kind.FOLDER;
        if (folderThere && folderWanted) {
            return;
        }
        if (options.keepKinds() && folderThere) {
            throw refused("cannot overwrite directory \"" + path + "\" with non-directory \"" + folder + "\"");
        }
        if (options.keepKinds() && folderWanted) {
            throw refused("cannot overwrite non-directory \"" + path + "\" with directory \"" + folder + "\"");
        }
        if (present.get().mountRoot()) { // a name that is removed elsewhere takes what is mounted there from the container
            throw refused("unlinkat " + path + ": device or resource busy");
        }
        if (folderThere) {
            TreeRemoval.remove(target, root, below);
        } else {
            remove(path, below);
        }
    }

    private void remove(String path, String below) {
        try {
            target.remove(below);
        } catch (FileSystemException failure) {
            throw refused("unlinkat " + path + ": " + reason(failure), failure);
        } catch (IOException failure) {
            throw refused("unlinkat " + path + ": " + failure.getMessage(), failure);
        }
    }

    private void link(TarEntry entry, String path) throws IOException {
        String existing = ContainerPath.clean(folder + "/" + entry.linkTarget());
        if (!isInside(existing) || existing.equals(folder)) {
            throw refused("invalid hardlink \"" + existing + "\" -> \"" + entry.linkTarget() + "\"");
        }
        make(entry, path, () -> {
            try {
                target.makeHardLink(path.substring(1), existing.substring(1));
                return true;
            } catch (FileAlreadyExistsException taken) {
                throw taken;
            } catch (FileSystemException failure) {
                throw refused("link " + existing + " " + path + ": " + reason(failure), failure);
            }
        });
    }

    private FileStamp stamp(TarEntry entry, String path) {
        long uid = options.owner().map(owner -> (long) owner.uid()).orElse(entry.uid());
        long gid = options.owner().map(owner -> (long) owner.gid()).orElse(entry.gid());
        byte[] capability = entry.attributes().get(CAPABILITY);
        return new FileStamp(ids.outside(uid, path), ids.outside(gid, path), entry.mode(), entry.modified(),
                capability == null ? Map.of() : Map.of(CAPABILITY, capability));
    }

    static String reason(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (failure instanceof NotDirectoryException) {
            return "not a directory";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "file exists";
        }
        return failure.getReason().substring(0, 1).toLowerCase(Locale.ROOT) + failure.getReason().substring(1);
    }

    private static EngineException refused(String reason) {
        return new EngineException(SYSTEM, "Error processing tar file(exit status 1): " + reason);
    }

    private static EngineException refused(String reason, IOException cause) {
        return new EngineException(SYSTEM, "Error processing tar file(exit status 1): " + reason, cause);
    }

    /** Content on its way to a file. */
    private record FileContent(NewFile file) implements TarReader.ContentSink {
        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            file.write(bytes, offset, count);
        }

        @Override
        public void skip(long count) throws IOException {
            file.skip(count);
        }
    }
}
