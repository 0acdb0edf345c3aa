package dev.berth.engine.image;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.event.Event;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import dev.berth.engine.work.PiecewiseOutput;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The images of one level: what its shelf lists, with the store's content. */
final class ShelfImages implements Images {
    /** Of what one level's images say of themselves, since a list has all of it in memory. */
    private static final long MOST_CHARACTERS = 2 << 20;

    private final Shelf shelf;
    private final ImageContent content;
    private final ArchiveReader archives;
    private final Consumer<Event> events;

    ShelfImages(Shelf shelf, ImageContent content, ArchiveReader archives, Consumer<Event> events) {
        this.shelf = shelf;
        this.content = content;
        this.archives = archives;
        this.events = events;
    }

    @Override
    public Named find(String text) {
        return lookUp(text).orElseThrow(() -> new EngineException(NOT_FOUND, ImageSearch.missing(text)));
    }

    @Override
    public Optional<Named> lookUp(String text) {
        ShelfContents contents = shelf.contents();
        return new ImageSearch(contents).find(text).map(id -> named(contents, id)).or(() -> unlisted(text));
    }

    /** Who knows the whole id has it from a container. */
    private Optional<Named> unlisted(String text) {
        return ImageSearch.wholeId(text).flatMap(shelf::unlisted).map(manifest -> new Named(content.get(manifest).image(), List.of(), Optional.empty(), false));
    }

    @Override
    public List<Named> list() {
        ShelfContents contents = shelf.contents();
        return contents.images().keySet().stream()
                .map(id -> named(contents, id))
                .sorted(Comparator.comparing((Named named) -> named.image().created()).reversed().thenComparing(named -> named.image().id().hex()))
                .toList();
    }

    @Override
    public void load(InputStream archive, Consumer<String> progress) {
        doing("load", () -> {
            for (ArchiveReader.Found found : archives.read(archive)) {
                keep(found, progress);
            }
        });
    }

    private void keep(ArchiveReader.Found found, Consumer<String> progress) throws IOException {
        Image image = found.stored().image();
        List<String> lines = new ArrayList<>();
        shelf.change(before -> {
            ShelfContents after = withinBounds(before.with(image.id(), found.stored().manifest().digest()));
            for (ImageReference name : found.names()) {
                Optional<Digest> old = Optional.ofNullable(before.names().get(name)).filter(known -> !known.equals(image.id()));
                if (old.isPresent()) {
                    lines.add("The image " + name.familiar() + " already exists, renaming the old one with ID " + old.get() + " to empty string");
                }
                after = after.withName(name, image.id());
            }
            return after;
        });
        if (found.names().isEmpty()) {
            lines.add("Loaded image ID: " + image.id());
        }
        found.names().forEach(name -> lines.add("Loaded image: " + name.familiar()));
        publish("load", image, image.id().toString());
        lines.forEach(progress);
    }

    /** @throws EngineException CONFLICT */
    private ShelfContents withinBounds(ShelfContents contents) {
        long said = contents.images().values().stream().mapToLong(manifest -> content.get(manifest).image().length()).sum();
        if (said > MOST_CHARACTERS) {
            throw new EngineException(CONFLICT, "labels, environments and histories of all images here would be " + said + " characters: there is room for "
                    + MOST_CHARACTERS + ", remove some with docker image rm");
        }
        return contents;
    }

    @Override
    public Image importRootFileSystem(InputStream tar, Optional<ImageReference> reference, String message, List<String> changes) {
        reference.ifPresent(ShelfImages::requireTag);
        ImageConfig config = ConfigChanges.apply(changes);
        String comment = message.isEmpty() ? "Imported from -" : message;
        return making("import", () -> {
            Layer layer = content.layers().add(tar);
            StoredImage stored = content.add(ImageDocument.imported(config, layer.diffId(), Instant.now(), comment), List.of(layer));
            Image image = stored.image();
            shelf.change(before -> {
                ShelfContents after = withinBounds(before.with(image.id(), stored.manifest().digest()));
                return reference.map(name -> after.withName(name, image.id())).orElse(after);
            });
            reference.ifPresent(name -> publish("tag", image, name.familiar()));
            publish("import", image, image.id().toString());
            return image;
        });
    }

    @Override
    public Image commit(Commit commit, Optional<InputStream> layer) {
        commit.reference().ifPresent(ShelfImages::requireTag);
        return making("commit", () -> {
            StoredImage stored = new ImageCommit(content).add(commit, layer);
            Image image = stored.image();
            shelf.change(before -> {
                ShelfContents after = withinBounds(before.with(image.id(), stored.manifest().digest())).withParent(image.id(), commit.parent());
                return commit.reference().map(name -> after.withName(name, image.id())).orElse(after);
            });
            commit.reference().ifPresent(name -> publish("tag", image, name.familiar()));
            return image;
        });
    }

    @Override
    public void tag(String source, ImageReference target) {
        Image image = find(source).image();
        requireTag(target);
        doing("tag", () -> {
            shelf.change(before -> {
                if (!before.images().containsKey(image.id())) {
                    throw new EngineException(NOT_FOUND, ImageSearch.missing(source));
                }
                return before.withName(target, image.id());
            });
        });
        publish("tag", image, target.familiar());
    }

    @Override
    public PiecewiseOutput save(List<String> texts) {
        return making("save", () -> new SavedImages(new SavedNames(this).choose(texts, id -> content.get(shelf.contents().images().get(id))), content));
    }

    private static void requireTag(ImageReference reference) {
        if (reference.digest().isPresent()) {
            throw new EngineException(INVALID_PARAMETER, "refusing to create a tag with a digest reference");
        }
    }

    @Override
    public List<Removal> remove(String text, boolean force, boolean withParents, ImageUsers users) {
        Image image = find(text).image();
        List<ImageRemoval.Step> steps = new ArrayList<>();
        List<Removal> removals = new ArrayList<>();
        doing("remove", () -> {
            shelf.change(before -> {
                if (!before.images().containsKey(image.id())) {
                    throw new EngineException(NOT_FOUND, ImageSearch.missing(text));
                }
                steps.addAll(ImageRemoval.plan(before, text, image.id(), force, withParents, users));
                ShelfContents after = before;
                for (ImageRemoval.Step step : steps) {
                    after = carryOut(step, after);
                    removals.addAll(told(step, before, after, users));
                }
                return after;
            });
        });
        for (ImageRemoval.Step step : steps) {
            tell(step, image);
        }
        return removals;
    }

    private static ShelfContents carryOut(ImageRemoval.Step step, ShelfContents contents) {
        if (step instanceof ImageRemoval.Step.Untag untag) {
            return contents.withoutName(untag.name());
        }
        return contents.without(((ImageRemoval.Step.Delete) step).image());
    }

    private List<Removal> told(ImageRemoval.Step step, ShelfContents before, ShelfContents after, ImageUsers users) {
        if (step instanceof ImageRemoval.Step.Untag untag) {
            return List.of(new Removal(Optional.of(untag.name().familiar()), Optional.empty()));
        }
        Digest image = ((ImageRemoval.Step.Delete) step).image();
        List<Removal> told = new ArrayList<>();
        told.add(new Removal(Optional.empty(), Optional.of(image.toString())));
        if (users.usersOf(image).isEmpty()) {
            releasedBy(content.get(before.images().get(image)).image(), after).forEach(chain -> told.add(new Removal(Optional.empty(), Optional.of(chain.toString()))));
        }
        return told;
    }

    /** Chain ids of the layers that only this image had here, topmost first: Docker lists them after the image. */
    private List<Digest> releasedBy(Image image, ShelfContents left) {
        List<Digest> chains = new ArrayList<>(ChainId.of(image.layers()));
        for (Digest manifest : left.images().values()) {
            chains.removeAll(ChainId.of(content.get(manifest).image().layers()));
        }
        Collections.reverse(chains);
        return chains;
    }

    /** @param removed whose names they are; of what is gone, labels are not known any more */
    private void tell(ImageRemoval.Step step, Image removed) {
        if (step instanceof ImageRemoval.Step.Delete delete) {
            String id = delete.image().toString();
            events.accept(new Event("image", "delete", id, Map.of("name", id), Instant.now()));
        } else {
            publish("untag", removed, removed.id().toString());
        }
    }

    @Override
    public Pruned prune(Predicate<Named> chosen, ImageUsers users) {
        Pruned pruned = new ImagePruning(this, content.layers()).prune(chosen, users);
        events.accept(new Event("image", "prune", "", Map.of("reclaimed", String.valueOf(pruned.bytes())), Instant.now()));
        return pruned;
    }

    @Override
    public void pull(ImageReference reference, Optional<Platform> platform, Consumer<String> progress) {
        Digest catalogued = shelf.catalogued(reference).orElseThrow(() -> notInCatalogue(reference));
        if (platform.isPresent() && !platform.get().runs(Platform.HOST)) {
            throw new EngineException(NOT_FOUND, "no matching manifest for " + platform.get() + " in the manifest list entries");
        }
        boolean upToDate = catalogued.equals(shelf.contents().names().get(reference));
        if (!upToDate) {
            doing("pull", () -> {
                shelf.restore(reference);
            });
        }
        Named named = find(reference.toString());
        progress.accept(reference.tag().orElseThrow() + ": Pulling from " + reference.path());
        progress.accept("Digest: " + shelf.contents().images().get(named.image().id()));
        progress.accept("Status: " + (upToDate ? "Image is up to date for " : "Downloaded newer image for ") + reference.familiar());
        publish("pull", named.image(), reference.familiar());
    }

    private EngineException notInCatalogue(ImageReference reference) {
        if (shelf.cataloguesRepository(reference)) {
            return new EngineException(NOT_FOUND, "manifest for " + reference.familiar() + " not found: manifest unknown: manifest unknown");
        }
        return new EngineException(NOT_FOUND, "pull access denied for " + reference.familiarName()
                + ", repository does not exist or may require 'docker login': denied: requested access to the resource is denied");
    }

    @Override
    public List<String> layerFolders(Image image) {
        List<String> folders = new ArrayList<>(image.layers().stream().map(Digest::hex).toList());
        Collections.reverse(folders);
        return folders;
    }

    private Named named(ShelfContents contents, Digest id) {
        return new Named(content.get(contents.images().get(id)).image(), contents.namesOf(id), contents.parentOf(id), contents.hasChildren(id));
    }

    private void publish(String action, Image image, String name) {
        Map<String, String> attributes = Event.told(image.config().labels());
        attributes.put("name", name);
        events.accept(new Event("image", action, image.id().toString(), attributes, Instant.now()));
    }

    /** Work on files. */
    private interface Work {
        void run() throws IOException;
    }

    /** As {@link Work}, with a result. */
    private interface Making<T> {
        T run() throws IOException;
    }

    private static void doing(String what, Work work) {
        making(what, () -> {
            work.run();
            return what;
        });
    }

    /** What goes wrong with files here is either the archive's fault, as its reader knows, or the host's. */
    private static <T> T making(String what, Making<T> making) {
        try {
            return making.run();
        } catch (IOException failure) {
            EngineException.Kind kind = ArchiveReader.isMalformed(failure) ? INVALID_PARAMETER : SYSTEM;
            throw new EngineException(kind, "cannot " + what + " image: " + failure.getMessage(), failure);
        }
    }
}
