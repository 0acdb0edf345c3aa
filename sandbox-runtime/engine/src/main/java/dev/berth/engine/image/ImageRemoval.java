package dev.berth.engine.image;

import static dev.berth.engine.EngineException.Kind.CONFLICT;

import dev.berth.engine.EngineException;
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

    private final ShelfContents contents;
    private final Digest image;
    private final boolean force;
    private final List<ImageUsers.User> users;

    private ImageRemoval(ShelfContents contents, Digest image, boolean force, List<ImageUsers.User> users) {
        this.contents = contents;
        this.image = image;
        this.force = force;
        this.users = users;
    }

    /**
     * @param text as it was typed; @param image what it names
     * @throws EngineException CONFLICT with Docker's text
     */
    static List<Step> plan(ShelfContents contents, String text, Digest image, boolean force, List<ImageUsers.User> users) {
        ImageRemoval removal = new ImageRemoval(contents, image, force, users);
        boolean byId = image.toString().startsWith(text) || image.hex().startsWith(text);
        return byId ? removal.byId() : removal.byName(text);
    }

    private List<Step> byName(String text) {
        List<ImageReference> names = contents.namesOf(image);
        if (!force && names.size() == 1 && !users.isEmpty()) {
            throw new EngineException(CONFLICT, "conflict: unable to remove repository reference \"" + text + "\" (must force) - container "
                    + users.get(0).abbreviatedId() + " is using its referenced image " + image.abbreviated());
        }
        List<Step> steps = new ArrayList<>();
        ImageReference name = ImageReference.parse(text);
        names.stream().filter(name::equals).forEach(known -> steps.add(new Step.Untag(known, image)));
        boolean last = steps.size() == names.size();
        // An image that somebody uses stays then, without a name; nobody is told.
        if (last && conflict(List.of()).isEmpty()) {
            steps.add(new Step.Delete(image));
        }
        return steps;
    }

    private List<Step> byId() {
        List<ImageReference> names = contents.namesOf(image);
        conflict(names.size() == 1 ? List.of() : names).ifPresent(conflict -> {
            throw conflict;
        });
        List<Step> steps = new ArrayList<>();
        names.forEach(name -> steps.add(new Step.Untag(name, image)));
        steps.add(new Step.Delete(image));
        return steps;
    }

    /** @param names that the image would lose against somebody's will */
    private Optional<EngineException> conflict(List<ImageReference> names) {
        Optional<ImageUsers.User> running = users.stream().filter(ImageUsers.User::running).findFirst();
        if (running.isPresent()) {
            return refusal("cannot be forced", "image is being used by running container " + running.get().abbreviatedId());
        }
        if (force) {
            return Optional.empty();
        }
        if (!names.isEmpty()) {
            return refusal("must be forced", "image is referenced in multiple repositories");
        }
        return users.stream().findFirst().flatMap(user -> refusal("must be forced", "image is being used by stopped container " + user.abbreviatedId()));
    }

    private Optional<EngineException> refusal(String force, String reason) {
        return Optional.of(new EngineException(CONFLICT, "conflict: unable to delete " + image.abbreviated() + " (" + force + ") - " + reason));
    }
}
