package dev.berth.engine.image.store;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.EngineException.Kind;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.Images.Distribution;
import dev.berth.engine.image.Platform;
import dev.berth.engine.image.RegistryCredentials;
import dev.berth.engine.image.RegistryOutlet;
import dev.berth.engine.image.Transfer;
import dev.berth.engine.image.Transfer.Step;
import dev.berth.engine.image.archive.ArchiveReader;
import dev.berth.engine.image.content.Account;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.distribution.ImageInquiry;
import dev.berth.engine.image.distribution.ImagePull;
import dev.berth.engine.image.distribution.ImagePush;
import dev.berth.engine.image.manifest.ImageContent;
import dev.berth.engine.image.manifest.StoredImage;
import dev.berth.engine.image.registry.Registry;
import dev.berth.engine.image.registry.RegistryClient;
import dev.berth.engine.image.registry.RegistryException;
import dev.berth.engine.image.registry.Repository;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** What a level pulls from registries, and pushes to them. */
final class RegistryImages {
    private static final int MISSING = 404;
    private static final String NO_CREDENTIALS = "no basic auth credentials";
    private static final String DENIED = "denied: requested access to the resource is denied";

    private final ImageView view;
    private final Account account;
    private final ImageContent content;
    private final IncomingImages incoming;
    private final ImageEvents events;
    private final Optional<RegistryOutlet> outlet;

    /** @param outlet absent: this level reaches no registry */
    RegistryImages(ImageView view, Account account, ImageContent content, IncomingImages incoming, ImageEvents events, Optional<RegistryOutlet> outlet) {
        this.view = view;
        this.account = account;
        this.content = content;
        this.incoming = incoming;
        this.events = events;
        this.outlet = outlet;
    }

    private interface Work<T> {
        T with(RegistryClient client) throws IOException;
    }

    /** Until it is done, or its client has gone. */
    private <T> T asking(ImageReference reference, CompletionStage<Void> gone, Work<T> work) {
        RegistryOutlet out = outlet.orElseThrow(() -> new EngineException(Kind.NOT_IMPLEMENTED, "only machines have registries: " + reference.familiarName() + " cannot be asked for here"));
        try (RegistryClient client = new RegistryClient(out)) {
            gone.thenRun(client::abort);
            return work.with(client);
        } catch (RegistryException refused) {
            throw told(reference, refused);
        } catch (IOException failure) {
            throw new EngineException(ArchiveReader.isMalformed(failure) ? INVALID_PARAMETER : SYSTEM, "cannot transfer " + reference.familiar() + ": " + failure.getMessage(), failure);
        }
    }

    /** In Docker's words. */
    private static EngineException told(ImageReference reference, RegistryException refused) {
        return switch (refused.code()) {
            case "MANIFEST_UNKNOWN" -> new EngineException(NOT_FOUND, "manifest for " + reference.familiar() + " not found: " + refused.getMessage(), refused);
            case "NAME_UNKNOWN" -> new EngineException(NOT_FOUND, "repository " + reference.familiarName() + " not found: " + refused.getMessage(), refused);
            default -> new EngineException(SYSTEM, refused.getMessage(), refused);
        };
    }

    /** @param reference of one image. @param allTags all of its repository are meant */
    void pull(ImageReference reference, boolean allTags, Platform platform, RegistryCredentials credentials, Transfer transfer) {
        boolean newer = asking(reference, transfer.gone(), client -> {
            try {
                Repository repository = Repository.open(client, reference, credentials, false);
                if (!allTags) {
                    return pull(reference, platform, repository, transfer);
                }
                boolean any = false;
                for (String tag : repository.tags()) {
                    any |= pull(reference.tagged(tag), platform, repository, transfer);
                }
                return any;
            } catch (RegistryException refused) {
                if (refused.code().equals("DENIED") || refused.status() == 403) {
                    throw new EngineException(NOT_FOUND, "pull access denied for " + reference.familiarName()
                            + ", repository does not exist or may require 'docker login': " + refused.getMessage(), refused);
                }
                throw refused;
            }
        });
        transfer.step(new Step("", "Status: " + (newer ? "Downloaded newer image for " : "Image is up to date for ") + (allTags ? reference.familiarName() : reference.familiar())));
    }

    /** @return whether something has come that was not here by this name */
    private boolean pull(ImageReference reference, Platform platform, Repository repository, Transfer transfer) throws IOException {
        try (Lease lease = content.ledger().hold(account)) {
            ImagePull pull = new ImagePull(repository, content, lease, incoming::sees, transfer);
            ImagePull.Offer offer = pull.look(reference, platform);
            transfer.step(new Step(reference.digest().isPresent() ? reference.toString() : reference.tag().orElseThrow(), "Pulling from " + reference.path()));
            ImageReference byDigest = reference.at(offer.digest());
            boolean upToDate = view.contents().named(reference).filter(offer.image()::equals).isPresent();
            Image image;
            if (upToDate && view.contents().named(byDigest).isPresent()) {
                image = content.get(view.contents().images().get(offer.image())).image();
            } else {
                Optional<StoredImage> here = Optional.ofNullable(view.contents().images().get(offer.image())).flatMap(content::find);
                StoredImage stored = here.isPresent() ? here.get() : offer.take();
                lease.requireRoom();
                incoming.keepPulled(stored, reference.isByDigest() ? List.of(byDigest) : List.of(reference, byDigest));
                image = stored.image();
            }
            transfer.step(new Step("", "Digest: " + offer.digest()));
            events.tellTransfer("pull", image, reference);
            return !upToDate;
        }
    }

    /** @param reference whose tag is pushed. @param allTags all of its repository are */
    void push(ImageReference reference, boolean allTags, RegistryCredentials credentials, Transfer transfer) {
        transfer.step(new Step("", "The push refers to repository [" + reference.domain() + "/" + reference.path() + "]"));
        SortedMap<ImageReference, Digest> tags = tags(reference);
        if (tags.isEmpty()) {
            throw new EngineException(NOT_FOUND, "An image does not exist locally with the tag: " + reference.familiarName());
        }
        if (!allTags) {
            Digest chosen = Optional.ofNullable(tags.get(reference)).orElseThrow(() -> new EngineException(NOT_FOUND, "tag does not exist: " + reference.familiar()));
            tags = new TreeMap<>(Map.of(reference, chosen));
        }
        if (reference.isOfDefaultRegistry()) { // as for somebody without an account
            throw new EngineException(SYSTEM, DENIED);
        }
        SortedMap<ImageReference, Digest> pushed = tags;
        asking(reference, transfer.gone(), client -> {
            try {
                Repository repository = Repository.open(client, reference, credentials, true);
                ImagePush push = new ImagePush(repository, content, layer -> sources(reference, layer), transfer);
                for (Map.Entry<ImageReference, Digest> tag : pushed.entrySet()) {
                    push(push, tag.getKey(), tag.getValue(), transfer);
                }
                return pushed;
            } catch (RegistryException refused) {
                if (refused.getMessage().endsWith(NO_CREDENTIALS)) { // of a push, Docker says no more
                    throw new EngineException(SYSTEM, NO_CREDENTIALS, refused);
                }
                throw refused;
            }
        });
    }

    private SortedMap<ImageReference, Digest> tags(ImageReference reference) {
        SortedMap<ImageReference, Digest> tags = new TreeMap<>();
        view.contents().names().forEach((name, image) -> {
            if (name.sameRepository(reference) && !name.isByDigest()) {
                tags.put(name, image);
            }
        });
        return tags;
    }

    private void push(ImagePush push, ImageReference name, Digest id, Transfer transfer) throws IOException {
        try (Lease lease = content.ledger().hold(Account.READERS); Lease held = content.leaseFiles(Account.READERS, id).orElseThrow(() -> gone(name))) {
            StoredImage stored = content.get(Optional.ofNullable(view.contents().images().get(id)).orElseThrow(() -> gone(name)));
            Transfer.Pushed pushed = push.push(stored.image(), name.tag().orElseThrow(), lease);
            view.change(before -> before.images().containsKey(id) ? before.withName(name.at(pushed.manifest()), id) : before);
            transfer.step(new Step("", pushed.tag() + ": digest: " + pushed.manifest() + " size: " + pushed.bytes()));
            transfer.pushed(pushed);
            events.tellTransfer("push", stored.image(), name);
        }
    }

    private static EngineException gone(ImageReference name) {
        return new EngineException(CONFLICT, name.familiar() + " was removed meanwhile");
    }

    /** Repositories of the same registry that got an image with this layer, or gave one. */
    private List<String> sources(ImageReference target, Digest layer) {
        return view.contents().names().entrySet().stream()
                .filter(name -> name.getKey().isByDigest() && name.getKey().domain().equals(target.domain()) && !name.getKey().sameRepository(target))
                .filter(name -> Optional.ofNullable(view.contents().images().get(name.getValue())).flatMap(content::find).filter(stored -> stored.image().layers().contains(layer)).isPresent())
                .map(name -> name.getKey().path())
                .distinct()
                .limit(3)
                .toList();
    }

    void login(String domain, RegistryCredentials credentials, CompletionStage<Void> gone) {
        ImageReference any = ImageReference.parse(domain + "/any");
        asking(any, gone, client -> {
            Registry.open(client, any.domain(), credentials, "").login();
            return domain;
        });
    }

    void download(URI address, Images.Received target, CompletionStage<Void> gone) {
        RegistryOutlet out = outlet.orElseThrow(() -> new EngineException(Kind.NOT_IMPLEMENTED, "only machines fetch addresses: \"" + address + "\" cannot be asked for here"));
        try (RegistryClient client = new RegistryClient(out)) {
            gone.thenRun(client::abort);
            RegistryClient.Download download = client.download(address);
            target.take(download.content(), download.modified());
        } catch (IOException failure) {
            throw new EngineException(SYSTEM, failure.getMessage(), failure);
        }
    }

    Distribution distribution(ImageReference reference, RegistryCredentials credentials, CompletionStage<Void> gone) {
        if (reference.isOfDefaultRegistry()) {
            throw new EngineException(Kind.FORBIDDEN, DENIED);
        }
        return asking(reference, gone, client -> {
            try {
                return ImageInquiry.of(Repository.open(client, reference, credentials, false), reference);
            } catch (RegistryException missing) {
                if (missing.status() == MISSING) {
                    throw new EngineException(NOT_FOUND, missing.getMessage(), missing);
                }
                throw missing;
            }
        });
    }
}
