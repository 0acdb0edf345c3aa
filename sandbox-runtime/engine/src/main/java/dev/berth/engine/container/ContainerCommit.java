package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerFiles.CommitRequest;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.dockerfile.ConfigChanges;
import dev.berth.engine.file.LayerArchive;
import dev.berth.engine.image.CommittedContainer;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images;
import dev.berth.engine.work.PiecewiseInput;
import dev.berth.engine.work.Workers;
import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Makes an image of what a container has changed: its layer on top of its image's, and its configuration. */
final class ContainerCommit {
    private final ContainerKind kind;
    private final ContainerEvents events;
    private final ContainerLifecycle lifecycle;
    private final Images images;
    private final Workers workers;

    ContainerCommit(ContainerKind kind, ContainerEvents events, ContainerLifecycle lifecycle, Images images, Workers workers) {
        this.kind = kind;
        this.events = events;
        this.lifecycle = lifecycle;
        this.images = images;
        this.workers = workers;
    }

    /** Called on the container's queue; what lasts is done elsewhere. */
    CompletionStage<Digest> commit(Container container, CommitRequest request, Optional<ImageReference> name) {
        boolean paused = request.pause() && container.state() instanceof ContainerState.Running;
        if (paused) {
            lifecycle.pausing().pauseMeanwhile(container);
        }
        ContainerRecord record = container.record();
        return CompletableFuture.supplyAsync(() -> make(record, request, name), workers.copies()).whenCompleteAsync((image, failure) -> {
            if (failure == null) {
                tell(record, request.message(), name, image);
            }
            if (paused && container.state() instanceof ContainerState.Paused) {
                lifecycle.pausing().unpause(container);
            }
        }, container.queue());
    }

    private void tell(ContainerRecord record, String message, Optional<ImageReference> name, Digest image) {
        events.tell(record, "commit", Map.of(
                "comment", message,
                "imageID", image.toString(),
                "imageRef", name.map(reference -> reference.familiar()).orElse("")));
    }

    private Digest make(ContainerRecord record, CommitRequest request, Optional<ImageReference> name) {
        ImageConfig ofImage = images.lookUp(record.image().toString()).map(named -> named.image().config()).orElse(ImageConfig.EMPTY);
        ContainerConfig asked = record.config();
        ImageConfig config = new ImageConfig(
                record.program().user(),
                record.program().environment(),
                asked.entrypoint().orElse(List.of()),
                asked.command(),
                asked.workingDirectory().isEmpty() ? ofImage.workingDirectory() : asked.workingDirectory(),
                asked.labels(),
                union(asked.exposedPorts(), ofImage.exposedPorts()),
                union(asked.volumes(), ofImage.volumes()),
                asked.stopSignal().or(ofImage::stopSignal),
                asked.healthCheck().or(ofImage::healthCheck),
                asked.unused().shell(),
                List.of());
        ImageConfig changed = ConfigChanges.apply(request.config().orElse(config), request.changes());
        return layer(record, tar -> {
            Images.Commit commit = new Images.Commit(
                    record.image(), committed(record, config), changed.completedBy(config), name, request.author(), request.message(),
                    String.join(" ", asked.command().orElse(List.of())), Instant.now());
            return images.commit(commit, tar).id();
        });
    }

    /** Called on the container's queue; what lasts is done elsewhere. @param making gets the layer's tar, empty when nothing has changed */
    <T> CompletionStage<T> layer(Container container, List<String> places, Function<Optional<InputStream>, T> making) {
        ContainerRecord record = container.record();
        return CompletableFuture.supplyAsync(() -> {
            removeEmpty(kind.writableLayer(record), places);
            return layer(record, making);
        }, workers.copies());
    }

    /** A file that was mounted on a path where there was none has left an empty one. */
    private static void removeEmpty(Path layer, List<String> places) {
        try (RootedFolder folder = RootedFolder.open(layer)) {
            for (String place : places) {
                String path = place.substring(1);
                if (folder.find(path).filter(facts -> facts.kind() == FileFacts.Kind.FILE && facts.size() == 0).isPresent()) {
                    folder.remove(path);
                }
            }
        } catch (IOException failure) {
            throw new EngineException(SYSTEM, "cannot clean up behind the mounts of a step: " + failure.getMessage(), failure);
        }
    }

    private <T> T layer(ContainerRecord record, Function<Optional<InputStream>, T> making) {
        try (LayerArchive layer = LayerArchive.open(kind.writableLayer(record), kind.layers(record), kind.ids(record));
                InputStream tar = new PiecewiseInput(layer)) {
            return making.apply(layer.isEmpty() ? Optional.empty() : Optional.of(tar));
        } catch (IOException failure) {
            throw new EngineException(SYSTEM, "cannot read the files of container " + record.id().abbreviated() + ": " + failure.getMessage(), failure);
        }
    }

    private static CommittedContainer committed(ContainerRecord record, ImageConfig config) {
        ContainerConfig asked = record.config();
        return new CommittedContainer(
                record.id().value(), config, record.hostname(), asked.domainname(), asked.attachInput(), asked.attachOutput(), asked.attachError(), asked.terminal(),
                asked.openInput(), asked.inputOnce(), asked.image(),
                new CommittedContainer.Besides(
                        asked.networkDisabled(), asked.macAddress(), asked.stopTimeout(), asked.unused().argumentsEscaped()));
    }

    private static SortedSet<String> union(SortedSet<String> one, SortedSet<String> other) {
        SortedSet<String> both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }
}
