package dev.berth.engine.image.store;

import static dev.berth.engine.EngineException.Kind.CONFLICT;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.ImageUsers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code docker image rm} does to the images of a level: Docker 20.10's rules. A name is taken away first; the image goes with its last name. An id takes away
 * the image and its one name. Pure: what it decides is carried out by who asked.
 */
final class ImageRemoval {

    /** What a removal changes, in order. */
    sealed interface Step {
        record Untag(ImageReference name, Digest image) implements Step {}

        record Delete(Digest image) implements Step {}
    }

    /** Where the images are while it is decided: each step is as good as done. */
    private ImageViewContents contents;
    private final boolean force;
    private final boolean withParents;
    private final ImageUsers users;
    private final List<Step> steps = new ArrayList<>();

    private ImageRemoval(ImageViewContents contents, boolean force, boolean withParents, ImageUsers users) {
        this.contents = contents;
        this.force = force;
        this.withParents = withParents;
        this.users = users;
    }

    /**
     * @param text as it was typed; @param image what it names
     * @param withParents its parents go too, as far as they have no names and no other use
     * @throws EngineException CONFLICT with Docker's text
     */
    static List<Step> plan(ImageViewContents contents, String text, Digest image, boolean force, boolean withParents, ImageUsers users) {
        ImageRemoval removal = new ImageRemoval(contents, force, withParents, users);
        if (image.toString().startsWith(text) || image.hex().startsWith(text)) {
            removal.byId(image);
        } else {
            removal.byName(text, image);
        }
        return removal.steps;
    }

    private void byName(String text, Digest image) {
        List<ImageReference> names = contents.namesOf(image);
        if (!force && isSingle(names)) {
            users.usersOf(image).stream().findFirst().ifPresent(user -> {
                throw new EngineException(CONFLICT, "conflict: unable to remove repository reference \"" + text + "\" (must force) - container "
                        + user.abbreviatedId() + " is using its referenced image " + image.abbreviated());
            });
        }
        ImageReference name = ImageReference.parse(text);
        names.stream().filter(name.digest().map(name::at).orElse(name)::equals).forEach(known -> untag(known, image));
        List<ImageReference> left = contents.namesOf(image).stream().filter(name::sameRepository).toList();
        if (left.stream().allMatch(ImageReference::isByDigest) && !name.isByDigest()) {
            left.forEach(known -> untag(known, image)); // what it was pulled as goes with its last tag there
        }
        // An image that somebody uses stays then, without a name; nobody is told.
        if (contents.namesOf(image).isEmpty() && conflict(image, force).isEmpty()) {
            delete(image);
        }
    }

    private void byId(Digest image) {
        List<ImageReference> names = contents.namesOf(image);
        Optional<EngineException> conflict = isSingle(names) ? useConflict(image, force) : conflict(image, force);
        conflict.ifPresent(found -> {
            throw found;
        });
        names.forEach(name -> untag(name, image));
        delete(image);
    }

    /** One tag, with the digests of its repository, or one digest alone. */
    private static boolean isSingle(List<ImageReference> names) {
        List<ImageReference> tags = names.stream().filter(name -> !name.isByDigest()).toList();
        return !names.isEmpty() && tags.size() <= 1 && names.stream().allMatch(names.get(0)::sameRepository);
    }

    private void untag(ImageReference name, Digest image) {
        steps.add(new Step.Untag(name, image));
        contents = contents.withoutName(name);
    }

    private void delete(Digest image) {
        Optional<Digest> parent = contents.parentOf(image);
        steps.add(new Step.Delete(image));
        contents = contents.without(image);
        parent.filter(each -> withParents && conflict(each, false).isEmpty()).ifPresent(this::delete);
    }

    /** Why it has to stay. */
    private Optional<EngineException> conflict(Digest image, boolean forced) {
        boolean named = !forced && !contents.namesOf(image).isEmpty();
        Optional<EngineException> hard = hardConflict(image);
        return hard.isPresent() || !named ? useConflict(image, forced) : refusal(image, "must be forced", "image is referenced in multiple repositories");
    }

    private Optional<EngineException> useConflict(Digest image, boolean forced) {
        Optional<EngineException> hard = hardConflict(image);
        return hard.isPresent() || forced ? hard : users.usersOf(image).stream().findFirst()
                .flatMap(user -> refusal(image, "must be forced", "image is being used by stopped container " + user.abbreviatedId()));
    }

    private Optional<EngineException> hardConflict(Digest image) {
        if (contents.hasChildren(image)) {
            return refusal(image, "cannot be forced", "image has dependent child images");
        }
        return users.usersOf(image).stream().filter(ImageUsers.User::running).findFirst()
                .flatMap(user -> refusal(image, "cannot be forced", "image is being used by running container " + user.abbreviatedId()));
    }

    private static Optional<EngineException> refusal(Digest image, String force, String reason) {
        return Optional.of(new EngineException(CONFLICT, "conflict: unable to delete " + image.abbreviated() + " (" + force + ") - " + reason));
    }
}
