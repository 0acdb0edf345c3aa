package dev.berth.engine.file;

import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.FolderEntry;
import dev.berth.runtime.kernel.OpenFolder;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Removes a folder of a container with all that is in it, when something else takes its place. */
final class TreeRemoval {
    private TreeRemoval() {}

    /** @param target the container's root, open for writing; @param root the same, for reading. @param path as {@link RootedFolder} takes it */
    static void remove(RootedFolder target, OpenFolder root, String path) throws IOException {
        Deque<String> folders = new ArrayDeque<>(List.of(path));
        while (!folders.isEmpty()) {
            String folder = folders.peek();
            boolean empty = true;
            try (OpenFolder listed = root.within(folder)) {
                for (FolderEntry entry : listed.nextEntries()) {
                    empty = false;
                    String each = folder + "/" + entry.name();
                    FileFacts facts = listed.facts(entry.name());
                    if (facts.mountRoot()) {
                        throw new FileSystemException("unlinkat /" + each, null, "device or resource busy");
                    }
                    if (facts.kind() == FileFacts.Kind.FOLDER) {
                        folders.push(each);
                    } else {
                        target.remove(each);
                    }
                }
            }
            if (empty) {
                target.remove(folders.pop());
            }
        }
    }
}
