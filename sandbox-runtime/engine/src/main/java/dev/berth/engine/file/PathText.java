package dev.berth.engine.file;

import dev.berth.runtime.kernel.FileName;

/** Paths of files between clients and containers. A path is bytes; those that are no UTF-8 have places of their own in our text, as {@link FileName} says, and none in a client's. */
public final class PathText {
    private PathText() {}

    /** As a client sent it. */
    public static String of(byte[] path) {
        return FileName.decode(path, 0, path.length);
    }

    /** For a client: what has no place in a text becomes {@code U+FFFD}. */
    public static String shown(String path) {
        return FileName.shown(path);
    }
}
