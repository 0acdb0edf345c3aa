package dev.berth.engine.build;

import dev.berth.engine.container.ContainerId;
import dev.berth.engine.file.ContextFolder;
import dev.berth.engine.file.FolderRemoval;
import dev.berth.engine.file.MachineIds;
import dev.berth.engine.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders that steps of builds have mounted: what {@code --mount=type=bind} shows, for one step, and what {@code --mount=type=cache} keeps for the next builds. They lie with the contents of
 * the machine's volumes, and no record names them: so those that one engine leaves, the next removes, caches too.
 */
public final class StepFolders {
    private static final Logger LOG = LoggerFactory.getLogger(StepFolders.class);
    private static final int CACHE_NAME = 12;

    private final Path contents;
    private final int owner;

    /** @param contents of the machine's volumes; @param owner host id of the machine's root */
    public StepFolders(Path contents, int owner) {
        this.contents = contents;
        this.owner = owner;
    }

    /** @param tar of what is to be in it. @return its name, by which a container mounts it as a volume's */
    String fill(InputStream tar) throws IOException {
        String name = "build-" + ContainerId.random().abbreviated();
        make(name, 0755, 0, 0);
        try {
            ContextFolder.unpackForMachine(data(name), tar, new MachineIds(owner));
            return name;
        } catch (IOException | RuntimeException failure) {
            remove(name);
            throw failure;
        }
    }

    /** @param id as a Dockerfile names it. @param mode of a new one, as its owner. @return its name, as of {@link #fill} */
    synchronized String cache(String id, int mode, int uid, int gid) throws IOException {
        String name = "build-cache-" + Digest.of(id.getBytes(StandardCharsets.UTF_8)).hex().substring(0, CACHE_NAME);
        if (!Files.isDirectory(data(name))) {
            make(name, mode, uid, gid);
        }
        return name;
    }

    private Path data(String name) {
        return contents.resolve(name).resolve("_data");
    }

    private void make(String name, int mode, int uid, int gid) throws IOException {
        Files.createDirectory(contents.resolve(name));
        Files.setPosixFilePermissions(contents.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
        Path data = Files.createDirectory(data(name));
        Files.setAttribute(data, "unix:mode", mode);
        Files.setAttribute(data, "unix:uid", owner + uid);
        Files.setAttribute(data, "unix:gid", owner + gid);
    }

    /** What cannot be removed goes when the next engine comes. */
    void remove(String name) {
        try {
            FolderRemoval.remove(contents.resolve(name));
        } catch (IOException failure) {
            LOG.warn("files of a build in {} are not removed before the machine's next start", contents.resolve(name), failure);
        }
    }
}
