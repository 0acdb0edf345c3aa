package dev.berth.engine.image.store;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.dockerfile.ConfigChanges;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.NoSuchImage;
import dev.berth.engine.image.archive.ArchiveReader;
import dev.berth.engine.image.content.Account;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.document.ImageDocument;
import dev.berth.engine.image.layer.Layer;
import dev.berth.engine.image.manifest.ImageContent;
import dev.berth.engine.image.manifest.StoredImage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** How images come into a view: by {@code docker load}, {@code docker import} and {@code docker commit}. What comes in is held until it is there. */
final class IncomingImages {
    /** Of what one level's images say of themselves, since a list has all of it in memory. */
    private static final long MOST_CHARACTERS = 2 << 20;

    private final ImageView view;
    private final Account account;
    private final ImageContent content;
    private final ArchiveReader archives;
    private final ImageEvents events;

    IncomingImages(ImageView view, Account account, ImageContent content, ArchiveReader archives, ImageEvents events) {
        this.view = view;
        this.account = account;
        this.content = content;
        this.archives = archives;
        this.events = events;
    }

    void load(InputStream archive, Consumer<String> progress) {
        StoreWork.doing("load", () -> {
            try (Lease lease = content.ledger().hold(account)) {
                List<ArchiveReader.Found> found = archives.read(archive, lease, this::sees);
                lease.requireRoom();
                for (ArchiveReader.Found each : found) {
                    keep(each, progress);
                }
            }
        });
    }

    /** Whether the layer is in an image that this level sees: its content is no secret to it. */
    boolean sees(Digest diffId) {
        return view.contents().images().values().stream().anyMatch(manifest -> content.get(manifest).image().layers().contains(diffId));
    }

    /** An image that is here already keeps the manifest that it has. */
    void keepPulled(StoredImage stored, List<ImageReference> names) throws IOException {
        Digest id = stored.image().id();
        view.change(before -> {
            ImageViewDraft after = withinBounds(before.images().containsKey(id) ? before : before.with(id, stored.manifest().digest())).draft();
            names.forEach(name -> after.withName(name, id));
            return after.contents();
        });
    }

    private void keep(ArchiveReader.Found found, Consumer<String> progress) throws IOException {
        Image image = found.stored().image();
        List<String> lines = new ArrayList<>();
        view.change(before -> {
            ImageViewDraft after = withinBounds(before.with(image.id(), found.stored().manifest().digest())).draft();
            for (ImageReference name : found.names()) {
                Optional<Digest> old = Optional.ofNullable(before.names().get(name)).filter(known -> !known.equals(image.id()));
                if (old.isPresent()) {
                    lines.add("The image " + name.familiar() + " already exists, renaming the old one with ID " + old.get() + " to empty string");
                }
                after.withName(name, image.id());
            }
            return after.contents();
        });
        if (found.names().isEmpty()) {
            lines.add("Loaded image ID: " + image.id());
        }
        found.names().forEach(name -> lines.add("Loaded image: " + name.familiar()));
        events.tell("load", image, image.id().toString());
        lines.forEach(progress);
    }

    Image importRootFileSystem(InputStream tar, Optional<ImageReference> reference, String message, List<String> changes) {
        reference.ifPresent(IncomingImages::requireTag);
        ImageConfig config = ConfigChanges.apply(changes);
        String comment = message.isEmpty() ? "Imported from -" : message;
        Image image = making("import", reference, Optional.empty(), lease -> {
            Layer layer = content.layers().add(tar, lease);
            return content.add(ImageDocument.imported(config, layer.diffId(), Instant.now(), comment), List.of(layer), lease);
        });
        events.tell("import", image, image.id().toString());
        return image;
    }

    Image commit(Images.Commit commit, Optional<InputStream> layer) {
        commit.reference().ifPresent(IncomingImages::requireTag);
        return making("commit", commit.reference(), Optional.of(commit.parent()), lease -> new ImageCommit(content).add(commit, layer, lease));
    }

    /** @param made gets the image before it is listed */
    void addStep(Images.Step step, Optional<InputStream> layer, Consumer<Image> made) {
        making("build", Optional.empty(), step.parent(), lease -> {
            StoredImage stored = new BuildSteps(content).add(step, layer, lease);
            made.accept(stored.image());
            return stored;
        });
    }

    /** @param line what this image's history says of the step */
    Image restoreStep(Images.Step step, Image source, BuildSteps.Recorded line) {
        Digest manifest = Optional.ofNullable(view.contents().images().get(source.id())).orElseThrow(() -> NoSuchImage.of(source.id()));
        return making("build", Optional.empty(), step.parent(), lease -> line.isLast() ? content.get(manifest) : new BuildSteps(content).restore(step, line, lease));
    }

    /** Makes an image. */
    private interface Making {
        StoredImage run(Lease lease) throws IOException;
    }

    private Image making(String what, Optional<ImageReference> reference, Optional<Digest> parent, Making making) {
        Image made = StoreWork.making(what, () -> {
            try (Lease lease = content.ledger().hold(account)) {
                StoredImage stored = making.run(lease);
                lease.requireRoom();
                Image image = stored.image();
                view.change(before -> {
                    ImageViewDraft after = withinBounds(before.with(image.id(), stored.manifest().digest())).draft();
                    parent.ifPresent(known -> after.withParent(image.id(), known));
                    reference.ifPresent(name -> after.withName(name, image.id()));
                    return after.contents();
                });
                return image;
            }
        });
        reference.ifPresent(name -> events.tell("tag", made, name.familiar()));
        return made;
    }

    /** @throws EngineException CONFLICT */
    private ImageViewContents withinBounds(ImageViewContents contents) {
        long said = contents.images().values().stream().flatMap(manifest -> content.find(manifest).stream()).mapToLong(stored -> stored.image().length()).sum();
        if (said > MOST_CHARACTERS) {
            throw new EngineException(CONFLICT, "labels, environments and histories of all images here would be " + said + " characters: there is room for "
                    + MOST_CHARACTERS + ", remove some with docker image rm");
        }
        return contents;
    }

    static void requireTag(ImageReference reference) {
        if (reference.digest().isPresent()) {
            throw new EngineException(INVALID_PARAMETER, "refusing to create a tag with a digest reference");
        }
    }
}
