package dev.berth.engine.file;

import java.util.Optional;

/**
 * How a tar archive is put into a container.
 *
 * @param keepKinds refuse to replace a folder by something else, or something else by a folder
 * @param owner who gets all files; absent: whom the archive says
 */
public record ExtractOptions(boolean keepKinds, Optional<Owner> owner) {
    /** Ids as the container has them. */
    public record Owner(int uid, int gid) {}
}
