package dev.berth.engine.file;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A path in a container as {@code docker cp} understands it: absolute, cleaned, but a trailing slash or {@code /.} stays, for it asks for what a link leads to, and says that
 * this is a folder.
 *
 * @param text absolute
 */
record ContainerPath(String text) {

    static ContainerPath parse(String typed) {
        String clean = clean(typed);
        String slash = clean.equals("/") ? "" : "/";
        if (typed.equals(".") || typed.endsWith("/.")) {
            return new ContainerPath(clean + slash + ".");
        }
        return new ContainerPath(typed.endsWith("/") ? clean + slash : clean);
    }

    /** Absolute, without {@code .}, {@code ..} and double slashes; above the root is the root. */
    static String clean(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return "/" + String.join("/", names);
    }

    /** The folder that its last name is in. */
    String folder() {
        return text.substring(0, text.lastIndexOf('/') + 1);
    }

    /** The last name; {@code ""} or {@code .}: the folder itself is meant. */
    String file() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    boolean isFolderItself() {
        return file().isEmpty() || file().equals(".");
    }

    /** What it is called, for those who copy it: the last name that is not empty, {@code .} or, of the root, a slash. */
    String name() {
        String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return trimmed.isEmpty() ? "/" : trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }
}
