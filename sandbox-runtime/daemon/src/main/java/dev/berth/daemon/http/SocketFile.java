package dev.berth.daemon.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    public SocketFile {
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new IllegalArgumentException("socket path \"" + path + "\" is longer than " + LONGEST_PATH + " bytes: choose a shorter BERTH_RUN");
        }
    }

    /** Makes the folder and removes what an earlier engine left, a socket or anything that is no folder. */
    void clear() throws IOException {
        Files.createDirectories(path.getParent());
        Files.deleteIfExists(path);
    }

    /** Until now root alone could connect: the umask takes the write permission from all others. */
    void permit() throws IOException {
        Files.setAttribute(path, "unix:uid", owner);
        Files.setAttribute(path, "unix:gid", group);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
    }

    void remove() throws IOException {
        Files.deleteIfExists(path);
    }
}
