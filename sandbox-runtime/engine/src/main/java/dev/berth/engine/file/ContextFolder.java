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

/** Unpacks the archives of a build into folders that nobody else reaches. */
public final class ContextFolder {
    private static final ExtractOptions ALL_OF_ROOT = new ExtractOptions(false, Optional.of(new ExtractOptions.Owner(0, 0)));
    private static final ExtractOptions AS_IT_SAYS = new ExtractOptions(false, Optional.empty());

    /** A tar is padded by less. */
    private static final int MOST_BEHIND = 1 << 16;

    private ContextFolder() {}

    /**
     * The one that a client has sent; all files become root's.
     *
     * @param folder exists, and is empty
     * @param packed perhaps compressed
     * @param mostBytes of the archive, not compressed
     * @throws EngineException SYSTEM with Docker's text for what is no archive or leads out, TOO_LARGE
     */
    public static void unpack(Path folder, InputStream packed, long mostBytes) {
        try {
            unpack(folder, new Limited(Compression.unpack(packed), mostBytes, "the build context is larger than " + mostBytes + " bytes: leave files out with a .dockerignore"), ALL_OF_ROOT);
            awaitEnd(packed);
        } catch (IOException failure) {
            throw new EngineException(SYSTEM, "cannot read the build context: " + failure.getMessage(), failure);
        }
    }

    /** A client that still sends has not said yet that all is sent: what the build says would come in the midst of that. */
    private static void awaitEnd(InputStream packed) throws IOException {
        byte[] bytes = new byte[MOST_BEHIND];
        packed.readNBytes(bytes, 0, MOST_BEHIND);
    }

    /** As {@link #unpack}, one that an ADD names: files are whose it says. @throws IOException when it cannot be read */
    public static void unpackAdded(Path folder, InputStream packed, long mostBytes) throws IOException {
        unpack(folder, new Limited(Compression.unpack(packed), mostBytes, "the archive unpacks to more than " + mostBytes + " bytes"), AS_IT_SAYS);
    }

    /** Into a folder that containers of a machine see. @param ids of the machine's files */
    public static void unpackForMachine(Path folder, InputStream tar, MachineIds ids) throws IOException {
        unpack(folder, tar, AS_IT_SAYS, ids);
    }

    private static void unpack(Path folder, InputStream tar, ExtractOptions options) throws IOException {
        unpack(folder, tar, options, new MachineIds(0));
    }

    private static void unpack(Path folder, InputStream tar, ExtractOptions options, MachineIds ids) throws IOException {
        try (RootedFolder target = RootedFolder.open(folder); OpenFolder root = OpenFolder.open(folder)) {
            new Extraction(target, root, "/", options, ids).run(tar);
        }
    }

    /** What unpacks to more than it should is found while it does. */
    private static final class Limited extends BlockInput {
        private final InputStream source;
        private final long most;
        private final String refusal;
        private long count;

        Limited(InputStream source, long most, String refusal) {
            this.source = source;
            this.most = most;
            this.refusal = refusal;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = source.read(bytes, offset, length);
            count += Math.max(read, 0);
            if (count > most) {
                throw new EngineException(TOO_LARGE, refusal);
            }
            return read;
        }
    }
}
