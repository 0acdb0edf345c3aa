package dev.berth.engine.build;

import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.Images;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The stage that is being built: its image as it is by now, how that is to be run, and how each instruction becomes the next image. */
final class BuildStage {
    private static final String HISTORY_OF_BUILDKIT = "buildkit.dockerfile.v0";

    private final String name;
    private final int position;
    private final StageConfig config;
    private final BuildRequest request;
    private final BuildOutput output;
    private final BuildImages images;
    /** Asked for by whoever removes images, too. */
    private volatile Optional<Image> image;
    private boolean cacheMissed;

    /** @param base what it begins with; empty: no file */
    BuildStage(String name, int position, Optional<Image> base, BuildRequest request, BuildOutput output, BuildImages images) {
        this.name = name;
        this.position = position;
        this.image = base;
        this.config = new StageConfig(base.map(Image::config).orElse(ImageConfig.EMPTY));
        this.request = request;
        this.output = output;
        this.images = images;
    }

    /** How an instruction is recorded: it is found again by its configuration. */
    record Line(ImageConfig config, Optional<Images.History> history) {}

    int position() {
        return position;
    }

    StageConfig config() {
        return config;
    }

    Optional<Image> image() {
        return image;
    }

    void tellImage() {
        output.text(" ---> " + image.map(each -> each.id().abbreviated()).orElse("") + "\n");
    }

    /** No instruction follows: it can be copied from. */
    void end() {
        image.ifPresent(last -> output.image(last.id()));
        images.endStage(position, name, image);
    }

    /** @param history as BuildKit writes it. @param besides what else counts, there. @param classic without BuildKit */
    Line line(String history, List<String> besides, Supplier<ImageConfig> classic) {
        if (!request.buildKit()) {
            return new Line(classic.get(), Optional.empty());
        }
        List<String> key = new ArrayList<>(List.of(history));
        key.addAll(besides);
        return new Line(config.with(List.of(), Optional.of(key)), Optional.of(new Images.History(history, HISTORY_OF_BUILDKIT)));
    }

    /** When it is, that image is the stage's from now on. Once an instruction was not, those after it are not looked for. */
    boolean isCached(Line recorded) {
        Optional<Image> before = !request.useCache() || cacheMissed ? Optional.empty() : images.cached(step(recorded, ""));
        before.ifPresentOrElse(cached -> {
            output.text(" ---> Using cache\n");
            output.cached();
            become(cached);
        }, () -> cacheMissed = true);
        return before.isPresent();
    }

    /** @param layer a tar; empty: no file has changed */
    void add(Line recorded, String container, Optional<InputStream> layer) {
        images.add(step(recorded, container), layer, this::become);
    }

    private Images.Step step(Line recorded, String container) {
        return new Images.Step(image.map(Image::id), config.image(), recorded.config(), recorded.history(), request.buildKit() ? "" : container, config.maintainer(), Instant.now());
    }

    private void become(Image next) {
        images.hold(next);
        image = Optional.of(next);
    }
}
