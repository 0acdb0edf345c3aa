package dev.berth.engine.work;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the file system under the engine's state has left. The last of it is kept for what runs: disks of machines grow, records and logs are written. Nothing new comes
 * in then, neither images nor machines. Thread safe.
 */
public final class HostSpace {
    static final long RESERVE_BYTES = 512L << 20;

    private final Left left;

    /** Asks a file system. */
    public interface Left {
        /** In bytes. */
        long bytes() throws IOException;
    }

    public HostSpace(Left left) {
        this.left = left;
    }

    /** Of a folder that is there. */
    public static HostSpace of(Path folder) {
        try {
            FileStore files = Files.getFileStore(folder);
            return new HostSpace(files::getUsableSpace);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot find the file system of " + folder, failure);
        }
    }

    /** @throws EngineException SYSTEM, like Docker's on a full disk, when no more than the reserve is left */
    public void require() {
        try {
            if (left.bytes() < RESERVE_BYTES) {
                throw new EngineException(SYSTEM, "no space left on device: the host keeps its last 512 MiB for what runs, remove machines or images there");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot ask how much space is left", failure);
        }
    }
}
