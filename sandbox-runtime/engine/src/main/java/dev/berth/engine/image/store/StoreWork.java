package dev.berth.engine.image.store;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.archive.ArchiveReader;
import java.io.IOException;

/** Work on the store's files, and what is said when it goes wrong: either the archive is to blame, as its reader knows, or the host. */
final class StoreWork {
    private StoreWork() {}

    interface Work {
        void run() throws IOException;
    }

    interface Making<T> {
        T run() throws IOException;
    }

    /** @param what e.g. {@code load}, for the message */
    static void doing(String what, Work work) {
        making(what, () -> {
            work.run();
            return what;
        });
    }

    /** As {@link #doing}, with a result. */
    static <T> T making(String what, Making<T> making) {
        try {
            return making.run();
        } catch (IOException failure) {
            EngineException.Kind kind = ArchiveReader.isMalformed(failure) ? INVALID_PARAMETER : SYSTEM;
            throw new EngineException(kind, "cannot " + what + " image: " + failure.getMessage(), failure);
        }
    }
}
