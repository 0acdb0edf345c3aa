package dev.berth.engine.image;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

import dev.berth.engine.EngineException;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The images that one machine sees: the catalogue's, which all machines share and none can change, and its own. The admin level sees the catalogue alone and
 * may change it. Methods block (files, hashing); call them from the bounded pool. Thread safe.
 */
public interface Images {

    /**
     * An image as it is known here.
     *
     * @param references sorted
     * @param parent the image that it was made of by {@code docker commit}
     * @param hasChildren others were made of it here
     */
    record Named(Image image, List<ImageReference> references, Optional<Digest> parent, boolean hasChildren) {

        /** Nobody has a tag for it: what it was pulled as may be left. */
        public boolean isDangling() {
            return !hasTag() && !hasChildren;
        }

        public boolean hasTag() {
            return references.stream().anyMatch(reference -> !reference.isByDigest());
        }
    }

    /** @param text name, tag, digest, id or a prefix of an id. @throws dev.berth.engine.EngineException NOT_FOUND {@code No such image: …} */
    Named find(String text);

    /** One that such a computer runs. @throws dev.berth.engine.EngineException NOT_FOUND, with Docker's text, also for an image of another platform */
    default Named find(String text, Platform platform) {
        Named found = find(text);
        if (!platform.runs(found.image().platform())) {
            throw new EngineException(NOT_FOUND, "image with reference " + text + " was found but does not match the specified platform: wanted " + platform
                    + ", actual: " + found.image().platform());
        }
        return found;
    }

    Optional<Named> lookUp(String text);

    List<Named> list();

    /**
     * An image's configuration as it was made or came in: the JSON of which its id is the digest.
     *
     * @throws dev.berth.engine.EngineException NOT_FOUND when it has gone meanwhile
     */
    byte[] configuration(Image image);

    /**
     * Reads a {@code docker save} archive or an OCI layout in a tar, plain or compressed (gzip, zstd).
     *
     * @param progress gets lines such as {@code Loaded image: debian:latest}
     */
    void load(InputStream archive, Consumer<String> progress);

    /**
     * Makes an image of one layer from a tar of a root file system: {@code docker import}.
     *
     * @param changes Dockerfile lines (CMD, ENTRYPOINT, ENV, LABEL, USER, WORKDIR, EXPOSE, VOLUME)
     */
    Image importRootFileSystem(InputStream tar, Optional<ImageReference> reference, String message, List<String> changes);

    /**
     * What {@code docker commit} makes.
     *
     * @param parent id of the image that is built on
     * @param config how the new image is to be run
     * @param createdBy what {@code docker history} shows
     */
    record Commit(
            Digest parent,
            CommittedContainer container,
            ImageConfig config,
            Optional<ImageReference> reference,
            String author,
            String message,
            String createdBy,
            Instant created) {}

    /** @param layer a tar of what has changed, with {@code .wh.} files for what is gone; absent: nothing has changed */
    Image commit(Commit commit, Optional<InputStream> layer);

    /**
     * What an instruction of a build makes.
     *
     * @param parent id of the image that is built on; absent: nothing was before
     * @param config how the new image is to be run
     * @param recorded as it was when the instruction was carried out, whose text is its command: by it the image is found again
     * @param container that it was carried out in; {@code ""}: none
     */
    record Step(Optional<Digest> parent, ImageConfig config, ImageConfig recorded, Optional<History> history, String container, String author, Instant created) {}

    /** How a step stands in an image's history, unless by its recorded command. */
    record History(String line, String comment) {}

    /**
     * @param layer a tar as of {@link #commit}; absent: no file has changed
     * @param made gets the image before anybody else sees it: who needs it holds it by then, and no prune finds it unused
     */
    void addStep(Step step, Optional<InputStream> layer, Consumer<Image> made);

    /** The image that the same step made before, of several the newest. */
    Optional<Image> findStep(Step step);

    /**
     * As {@link #findStep(Step)}, among what these images were made of. One that was not made here, but pulled, tells it by its history and its layers: the image that the step has made is then made
     * again, of the same layer.
     */
    Optional<Image> findStep(Step step, List<Image> sources);

    void tag(String source, ImageReference target);

    /**
     * What {@code docker save} writes.
     *
     * @param texts names or ids; a name without a tag means all of its tags, an id saves no names
     * @throws dev.berth.engine.EngineException NOT_FOUND
     */
    PiecewiseOutput save(List<String> texts);

    /**
     * What is pulled.
     *
     * @param allTags all images of the repository, whatever tag the reference has
     * @param platform of the computer that is to run it; absent: this one
     */
    record Pull(ImageReference reference, boolean allTags, Optional<Platform> platform, RegistryCredentials credentials) {
        /** Of the catalogue, which asks for no credentials. */
        public Pull(ImageReference reference, Optional<Platform> platform) {
            this(reference, false, platform, RegistryCredentials.NONE);
        }
    }

    /**
     * What {@code docker pull} does: what names no registry is the catalogue's, and an image of it that was removed on this level is seen again; the rest is fetched from the registry that the reference
     * names.
     *
     * @throws dev.berth.engine.EngineException NOT_FOUND with Docker's text for an image that the registry does not have
     */
    void pull(Pull pull, Transfer transfer);

    /**
     * What {@code docker push} does.
     *
     * @param allTags all images of the repository that have a tag
     * @throws dev.berth.engine.EngineException in Docker's words, when there is no such image, or the registry does not take it
     */
    void push(ImageReference reference, boolean allTags, RegistryCredentials credentials, Transfer transfer);

    /**
     * What {@code docker login} asks.
     *
     * @param domain of a registry, as names of images begin
     * @throws dev.berth.engine.EngineException in Docker's words, when the registry does not take the credentials or is not there
     */
    void login(String domain, RegistryCredentials credentials, CompletionStage<Void> gone);

    /** Who takes what comes from an address. */
    interface Received {
        /** @param modified when it was changed, as the server says it, perhaps empty */
        void take(InputStream content, String modified) throws IOException;
    }

    /**
     * Asks any server of HTTP, by the network by which registries are reached, with nothing shown to it: for ADD of a build.
     *
     * @throws dev.berth.engine.EngineException in Docker's words, when the server is not there or refuses, or what it sends cannot be taken
     */
    void download(URI address, Received target, CompletionStage<Void> gone);

    /** What a registry says of an image. @param manifest its document's digest; @param platforms for which it is */
    record Distribution(String mediaType, Digest manifest, long bytes, List<Platform> platforms) {}

    /** @throws dev.berth.engine.EngineException NOT_FOUND, and others in Docker's words */
    Distribution distribution(ImageReference reference, RegistryCredentials credentials, CompletionStage<Void> gone);

    /** What a removal did, in order: {@code Untagged: …} and {@code Deleted: …}. */
    record Removal(Optional<String> untagged, Optional<String> deleted) {}

    /**
     * @param withParents the images that it was made of go too, as far as they have no names and no other use
     * @param users who uses an image: the containers of this machine
     * @throws dev.berth.engine.EngineException NOT_FOUND, CONFLICT with Docker's texts
     */
    List<Removal> remove(String text, boolean force, boolean withParents, ImageUsers users);

    /** What {@code docker image prune} did. @param bytes of the layers that nothing here refers to any more */
    record Pruned(List<Removal> removals, long bytes) {}

    /** Removes images that no container uses. @param chosen which of them */
    Pruned prune(Predicate<Named> chosen, ImageUsers users);

    /**
     * Keeps what the image consists of for as long as somebody uses it, also when it is removed here.
     *
     * @param user any name that is its own here
     * @throws dev.berth.engine.EngineException NOT_FOUND when the image has gone meanwhile
     */
    void use(String user, Image image);

    /** Nothing happens when nobody of that name uses one. */
    void endUse(String user);

    /**
     * Names of this image's layer folders in the layer store, topmost first, unpacked and ready. One that an image has several times is named where it is topmost: there it has the last word on all of
     * its files, and the kernel mounts none twice.
     */
    List<String> layerFolders(Image image);
}
