package dev.berth.engine.file;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.runtime.kernel.ActingAs;
import dev.berth.runtime.kernel.FileStamp;
import dev.berth.runtime.kernel.FolderDescriptor;
import dev.berth.runtime.kernel.OpenFolder;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Where a container's program begins: a folder that is made with the container when its image has none there. */
public final class WorkingFolder {
    private static final int MODE = 0755;

    private final String typed;
    private final MachineIds ids;

    private WorkingFolder(String typed, MachineIds ids) {
        this.typed = typed;
        this.ids = ids;
    }

    /**
     * Returns when it is there.
     *
     * @param typed absolute
     * @param layers of the container, its own first
     * @param opening mounts them: not called for a folder that they have without any link
     * @throws EngineException SYSTEM with Docker's text when something else is in its place
     */
    public static void require(String typed, List<Path> layers, MachineIds ids, Supplier<FolderDescriptor> opening) {
        String path = ContainerPath.clean(typed);
        try {
            if (!path.equals("/") && !isPlainFolder(path, layers)) {
                try (FolderDescriptor root = opening.get()) {
                    new WorkingFolder(typed, ids).makeIn(root);
                }
            }
        } catch (FileSystemException failure) {
            throw new EngineException(SYSTEM, "lstat " + typed + ": " + Extraction.reason(failure), failure);
        } catch (IOException failure) {
            throw new EngineException(SYSTEM, "cannot make " + typed + ": " + failure.getMessage(), failure);
        }
    }

    private static boolean isPlainFolder(String path, List<Path> layers) throws IOException {
        UnionFolder folder = UnionFolder.open(layers);
        try {
            for (String name : path.substring(1).split("/")) {
                Optional<UnionFolder> below = folder.enterIfThere(name);
                if (below.isEmpty()) {
                    return false;
                }
                folder.close();
                folder = below.get();
            }
            return true;
        } finally {
            folder.close();
        }
    }

    private void makeIn(FolderDescriptor descriptor) throws IOException {
        try (OpenFolder root = OpenFolder.open(descriptor)) {
            String path = PathResolution.resolve(root, typed);
            try {
                root.within(path).close();
            } catch (NoSuchFileException missing) {
                make(descriptor, path.substring(1));
            } catch (NotDirectoryException other) {
                throw new EngineException(SYSTEM, "Cannot mkdir: " + typed + " is not a directory", other);
            }
        }
    }

    private void make(FolderDescriptor descriptor, String path) throws IOException {
        try (ActingAs machinesRoot = ActingAs.user(ids.base()); RootedFolder target = RootedFolder.open(descriptor)) {
            target.makeFolder(path);
            target.stamp(path, new FileStamp(ids.base(), ids.base(), MODE, Instant.now(), Map.of()), false);
        }
    }
}
