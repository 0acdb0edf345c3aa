package dev.berth.engine.image.store;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

import dev.berth.engine.EngineException;
import dev.berth.engine.event.Event;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.ImageUsers;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.NoSuchImage;
import dev.berth.engine.image.Platform;
import dev.berth.engine.image.RegistryCredentials;
import dev.berth.engine.image.RegistryOutlet;
import dev.berth.engine.image.Transfer;
import dev.berth.engine.image.archive.ArchiveReader;
import dev.berth.engine.image.archive.HeldArchive;
import dev.berth.engine.image.archive.SavedNames;
import dev.berth.engine.image.content.Account;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.layer.ChainId;
import dev.berth.engine.image.manifest.ImageContent;
import dev.berth.engine.image.manifest.StoredImage;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The images of one level: what its view lists, with the store's content. */
final class ImagesOfView implements Images {
    private final ImageView view;
    private final ImageUses uses;
    private final Account account;
    private final ImageContent content;
    private final IncomingImages incoming;
    private final ImageEvents events;
    private final RegistryImages registries;

    ImagesOfView(ImageView view, ImageUses uses, Account account, ImageContent content, ArchiveReader archives, Consumer<Event> events, Optional<RegistryOutlet> outlet) {
        this.view = view;
        this.uses = uses;
        this.account = account;
        this.content = content;
        this.events = new ImageEvents(events);
        incoming = new IncomingImages(view, account, content, archives, this.events);
        registries = new RegistryImages(view, account, content, incoming, this.events, outlet);
    }

    @Override
    public Named find(String text) {
        return lookUp(text).orElseThrow(() -> NoSuchImage.called(text));
    }

    @Override
    public Optional<Named> lookUp(String text) {
        ImageViewContents contents = view.contents();
        return new ImageSearch(contents).find(text).flatMap(id -> named(contents, id)).or(() -> unlisted(text));
    }

    /** Who knows the whole id has it from a container. */
    private Optional<Named> unlisted(String text) {
        return Digest.ofWholeId(text).flatMap(view::unlisted).flatMap(content::find).map(stored -> new Named(stored.image(), List.of(), Optional.empty(), false));
    }

    @Override
    public List<Named> list() {
        ImageViewContents contents = view.contents();
        return contents.images().keySet().stream()
                .flatMap(id -> named(contents, id).stream())
                .sorted(Comparator.comparing((Named named) -> named.image().created()).reversed().thenComparing(named -> named.image().id().hex()))
                .toList();
    }

    @Override
    public byte[] configuration(Image image) {
        return StoreWork.making("inspect", () -> {
            try (Lease lease = content.leaseFiles(Account.READERS, image.id()).orElseThrow(() -> gone(image))) {
                return content.blobs().document(image.id());
            }
        });
    }

    private static EngineException gone(Image image) {
        return NoSuchImage.of(image.id());
    }

    @Override
    public void load(InputStream archive, Consumer<String> progress) {
        incoming.load(archive, progress);
    }

    @Override
    public Image importRootFileSystem(InputStream tar, Optional<ImageReference> reference, String message, List<String> changes) {
        return incoming.importRootFileSystem(tar, reference, message, changes);
    }

    @Override
    public Image commit(Commit commit, Optional<InputStream> layer) {
        return incoming.commit(commit, layer);
    }

    @Override
    public void addStep(Step step, Optional<InputStream> layer, Consumer<Image> made) {
        incoming.addStep(step, layer, made);
    }

    @Override
    public Optional<Image> findStep(Step step) {
        ImageViewContents contents = view.contents();
        BuildSteps.Record recorded = BuildSteps.Record.of(step.recorded());
        return contents.images().keySet().stream()
                .filter(id -> contents.parentOf(id).equals(step.parent()))
                .flatMap(id -> content.find(contents.images().get(id)).stream())
                .map(StoredImage::image)
                .filter(image -> BuildSteps.Record.of(configuration(image)).equals(recorded))
                .max(Comparator.comparing(Image::created));
    }

    @Override
    public Optional<Image> findStep(Step step, List<Image> sources) {
        ImageViewContents contents = view.contents();
        Optional<Image> own = findStep(step).filter(found -> sources.stream().anyMatch(source -> isMadeOf(contents, source.id(), found.id())));
        if (own.isPresent() || sources.isEmpty()) {
            return own;
        }
        Optional<byte[]> parent = step.parent().map(id -> configuration(find(id.toString()).image()));
        return sources.stream().flatMap(source -> BuildSteps.Recorded.next(configuration(source), parent, step).stream().map(line -> incoming.restoreStep(step, source, line))).findFirst();
    }

    private static boolean isMadeOf(ImageViewContents contents, Digest image, Digest earlier) {
        for (Optional<Digest> parent = contents.parentOf(image); parent.isPresent(); parent = contents.parentOf(parent.get())) {
            if (parent.get().equals(earlier)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void tag(String source, ImageReference target) {
        Image image = find(source).image();
        IncomingImages.requireTag(target);
        StoreWork.doing("tag", () -> {
            view.change(before -> {
                if (!before.images().containsKey(image.id())) {
                    throw NoSuchImage.called(source);
                }
                return before.withName(target, image.id());
            });
        });
        events.tell("tag", image, target.familiar());
    }

    @Override
    public PiecewiseOutput save(List<String> texts) {
        return StoreWork.making("save", () -> {
            HeldArchive archive = HeldArchive.of(new SavedNames(this).choose(texts, id -> content.get(view.contents().images().get(id))), content, account);
            archive.images().forEach(image -> events.tell("save", image, image.id().toString()));
            return archive;
        });
    }

    @Override
    public List<Removal> remove(String text, boolean force, boolean withParents, ImageUsers users) {
        Image image = find(text).image();
        List<ImageRemoval.Step> steps = new ArrayList<>();
        List<Removal> removals = new ArrayList<>();
        StoreWork.doing("remove", () -> {
            view.change(before -> {
                if (!before.images().containsKey(image.id())) {
                    throw NoSuchImage.called(text);
                }
                steps.addAll(ImageRemoval.plan(before, text, image.id(), force, withParents, users));
                ImageViewContents after = before;
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

    private static ImageViewContents carryOut(ImageRemoval.Step step, ImageViewContents contents) {
        if (step instanceof ImageRemoval.Step.Untag untag) {
            return contents.withoutName(untag.name());
        }
        return contents.without(((ImageRemoval.Step.Delete) step).image());
    }

    private List<Removal> told(ImageRemoval.Step step, ImageViewContents before, ImageViewContents after, ImageUsers users) {
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
    private List<Digest> releasedBy(Image image, ImageViewContents left) {
        List<Digest> chains = new ArrayList<>(ChainId.of(image.layers()));
        for (Digest manifest : left.images().values()) {
            content.find(manifest).ifPresent(stored -> chains.removeAll(ChainId.of(stored.image().layers())));
        }
        Collections.reverse(chains);
        return chains;
    }

    /** @param removed whose names they are; of what is gone, labels are not known any more */
    private void tell(ImageRemoval.Step step, Image removed) {
        if (step instanceof ImageRemoval.Step.Delete delete) {
            events.tellGone("delete", delete.image());
        } else {
            events.tell("untag", removed, removed.id().toString());
        }
    }

    @Override
    public Pruned prune(Predicate<Named> chosen, ImageUsers users) {
        Pruned pruned = new ImagePruning(this, content.layers()).prune(chosen, users);
        events.tellPrune(pruned.bytes());
        return pruned;
    }

    @Override
    public void push(ImageReference reference, boolean allTags, RegistryCredentials credentials, Transfer transfer) {
        registries.push(reference, allTags, credentials, transfer);
    }

    @Override
    public void login(String domain, RegistryCredentials credentials, CompletionStage<Void> gone) {
        registries.login(domain, credentials, gone);
    }

    @Override
    public void download(URI address, Received target, CompletionStage<Void> gone) {
        registries.download(address, target, gone);
    }

    @Override
    public Distribution distribution(ImageReference reference, RegistryCredentials credentials, CompletionStage<Void> gone) {
        return registries.distribution(reference, credentials, gone);
    }

    @Override
    public void pull(Pull pull, Transfer transfer) {
        if (pull.reference().isOfDefaultRegistry()) {
            pullFromCatalogue(pull.reference(), pull.platform(), transfer::step);
        } else {
            registries.pull(pull.reference(), pull.allTags(), pull.platform().orElse(Platform.HOST), pull.credentials(), transfer);
        }
    }

    private void pullFromCatalogue(ImageReference reference, Optional<Platform> platform, Consumer<Transfer.Step> progress) {
        ImageViewContents catalogue = view.catalogue();
        Digest image = catalogue.served(reference).orElseThrow(() -> notInCatalogue(reference));
        progress.accept(new Transfer.Step(reference.digest().isPresent() ? reference.toString() : reference.tag().orElseThrow(), "Pulling from " + reference.path()));
        if (platform.isPresent() && !platform.get().runs(Platform.HOST)) {
            throw new EngineException(NOT_FOUND, "no matching manifest for " + platform.get() + " in the manifest list entries");
        }
        Digest manifest = catalogue.images().get(image);
        ImageViewContents before = view.contents();
        boolean upToDate = before.named(reference).equals(Optional.of(image));
        ImageReference byDigest = reference.at(manifest);
        if (!upToDate || before.named(byDigest).isEmpty()) {
            StoreWork.doing("pull", () -> {
                view.restore(image, reference.isByDigest() ? Set.of(byDigest) : Set.of(reference, byDigest));
            });
        }
        Named named = find(image.toString());
        if (!upToDate) {
            content.get(manifest).layerBlobs().forEach(blob -> progress.accept(new Transfer.Step(blob.abbreviated(), "Already exists")));
        }
        progress.accept(new Transfer.Step("", "Digest: " + manifest));
        progress.accept(new Transfer.Step("", "Status: " + (upToDate ? "Image is up to date for " : "Downloaded newer image for ") + reference.familiar()));
        events.tellTransfer("pull", named.image(), reference);
    }

    private EngineException notInCatalogue(ImageReference reference) {
        if (view.catalogue().names().keySet().stream().anyMatch(reference::sameRepository)) {
            return new EngineException(NOT_FOUND, "manifest for " + reference.familiar() + " not found: manifest unknown: manifest unknown");
        }
        return new EngineException(NOT_FOUND, "pull access denied for " + reference.familiarName()
                + ", repository does not exist or may require 'docker login': denied: requested access to the resource is denied");
    }

    @Override
    public void use(String user, Image image) {
        Lease lease = content.leaseFiles(account, image.id()).orElseThrow(() -> gone(image));
        uses.begin(user, lease);
    }

    @Override
    public void endUse(String user) {
        uses.end(user);
    }

    @Override
    public List<String> layerFolders(Image image) {
        List<String> folders = new ArrayList<>(image.layers().stream().map(Digest::hex).toList());
        Collections.reverse(folders);
        return folders.stream().distinct().toList();
    }

    /** Empty when it has gone meanwhile. */
    private Optional<Named> named(ImageViewContents contents, Digest id) {
        return content.find(contents.images().get(id))
                .map(stored -> new Named(stored.image(), contents.namesOf(id), contents.parentOf(id), contents.hasChildren(id)));
    }
}
