package dev.berth.engine.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.ImageUsers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules and texts are those of Docker 20.10. */
class ImageRemovalTest {
    private static final Digest IMAGE = new Digest("0f3e07c0138f" + "0".repeat(52));
    private static final Digest OTHER = new Digest("ffff07c0138f" + "0".repeat(52));
    private static final ImageUsers.User STOPPED = new ImageUsers.User("08c65bc171c3", false);
    private static final ImageUsers.User RUNNING = new ImageUsers.User("1234567890ab", true);
    private static final ImageReference DEBIAN = ImageReference.parse("debian");
    private static final ImageReference COPY = ImageReference.parse("copy:1");

    private final ImageViewContents oneName = ImageViewContents.NOTHING.with(IMAGE, IMAGE).with(OTHER, OTHER).withName(DEBIAN, IMAGE);
    private final ImageViewContents twoNames = oneName.withName(COPY, IMAGE);
    private final ImageViewContents noName = oneName.withoutName(DEBIAN);

    @Test
    void theLastNameTakesTheImageAlong() {
        assertThat(plan(oneName, "debian", false)).containsExactly(new ImageRemoval.Step.Untag(DEBIAN, IMAGE), new ImageRemoval.Step.Delete(IMAGE));
    }

    @Test
    void oneOfTwoNamesGoesAlone() {
        assertThat(plan(twoNames, "debian", false)).containsExactly(new ImageRemoval.Step.Untag(DEBIAN, IMAGE));
    }

    @Test
    void oneOfTwoNamesGoesAloneEvenWhenAContainerRuns() {
        assertThat(plan(twoNames, "debian:latest", false, RUNNING)).containsExactly(new ImageRemoval.Step.Untag(DEBIAN, IMAGE));
    }

    @Test
    void refusesTheLastNameWhileAContainerUsesTheImage() {
        assertRefused(oneName, "debian", false, "conflict: unable to remove repository reference \"debian\" (must force) - "
                + "container 08c65bc171c3 is using its referenced image 0f3e07c0138f", STOPPED);
    }

    @Test
    void forceTakesNameAndImageFromAStoppedContainer() {
        assertThat(plan(oneName, "debian", true, STOPPED)).containsExactly(new ImageRemoval.Step.Untag(DEBIAN, IMAGE), new ImageRemoval.Step.Delete(IMAGE));
    }

    @Test
    void forceTakesOnlyTheNameFromARunningContainer() {
        assertThat(plan(oneName, "debian", true, RUNNING)).containsExactly(new ImageRemoval.Step.Untag(DEBIAN, IMAGE));
    }

    @Test
    void anIdTakesTheOneNameAlong() {
        assertThat(plan(oneName, "0f3e", false)).containsExactly(new ImageRemoval.Step.Untag(DEBIAN, IMAGE), new ImageRemoval.Step.Delete(IMAGE));
        assertThat(plan(oneName, IMAGE.toString(), false)).hasSize(2);
    }

    @Test
    void refusesAnIdWithSeveralNames() {
        assertRefused(twoNames, "0f3e07c0138f", false, "conflict: unable to delete 0f3e07c0138f (must be forced) - image is referenced in multiple repositories");
    }

    @Test
    void forceTakesAnIdWithAllItsNames() {
        assertThat(plan(twoNames, "0f3e07c0138f", true))
                .containsExactly(new ImageRemoval.Step.Untag(COPY, IMAGE), new ImageRemoval.Step.Untag(DEBIAN, IMAGE), new ImageRemoval.Step.Delete(IMAGE));
    }

    @Test
    void refusesAnIdThatAStoppedContainerUses() {
        assertRefused(oneName, "0f3e", false, "conflict: unable to delete 0f3e07c0138f (must be forced) - image is being used by stopped container 08c65bc171c3", STOPPED);
        assertRefused(noName, "0f3e", false, "conflict: unable to delete 0f3e07c0138f (must be forced) - image is being used by stopped container 08c65bc171c3", STOPPED);
    }

    @Test
    void refusesAnIdThatARunningContainerUsesEvenByForce() {
        String message = "conflict: unable to delete 0f3e07c0138f (cannot be forced) - image is being used by running container 1234567890ab";
        assertRefused(oneName, "0f3e", false, message, STOPPED, RUNNING);
        assertRefused(oneName, "0f3e", true, message, STOPPED, RUNNING);
    }

    @Test
    void anImageThatAnotherWasMadeOfStays() {
        ImageViewContents child = noName.withParent(OTHER, IMAGE);

        assertRefused(child, "0f3e", true, "conflict: unable to delete 0f3e07c0138f (cannot be forced) - image has dependent child images");
        assertThat(plan(oneName.withParent(OTHER, IMAGE), "debian", false)).containsExactly(new ImageRemoval.Step.Untag(DEBIAN, IMAGE));
    }

    @Test
    void aParentWithoutANameGoesWithItsLastChild() {
        ImageViewContents child = oneName.withParent(IMAGE, OTHER);

        assertThat(plan(child, "debian", false))
                .containsExactly(new ImageRemoval.Step.Untag(DEBIAN, IMAGE), new ImageRemoval.Step.Delete(IMAGE), new ImageRemoval.Step.Delete(OTHER));
        assertThat(plan(child.withName(COPY, OTHER), "debian", false)).hasSize(2);
    }

    @Test
    void anImageWithoutANameGoesByItsId() {
        assertThat(plan(noName, "0f3e", false)).containsExactly(new ImageRemoval.Step.Delete(IMAGE));
    }

    @Test
    void whatItWasPulledAsGoesWithItsTagOrItsId() {
        ImageReference pulled = DEBIAN.at(OTHER);
        ImageViewContents both = oneName.withName(pulled, IMAGE);

        assertThat(plan(both, "debian", false)).containsExactly(new ImageRemoval.Step.Untag(DEBIAN, IMAGE), new ImageRemoval.Step.Untag(pulled, IMAGE), new ImageRemoval.Step.Delete(IMAGE));
        assertThat(plan(both, "0f3e", false)).hasSize(3);
        assertThat(plan(both, pulled.toString(), false)).containsExactly(new ImageRemoval.Step.Untag(pulled, IMAGE));
        assertThat(plan(both.withName(COPY, IMAGE), "debian", false)).as("the image stays").containsExactly(new ImageRemoval.Step.Untag(DEBIAN, IMAGE), new ImageRemoval.Step.Untag(pulled, IMAGE));
        assertThat(plan(both.withName(ImageReference.parse("debian:12"), IMAGE), "debian", false)).containsExactly(new ImageRemoval.Step.Untag(DEBIAN, IMAGE));
        assertRefused(both, "debian", false, "conflict: unable to remove repository reference \"debian\" (must force) - "
                + "container 08c65bc171c3 is using its referenced image 0f3e07c0138f", STOPPED);
    }

    private static List<ImageRemoval.Step> plan(ImageViewContents contents, String text, boolean force, ImageUsers.User... users) {
        return ImageRemoval.plan(contents, text, IMAGE, force, true, image -> image.equals(IMAGE) ? List.of(users) : List.of());
    }

    private static void assertRefused(ImageViewContents contents, String text, boolean force, String message, ImageUsers.User... users) {
        assertThatThrownBy(() -> plan(contents, text, force, users))
                .isInstanceOfSatisfying(EngineException.class, refused -> assertThat(refused.kind()).isEqualTo(EngineException.Kind.CONFLICT))
                .hasMessage(message);
    }
}
