package dev.berth.engine.tar;

import java.time.Instant;
import java.util.Map;

/**
 * One file in an archive, as its headers tell; nothing in it has been checked beyond its form.
 *
 * @param name as written: may be absolute, have {@code ..} or end with a slash
 * @param linkTarget of a hard link: the name of an earlier entry; of a symbolic link: any text; otherwise empty
 * @param mode permission bits with setuid, setgid and sticky
 * @param size bytes of content, holes included
 * @param attributes extended attributes by full name ({@code SCHILY.xattr.} records)
 */
public record TarEntry(
        String name, Kind kind, String linkTarget, int mode, long uid, long gid, Instant modified, long size, Map<String, byte[]> attributes) {

    /** What an entry makes. */
    public enum Kind {
        FILE,
        HARD_LINK,
        SYMBOLIC_LINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        FOLDER,
        PIPE
    }
}
