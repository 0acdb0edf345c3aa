package dev.berth.engine.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Where a machine's things are on the host. All but the disk belongs to the host's root alone; what is on the disk belongs to the machine's root,
 * whatever he put there.
 *
 * @param path {@code machines/<name>} in the engine's home
 */
public record MachineFolder(Path path) {
    static final String RECORD = "machine.json";

    private static final String PRIVATE = "rwx------";
    private static final String PUBLIC = "rwxr-xr-x";

    Path place() {
        return path.resolve("place.json");
    }

    Path disk() {
        return path.resolve("disk");
    }

    Path rootLayer() {
        return disk().resolve("root/upper");
    }

    Path containers() {
        return path.resolve("containers");
    }

    Path container(String id) {
        return containers().resolve(id);
    }

    Path containerDisk(String id) {
        return disk().resolve("containers").resolve(id);
    }

    /** Of contexts of builds. The host's alone, though on the disk: what is in it is the machine's to pay for. */
    Path builds() {
        return disk().resolve("builds");
    }

    /** Records of volumes. */
    Path volumes() {
        return path.resolve("volumes");
    }

    /** What is in them. */
    Path volumeContents() {
        return disk().resolve("volumes");
    }

    /** Records of networks. */
    Path networks() {
        return path.resolve("networks");
    }

    private Path terminals() {
        return path.resolve("terminals");
    }

    /** Of the terminals that were opened before. */
    public List<Path> terminalFolders() {
        return ContainersOfMachine.list(terminals());
    }

    public Path makeTerminal(String id) {
        Path folder = terminals().resolve(id);
        makeFolder(folder, PRIVATE);
        return folder;
    }

    /** All but the disk. */
    void make() {
        makeFolder(path, PRIVATE);
        makeFolder(containers(), PRIVATE);
        makeFolder(terminals(), PRIVATE);
        makeFolder(path.resolve("execs"), PRIVATE);
    }

    /** What an empty disk has in it. @param owner the machine's base id */
    void makeDisk(int owner) {
        makeFolder(disk(), PUBLIC);
        makeFolder(disk().resolve(Trash.ON_DISK), PRIVATE);
        makeOwned(disk().resolve("root"), owner);
        makeOwned(rootLayer(), owner);
        makeOwned(disk().resolve("root/work"), owner);
        makeOwned(disk().resolve("containers"), owner);
    }

    /** Also on a disk from before there were volumes. The folder on the disk is the host's, so that nobody in the machine can put a link in a volume's place. */
    void makeVolumes() {
        makeFolder(volumes(), PRIVATE);
        makeFolder(volumeContents(), PUBLIC);
    }

    /** Also of a machine from before there were networks. */
    void makeNetworks() {
        makeFolder(networks(), PRIVATE);
    }

    void makeContainer(String id, int owner) {
        makeFolder(container(id), PRIVATE);
        makeFolder(container(id).resolve("execs"), PRIVATE);
        makeOwned(containerDisk(id), owner);
        makeOwned(containerDisk(id).resolve("upper"), owner);
        makeOwned(containerDisk(id).resolve("work"), owner);
    }

    private static void makeOwned(Path folder, int owner) {
        makeFolder(folder, PUBLIC);
        try {
            Files.setAttribute(folder, "unix:uid", owner);
            Files.setAttribute(folder, "unix:gid", owner);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot give " + folder + " to " + owner, failure);
        }
    }

    /** Also one that is there from an earlier try. */
    static void makeFolder(Path folder, String permissions) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make " + folder, failure);
        }
    }
}
