package dev.berth.engine.file;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;

/**
 * How deep a tree may be that is walked: each level has its folder open, and a path is text. A deeper one is refused, never cut. Paths may be longer than the 4095 bytes
 * that the kernel takes at once, since a tree is walked from folder to folder, as whoever made it went.
 */
final class Depth {
    static final int MOST_LEVELS = 2048;
    static final int LONGEST_PATH = 32 * 1024;

    private Depth() {}

    /** @param levels folders that are open; @param path characters; @param name of what is there. @throws EngineException SYSTEM when that is too deep */
    static void require(int levels, int path, String name) {
        if (levels > MOST_LEVELS || path > LONGEST_PATH) {
            throw new EngineException(SYSTEM, "\"" + name + "\": file name too long: a tree is read down to " + MOST_LEVELS + " folders and a path of " + LONGEST_PATH + " characters");
        }
    }
}
