package dev.berth.engine.file;

import java.nio.file.FileSystemException;

/**
 * How deep a tree may be that is walked: each level has its folder open, and a path is text. A deeper one is refused, never cut. Paths may be longer than the 4095 bytes
 * that the kernel takes at once, since a tree is walked from folder to folder, as whoever made it went.
 */
final class Depth {
    static final int MOST_LEVELS = 2048;
    static final int LONGEST_PATH = 32 * 1024;

    private Depth() {}

    /** @param levels folders that are open; @param path characters. @throws FileSystemException when that is too deep; @param shown names it */
    static void require(int levels, int path, String shown) throws FileSystemException {
        if (levels > MOST_LEVELS || path > LONGEST_PATH) {
            throw new FileSystemException(shown, null, "file name too long: a tree is read down to " + MOST_LEVELS + " folders and a path of " + LONGEST_PATH + " characters");
        }
    }
}
