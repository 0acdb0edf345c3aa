package dev.berth.engine.file;

import static dev.berth.engine.EngineException.Kind.SYSTEM;
import static dev.berth.engine.EngineException.Kind.TOO_LARGE;

import dev.berth.engine.EngineException;
import dev.berth.engine.tar.Compression;
import dev.berth.engine.work.BlockInput;
import dev.berth.runtime.kernel.OpenFolder;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Unpacks the archive that a client has sent for a build into a folder that nobody else reaches; all files become root's. */
public final class ContextFolder {
    private static final ExtractOptions ALL_OF_ROOT = new ExtractOptions(false, Optional.of(new ExtractOptions.Owner(0, 0)));

    private ContextFolder() {}

    /**
     * @param folder exists, and is empty
     * @param packed perhaps compressed
     * @param mostBytes of the archive, not compressed
     * @throws EngineException SYSTEM with Docker's text for what is no archive or leads out, TOO_LARGE
     */
    public static void unpack(Path folder, InputStream packed, long mostBytes) {
        try (RootedFolder target = RootedFolder.open(folder); OpenFolder root = OpenFolder.open(folder)) {
            InputStream tar = new Limited(Compression.unpack(packed), mostBytes);
            new Extraction(target, root, "/", ALL_OF_ROOT, new MachineIds(0)).run(tar);
        } catch (IOException failure) {
            throw new EngineException(SYSTEM, "cannot read the build context: " + failure.getMessage(), failure);
        }
    }

    /** What unpacks to more than it should is found while it does. */
    private static final class Limited extends BlockInput {
        private final InputStream source;
        private final long most;
        private long count;

        Limited(InputStream source, long most) {
            this.source = source;
            this.most = most;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = source.read(bytes, offset, length);
            count += Math.max(read, 0);
            if (count > most) {
                throw new EngineException(TOO_LARGE, "the build context is larger than " + most + " bytes: leave files out with a .dockerignore");
            }
            return read;
        }
    }
}
