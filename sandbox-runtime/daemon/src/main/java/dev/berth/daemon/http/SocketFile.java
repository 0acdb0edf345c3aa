package dev.berth.daemon.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A unix socket's place in the file system and who may use it: mode 0660, so its owner and its group, beside root.
 *
 * @param path at most 107 bytes, all that sun_path of unix(7) holds
 * @param owner host user id
 * @param group host group id
 */
public record SocketFile(Path path, int owner, int group) {
    private static final int LONGEST_PATH = 107;
    /** Not longer than the names that sockets have here. */
    private static final String UNFINISHED = "new.sock";

    public SocketFile {
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new IllegalArgumentException("socket path \"" + path + "\" is longer than " + LONGEST_PATH + " bytes: choose a shorter BERTH_RUN");
        }
    }

    /** Makes the folder and removes what an earlier engine left, a socket or anything that is no folder. */
    void clear() throws IOException {
        Files.createDirectories(path.getParent());
        Files.deleteIfExists(unfinished());
        Files.deleteIfExists(path);
    }

    /** Where it is bound. Nobody looks for it there: a server that listens is not yet one that can take whoever connects. */
    Path unfinished() {
        return path.resolveSibling(UNFINISHED);
    }

    /** Puts what is bound in its place, with all that its users need. */
    void publish() throws IOException {
        Path bound = unfinished();
        Files.setAttribute(bound, "unix:uid", owner);
        Files.setAttribute(bound, "unix:gid", group);
        Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-rw----"));
        Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE);
    }

    void remove() throws IOException {
        Files.deleteIfExists(path);
    }
}
