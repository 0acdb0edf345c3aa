package dev.berth.engine.file;

import dev.berth.engine.tar.AccountNames;
import dev.berth.engine.work.PiecewiseOutput;
import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.OpenFolder;
import dev.berth.runtime.kernel.ReadFile;
import dev.berth.runtime.kernel.ReadableFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Files that do not change and are found by their paths: those of an image's layers, or of a folder that only the engine reaches. Links are followed as if the tree's root were the
 * root of all, so that none leads out. Paths that were {@linkplain #resolve resolved} have none in them.
 */
public final class FileTree {
    private static final int MOST_LINKS = 255;
    /** Of a path and of all links on it. */
    private static final int MOST_NAMES = 8192;
    private static final int PIECE_BYTES = 64 * 1024;

    /** Opens the root. */
    private interface Opening {
        ReadableFolder open() throws IOException;
    }

    private final Opening opening;
    private final boolean empty;

    private FileTree(Opening opening, boolean empty) {
        this.opening = opening;
        this.empty = empty;
    }

    public static FileTree of(Path folder) {
        return new FileTree(() -> OpenFolder.open(folder), false);
    }

    /** @param layers the topmost first; none: there are no files */
    public static FileTree ofLayers(List<Path> layers) {
        return new FileTree(() -> UnionFolder.open(layers), layers.isEmpty());
    }

    /** @return absolute, without links as far as the path exists, also at its end. @throws FileSystemException when links lead in a circle, or it is no path */
    public String resolve(String path) throws IOException {
        if (path.indexOf('\0') >= 0) {
            throw new FileSystemException(path, null, "no path has a zero character in it");
        }
        Deque<String> left = new ArrayDeque<>(Arrays.asList(path.split("/")));
        String done = "";
        int links = 0;
        int names = 0;
        while (!left.isEmpty()) {
            String name = left.poll();
            if (++names > MOST_NAMES || links > MOST_LINKS) {
                throw new FileSystemException(path, null, "too many levels of symbolic links");
            }
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                done = done.substring(0, Math.max(0, done.lastIndexOf('/')));
                continue;
            }
            String next = done + "/" + name;
            if (find(next).filter(facts -> facts.kind() == FileFacts.Kind.SYMBOLIC_LINK).isEmpty()) {
                done = next;
                continue;
            }
            links++;
            String target;
            try (ReadableFolder holder = folder(done)) {
                target = holder.linkTarget(name);
            }
            done = target.startsWith("/") ? "" : done;
            String[] onwards = target.split("/");
            for (int i = onwards.length - 1; i >= 0; i--) {
                left.push(onwards[i]);
            }
        }
        return done.isEmpty() ? "/" : done;
    }

    /** @param resolved a path without links before its last name. @return what is there, a link itself; empty: nothing */
    public Optional<FileFacts> find(String resolved) throws IOException {
        String name = name(resolved);
        if (empty) {
            return Optional.empty();
        }
        try (ReadableFolder holder = folder(name.isEmpty() ? resolved : above(resolved))) {
            return name.isEmpty() ? Optional.of(holder.facts()) : holder.find(name);
        } catch (NoSuchFileException | NotDirectoryException missing) {
            return Optional.empty();
        }
    }

    /** @param resolved {@code ""} and {@code /}: the root. @throws NoSuchFileException, NotDirectoryException */
    public ReadableFolder folder(String resolved) throws IOException {
        if (empty) {
            throw new NoSuchFileException(resolved);
        }
        ReadableFolder folder = opening.open();
        for (String name : resolved.split("/")) {
            if (name.isEmpty()) {
                continue;
            }
            try (ReadableFolder above = folder) {
                folder = above.enter(name);
            }
        }
        return folder;
    }

    /** What is in a regular file, links followed. @throws FileSystemException when it is longer, or none. */
    public byte[] read(String path, int mostBytes) throws IOException {
        String resolved = resolve(path);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE_BYTES];
        try (ReadableFolder holder = folder(above(resolved)); ReadFile file = holder.read(name(resolved))) {
            for (int count = file.read(0, piece, piece.length); count > 0; count = file.read(content.size(), piece, piece.length)) {
                content.write(piece, 0, count);
                if (content.size() > mostBytes) {
                    throw new FileSystemException(path, null, "it is longer than " + mostBytes + " bytes");
                }
            }
        }
        return content.toByteArray();
    }

    /**
     * A file, link or folder as a tar archive of one entry: what is in a folder is left out.
     *
     * @param path its last name is not followed if it is a link
     * @param ids of the tree's files
     * @throws NoSuchFileException, NotDirectoryException when nothing is there, and of the root, which is in no folder
     */
    public PiecewiseOutput archive(String path, MachineIds ids) throws IOException {
        String clean = ContainerPath.clean(path);
        String name = name(clean);
        ReadableFolder holder = folder(resolve(above(clean)));
        try {
            FileFacts facts = holder.find(name).filter(found -> !name.isEmpty()).orElseThrow(() -> new NoSuchFileException(path));
            return TreeArchive.ofFile(holder, name, facts.kind() == FileFacts.Kind.FOLDER ? name + "/" : name, ids, AccountNames.NONE);
        } catch (IOException | RuntimeException failure) {
            holder.close();
            throw failure;
        }
    }

    /** The last name; {@code ""}: it is the root. */
    public static String name(String resolved) {
        return resolved.substring(resolved.lastIndexOf('/') + 1);
    }

    /** The path of the folder that it is in. */
    public static String above(String resolved) {
        return resolved.substring(0, Math.max(0, resolved.lastIndexOf('/')));
    }
}
