package dev.berth.engine.container;

import dev.berth.engine.dockerfile.ConfigChanges;
import dev.berth.engine.file.Change;
import dev.berth.engine.file.PathFacts;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The files of the containers of one level: what {@code docker cp}, {@code export}, {@code diff} and {@code commit} ask for. A container need not run. Stages fail with
 * {@link dev.berth.engine.EngineException} in Docker's words; paths are as people type them.
 */
public interface ContainerFiles {

    /** NOT_FOUND {@code Could not find the file …}. */
    CompletionStage<PathFacts> stat(String container, String path);

    /** A path that is open. @param facts of what is to be copied; @param tar its copy as a tar archive, to be closed by the caller */
    record Archive(PathFacts facts, PiecewiseOutput tar) {}

    CompletionStage<Archive> archive(String container, String path);

    /** A folder of a container that waits for an archive. */
    interface Target extends AutoCloseable {

        /** Blocks. @param tar perhaps compressed. @throws dev.berth.engine.EngineException SYSTEM with Docker's text; what was written before stays */
        void extract(InputStream tar);

        @Override
        void close();
    }

    /**
     * Opens a folder to put an archive into.
     *
     * @param keepKinds refuse to replace a folder by something else, or something else by a folder
     * @param giveToUser all files become the user's that the container runs as
     */
    CompletionStage<Target> target(String container, String path, boolean keepKinds, boolean giveToUser);

    /** All files but those of volumes, as a tar archive, to be closed by the caller. */
    CompletionStage<PiecewiseOutput> export(String container);

    /** What was changed, one by one, a folder before what is in it. Blocks on files. */
    interface Changes extends AutoCloseable {

        /** @return empty when there are no more */
        Optional<Change> next() throws IOException;

        @Override
        void close();
    }

    CompletionStage<Changes> changes(String container);

    /**
     * @param config what the client said instead of what the container has; @param changes Dockerfile lines
     * @param pause nothing in the container runs meanwhile
     */
    record CommitRequest(String author, String message, Optional<ImageConfig> config, List<String> changes, boolean pause) {

        /** @throws dev.berth.engine.EngineException INVALID_PARAMETER with the line of {@code changes} that is wrong */
        public CommitRequest {
            ConfigChanges.check(changes);
        }
    }

    /** @param name of the image. @return its id */
    CompletionStage<Digest> commit(String container, CommitRequest request, Optional<ImageReference> name);

    /**
     * Makes something of what a container has changed. It does not run.
     *
     * @param places where something was mounted, in the container: empty files there are left out, and go
     * @param making gets the layer's tar, empty when nothing has changed; may block
     */
    <T> CompletionStage<T> layer(String container, List<String> places, Function<Optional<InputStream>, T> making);
}
