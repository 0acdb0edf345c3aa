package dev.berth.engine.file;

import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.OpenFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Where a path leads in a container, as text to be shown. What is then opened there is resolved by the kernel once more: links may have changed. */
final class PathResolution {
    private static final int MOST_LINKS = 255;
    /** Of the path and of all links on it: links whose targets name further links many times would take for ever. */
    private static final int MOST_NAMES = 8192;

    private PathResolution() {}

    /** @return absolute, without links as far as the path exists. @throws FileSystemException when links lead in a circle */
    static String resolve(OpenFolder root, String path) throws IOException {
        Deque<String> left = new ArrayDeque<>(Arrays.asList(path.split("/")));
        String done = "";
        int links = 0;
        int names = 0;
        while (!left.isEmpty()) {
            if (++names > MOST_NAMES) {
                throw new FileSystemException(path, null, "too many links");
            }
            String name = left.poll();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                done = done.substring(0, Math.max(0, done.lastIndexOf('/')));
                continue;
            }
            String target = linkTarget(root, done, name);
            if (target.isEmpty()) {
                done = done + "/" + name;
                continue;
            }
            if (++links > MOST_LINKS) {
                throw new FileSystemException(path, null, "too many links");
            }
            done = target.startsWith("/") ? "" : done;
            String[] onwards = target.split("/");
            for (int i = onwards.length - 1; i >= 0; i--) {
                left.push(onwards[i]);
            }
        }
        return done.isEmpty() ? "/" : done;
    }

    /** {@code ""} when it is no link, or is not there. */
    private static String linkTarget(OpenFolder root, String folder, String name) throws IOException {
        try (OpenFolder holder = root.within(folder)) {
            return holder.facts(name).kind() == FileFacts.Kind.SYMBOLIC_LINK ? holder.linkTarget(name) : "";
        } catch (NoSuchFileException missing) {
            return "";
        }
    }
}
