package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.file.Change;
import dev.berth.engine.file.ContainerRoot;
import dev.berth.engine.file.ExtractOptions;
import dev.berth.engine.file.LayerChanges;
import dev.berth.engine.file.PathFacts;
import dev.berth.engine.file.TreeArchive;
import dev.berth.engine.file.UnionFolder;
import dev.berth.engine.file.UserOfContainer;
import dev.berth.engine.file.WrittenAccounts;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images;
import dev.berth.engine.volume.MountPoint;
import dev.berth.engine.work.PiecewiseOutput;
import dev.berth.engine.work.Turns;
import dev.berth.engine.work.Workers;
import dev.berth.runtime.LaunchFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Finds the files of a level's containers: opens them on the container's queue; reading and writing them is up to whoever asked. */
final class LevelFiles implements ContainerFiles {
    private final ContainerKind kind;
    private final Queues queues;
    private final ContainerEvents events;
    private final ContainerCommit commits;
    /** One commit at a time on each level: all levels share two threads for them. */
    private final Turns turns = new Turns();

    /** Has work done on the queue of the container that a text names. */
    interface Queues {
        <T> CompletionStage<T> on(String text, Function<Container, CompletionStage<T>> work);
    }

    LevelFiles(ContainerKind kind, Queues queues, ContainerEvents events, ContainerLifecycle lifecycle, Images images, Workers workers) {
        this.kind = kind;
        this.queues = queues;
        this.events = events;
        this.commits = new ContainerCommit(kind, events, lifecycle, images, workers);
    }

    private interface Opening<T> {
        T open(Container container) throws IOException;
    }

    private <T> CompletionStage<T> opening(String text, Opening<T> opening) {
        return queues.on(text, container -> {
            try {
                return CompletableFuture.completedFuture(opening.open(container));
            } catch (IOException | LaunchFailedException failure) { // it may end at this moment
                throw new EngineException(SYSTEM, "cannot open the files of container " + text + ": " + failure.getMessage(), failure);
            }
        });
    }

    private ContainerRoot root(String text, Container container) {
        return ContainerRoot.open(text, kind.ids(container.record()), container.roots().open(() -> kind.openRoot(container.record())));
    }

    private static void requirePath(String path) {
        if (path.isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "bad parameter: pathcannot be empty");
        }
        if (path.indexOf('\0') >= 0) {
            throw new EngineException(INVALID_PARAMETER, "bad parameter: a zero character in the path");
        }
    }

    @Override
    public CompletionStage<PathFacts> stat(String text, String path) {
        requirePath(path);
        return opening(text, container -> {
            try (ContainerRoot root = root(text, container)) {
                return root.stat(path);
            }
        });
    }

    @Override
    public CompletionStage<Archive> archive(String text, String path) {
        requirePath(path);
        return opening(text, container -> {
            ContainerRoot root = root(text, container);
            try {
                Archive archive = new Archive(root.stat(path), root.archive(path));
                events.tell(container.record(), "archive-path");
                return archive;
            } catch (RuntimeException failure) {
                root.close();
                throw failure;
            }
        });
    }

    @Override
    public CompletionStage<Target> target(String text, String path, boolean keepKinds, boolean giveToUser) {
        requirePath(path);
        return opening(text, container -> {
            ContainerRecord record = container.record();
            ContainerRoot root = root(text, container);
            try {
                String folder = root.extractionPoint(path);
                requireWritable(record, folder);
                String user = record.program().user();
                Optional<ExtractOptions.Owner> owner =
                        giveToUser && !user.isEmpty() ? Optional.of(UserOfContainer.find(user, root.accounts())) : Optional.empty();
                return new OpenTarget(root, folder, new ExtractOptions(keepKinds, owner), () -> events.tell(record, "extract-to-dir"));
            } catch (RuntimeException failure) {
                root.close();
                throw failure;
            }
        });
    }

    /** Of mounts within each other the innermost counts. */
    private static void requireWritable(ContainerRecord record, String folder) {
        Optional<MountPoint> mount = record.mounts().stream()
                .filter(each -> folder.equals(each.target()) || folder.startsWith(each.target() + "/"))
                .max(Comparator.comparing(each -> each.target().length()));
        if (mount.isPresent() && !mount.get().writable()) {
            throw new EngineException(SYSTEM, "mounted volume is marked read-only");
        }
        if (mount.isEmpty() && record.config().host().privileges().readOnlyRoot()) {
            throw new EngineException(SYSTEM, "container rootfs is marked read-only");
        }
    }

    @Override
    public CompletionStage<PiecewiseOutput> export(String text) {
        return opening(text, container -> {
            ContainerRecord record = container.record();
            List<Path> layers = new ArrayList<>(List.of(kind.writableLayer(record)));
            layers.addAll(kind.layers(record));
            UnionFolder all = UnionFolder.open(layers);
            PiecewiseOutput tar = TreeArchive.ofFolder(all, "", "", kind.ids(record), WrittenAccounts.names(all));
            events.tell(record, "export");
            return tar;
        });
    }

    @Override
    public CompletionStage<Changes> changes(String text) {
        return opening(text, container -> {
            ContainerRecord record = container.record();
            return new OpenChanges(LayerChanges.open(kind.writableLayer(record), kind.layers(record), kind.ids(record)));
        });
    }

    private record OpenChanges(LayerChanges found) implements Changes {
        @Override
        public Optional<Change> next() throws IOException {
            return found.next().map(LayerChanges.Found::change);
        }

        @Override
        public void close() {
            found.close();
        }
    }

    @Override
    public CompletionStage<Digest> commit(String text, CommitRequest request, Optional<ImageReference> name) {
        return turns.take(() -> queues.on(text, container -> {
            kind.refuseCommit();
            return commits.commit(container, request, name);
        }));
    }

    @Override
    public <T> CompletionStage<T> layer(String text, List<String> places, Function<Optional<InputStream>, T> making) {
        return turns.take(() -> queues.on(text, container -> {
            kind.refuseCommit();
            return commits.layer(container, places, making);
        }));
    }
}
