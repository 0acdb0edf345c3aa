package dev.berth.engine.volume;

import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.FileStamp;
import dev.berth.runtime.kernel.FolderEntry;
import dev.berth.runtime.kernel.NewFile;
import dev.berth.runtime.kernel.OpenFolder;
import dev.berth.runtime.kernel.ReadFile;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies what an image has in a folder into an empty one: content, links of both kinds, holes, owners, modes, times, file capabilities. Devices and sockets are left
 * out. One folder is open at a time, however deep the tree is.
 */
final class TreeCopy {
    private static final int BUFFER_BYTES = 128 * 1024;
    private static final String CAPABILITIES = "security.capability";

    /** Which file on a disk. */
    private record FileNumber(long device, long inode) {}

    /** A folder whose time is set when all is in it. */
    private record Made(String path, FileStamp stamp) {}

    private final OpenFolder source;
    private final RootedFolder target;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final List<Made> made = new ArrayList<>();
    private final Map<FileNumber, String> linked = new HashMap<>();
    private final byte[] buffer = new byte[BUFFER_BYTES];

    private TreeCopy(OpenFolder source, RootedFolder target) {
        this.source = source;
        this.target = target;
    }

    /** Returns when the copy is on the disk. The target gets the source's own owner and mode too. */
    static void copy(OpenFolder source, RootedFolder target) throws IOException {
        TreeCopy copy = new TreeCopy(source, target);
        copy.waiting.push("");
        while (!copy.waiting.isEmpty()) {
            copy.copyFolder(copy.waiting.pop());
        }
        for (int index = copy.made.size() - 1; index >= 0; index--) {
            target.stamp(copy.made.get(index).path(), copy.made.get(index).stamp(), false);
        }
        target.stampRoot(stamp(source.facts(), Map.of()));
        target.sync();
    }

    private void copyFolder(String path) throws IOException {
        try (OpenFolder folder = source.within(path)) {
            for (List<FolderEntry> entries = folder.nextEntries(); !entries.isEmpty(); entries = folder.nextEntries()) {
                for (FolderEntry entry : entries) {
                    copy(folder, entry.name(), path.isEmpty() ? entry.name() : path + "/" + entry.name());
                }
            }
        }
    }

    private void copy(OpenFolder folder, String name, String path) throws IOException {
        FileFacts facts = folder.facts(name);
        if (facts.kind() == FileFacts.Kind.FOLDER) {
            target.makeFolder(path);
            made.add(new Made(path, stamp(facts, Map.of())));
            waiting.push(path);
            return;
        }
        String first = facts.links() > 1 ? linked.putIfAbsent(new FileNumber(facts.device(), facts.inode()), path) : null;
        if (first != null) {
            target.makeHardLink(path, first);
            return;
        }
        switch (facts.kind()) {
            case FILE -> copyFile(folder, name, path);
            case SYMBOLIC_LINK -> {
                target.makeSymbolicLink(path, folder.linkTarget(name));
                target.stamp(path, stamp(facts, Map.of()), true);
            }
            case PIPE -> {
                target.makePipe(path);
                target.stamp(path, stamp(facts, Map.of()), false);
            }
            default -> linked.remove(new FileNumber(facts.device(), facts.inode()));
        }
    }

    private void copyFile(OpenFolder folder, String name, String path) throws IOException {
        try (ReadFile from = folder.read(name); NewFile to = target.makeFile(path)) {
            long size = from.facts().size();
            long position = 0;
            while (position < size) {
                long hole = from.hole(position, size);
                to.skip(hole);
                position += hole;
                int read = from.read(position, buffer, (int) Math.min(buffer.length, size - position));
                if (read == 0) {
                    break;
                }
                to.write(buffer, 0, read);
                position += read;
            }
            to.stamp(stamp(from.facts(), from.attribute(CAPABILITIES).map(value -> Map.of(CAPABILITIES, value)).orElse(Map.of())));
        }
    }

    private static FileStamp stamp(FileFacts facts, Map<String, byte[]> attributes) {
        return new FileStamp(facts.uid(), facts.gid(), facts.mode(), facts.modified(), attributes);
    }
}
