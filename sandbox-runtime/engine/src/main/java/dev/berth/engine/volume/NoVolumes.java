package dev.berth.engine.volume;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import dev.berth.engine.EngineException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** The admin level's: machines have a disk of their own and nothing else. */
public final class NoVolumes implements Volumes {

    @Override
    public CompletionStage<Volume> create(VolumeRequest request) {
        return CompletableFuture.failedFuture(new EngineException(
                NOT_IMPLEMENTED, "there are no volumes on this level, whose containers are machines: make volumes on a machine's own socket"));
    }

    @Override
    public CompletionStage<Volume> inspect(String name) {
        return CompletableFuture.failedFuture(missing(name));
    }

    @Override
    public CompletionStage<List<Listed>> list() {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletionStage<List<Usage>> usage() {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletionStage<Void> remove(String name, boolean force) {
        return force ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(missing(name));
    }

    @Override
    public CompletionStage<Pruned> prune(Predicate<Volume> chosen) {
        return CompletableFuture.completedFuture(new Pruned(List.of(), 0));
    }

    static EngineException missing(String name) {
        return new EngineException(NOT_FOUND, "get " + name + ": no such volume");
    }
}
