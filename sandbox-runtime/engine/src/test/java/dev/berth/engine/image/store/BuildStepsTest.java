package dev.berth.engine.image.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.Images;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build adds; {@code BuildTest} of conformance has whole builds. */
class BuildStepsTest {
    @TempDir
    private Path home;

    /** A prune that came between the listing and the hold took the image from its build: {@code No such image}. */
    @Test
    void whoMakesAnImageHasItBeforeOthersSeeIt() {
        Images images = ImageStore.open(home).catalogue(event -> { });
        Images.Step step = new Images.Step(Optional.empty(), ImageConfig.EMPTY, ImageConfig.EMPTY, Optional.empty(), "", "", Instant.EPOCH);
        List<Image> held = new ArrayList<>();

        images.addStep(step, Optional.empty(), made -> {
            assertThat(images.list()).isEmpty();
            images.use("build", made);
            held.add(made);
        });

        assertThat(images.list()).extracting(named -> named.image().id()).containsExactly(held.get(0).id());
    }
}
