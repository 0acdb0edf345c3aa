package dev.berth.daemon.fake;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerFiles;
import dev.berth.engine.file.Change;
import dev.berth.engine.file.PathFacts;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;

/** Files by their paths, the same in every container. A copy of one is its bytes. */
public final class FakeFiles implements ContainerFiles {
    private static final int REGULAR_FILE = 0100000;

    public final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
    /** Paths of uploads that have ended, well or not, in their order. */
    public final LinkedBlockingQueue<String> closed = new LinkedBlockingQueue<>();
    public final List<CommitRequest> commits = new ArrayList<>();
    /** What images of commits were called. */
    public final List<ImageReference> named = new ArrayList<>();

    @Override
    public CompletionStage<PathFacts> stat(String container, String path) {
        if (!files.containsKey(path)) {
            return CompletableFuture.failedFuture(
                    new EngineException(EngineException.Kind.NOT_FOUND, "Could not find the file " + path + " in container " + container));
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        return CompletableFuture.completedFuture(
                new PathFacts(name, REGULAR_FILE | 0640, files.get(path).length, Instant.parse("2026-11-24T16:58:58.5Z"), ""));
    }

    @Override
    public CompletionStage<Archive> archive(String container, String path) {
        return stat(container, path).thenApply(facts -> new Archive(facts, new Whole(files.get(path))));
    }

    @Override
    public CompletionStage<Target> target(String container, String path, boolean keepKinds, boolean giveToUser) {
        return CompletableFuture.completedFuture(new Target() {
            @Override
            public void extract(InputStream tar) {
                try {
                    files.put(path, tar.readAllBytes());
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            }

            @Override
            public void close() {
                closed.add(path);
            }
        });
    }

    @Override
    public CompletionStage<PiecewiseOutput> export(String container) {
        return CompletableFuture.completedFuture(new Whole(String.join("\n", files.keySet()).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public CompletionStage<Changes> changes(String container) {
        Iterator<String> paths = List.copyOf(files.keySet()).iterator();
        return CompletableFuture.completedFuture(new Changes() {
            @Override
            public Optional<Change> next() {
                return paths.hasNext() ? Optional.of(new Change(Change.Kind.ADDED, paths.next())) : Optional.empty();
            }

            @Override
            public void close() {
                // nothing was opened
            }
        });
    }

    @Override
    public CompletionStage<Digest> commit(String container, CommitRequest request, Optional<ImageReference> name) {
        commits.add(request);
        name.ifPresent(named::add);
        return CompletableFuture.completedFuture(Digest.of(request.message().getBytes(StandardCharsets.UTF_8)));
    }

    private record Whole(byte[] bytes) implements PiecewiseOutput {
        @Override
        public boolean writeNext(OutputStream target) throws IOException {
            target.write(bytes);
            return false;
        }

        @Override
        public void close() {
            // nothing was opened
        }
    }
}
