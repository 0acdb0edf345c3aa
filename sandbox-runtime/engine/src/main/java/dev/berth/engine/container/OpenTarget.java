package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerFiles.Target;
import dev.berth.engine.file.ContainerRoot;
import dev.berth.engine.file.ExtractOptions;
import dev.berth.engine.tar.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A folder of a container that an archive comes into. When the container must not be written to any more, it takes no more of it. */
final class OpenTarget implements Target {
    private final ContainerRoot root;
    private final String folder;
    private final ExtractOptions options;
    private final Runnable done;
    private Optional<InputStream> coming = Optional.empty();
    private boolean broken;

    /** @param folder from {@link ContainerRoot#extractionPoint}; @param done run when all is there */
    OpenTarget(ContainerRoot root, String folder, ExtractOptions options, Runnable done) {
        this.root = root;
        this.folder = folder;
        this.options = options;
        this.done = done;
        root.onBreak(this::breakOff);
    }

    @Override
    public void extract(InputStream tar) {
        begin(tar);
        try {
            root.extract(folder, Compression.unpack(tar), options);
        } catch (IOException failure) {
            throw new EngineException(SYSTEM, "Error processing tar file(exit status 1): " + failure.getMessage(), failure);
        }
        done.run();
    }

    private synchronized void begin(InputStream tar) {
        if (broken) {
            throw new EngineException(CONFLICT, "the container started, stopped or was removed before anything was copied into it: try again");
        }
        coming = Optional.of(tar);
    }

    /** An extraction is ended by having nothing to read, by the thread that does it; one that has not begun has nobody to end it. */
    private synchronized void breakOff() {
        broken = true;
        if (coming.isEmpty()) {
            root.close();
            return;
        }
        try {
            coming.get().close();
        } catch (IOException unread) {
            throw new IllegalStateException("a request's content cannot be dropped", unread);
        }
    }

    @Override
    public void close() {
        root.close();
    }
}
