package dev.berth.engine.build;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.file.FileTree;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.Platform;
import dev.berth.engine.image.RegistryCredentials;
import dev.berth.engine.image.Transfer;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The images that a build has to do with: its stages, those that it stands on or copies from, and those that may have its steps already. What is held stays until the build is over, whoever removes it meanwhile. */
final class BuildImages {
    /** A stage that begins with no file. */
    static final String SCRATCH = "scratch";

    /** Each is read at each step. */
    private static final int MOST_CACHE_SOURCES = 10;

    private final Builds.Parts parts;
    private final BuildRequest request;
    private final String build;
    private final Transfer pulling;
    /** Of stages that have ended, by their position and by their names. */
    private final Map<Integer, Optional<Image>> stages = new HashMap<>();
    private final Map<String, Optional<Image>> stagesByName = new HashMap<>();
    private final List<String> holds = new ArrayList<>();
    private Optional<List<Image>> cacheSources = Optional.empty();

    /**
     * @param build its id
     * @param cancelled completes when nobody wants the build any more: what is being pulled is given up
     */
    BuildImages(Builds.Parts parts, BuildRequest request, String build, BuildOutput output, CompletionStage<Void> cancelled) {
        this.parts = parts;
        this.request = request;
        this.build = build;
        this.pulling = new Transfer() {
            @Override
            public void step(Step step) {
                output.pulled(step);
            }

            @Override
            public void pushed(Pushed pushed) {
                throw new IllegalStateException("a build pushes nothing");
            }

            @Override
            public CompletionStage<Void> gone() {
                return cancelled;
            }
        };
    }

    void endStage(int position, String name, Optional<Image> image) {
        stages.put(position, image);
        if (!name.isEmpty()) {
            stagesByName.put(name, image);
        }
    }

    /** Whether a stage that has ended has exactly this name. */
    boolean hasStage(String name) {
        return stagesByName.containsKey(name);
    }

    /** Whether this is neither a stage nor nothing. */
    boolean isImage(String name) {
        return !hasStage(name.toLowerCase(Locale.ROOT)) && !name.equals(SCRATCH);
    }

    /** Whether it has to be pulled before it is of use. */
    boolean isMissing(String name, Optional<Platform> platform) {
        return isImage(name) && (request.pull() || here(name, platform).isEmpty());
    }

    private Optional<Images.Named> here(String name, Optional<Platform> platform) {
        return parts.images().lookUp(name).filter(named -> platform.map(wanted -> wanted.runs(named.image().platform())).orElse(true));
    }

    /** Blocks for as long as a registry takes. */
    void pull(String name, Optional<Platform> platform) {
        ImageReference reference = ImageReference.parse(name);
        parts.images().pull(new Images.Pull(reference, false, platform, request.credentials().getOrDefault(reference.domain(), RegistryCredentials.NONE)), pulling);
    }

    /** What a stage begins with, and holds it. @return empty: no file */
    Optional<Image> base(String name, Optional<Platform> platform) {
        Optional<Image> base = isImage(name) ? Optional.of(here(name, platform).orElseGet(() -> parts.images().find(name)).image())
                : stagesByName.getOrDefault(name.toLowerCase(Locale.ROOT), Optional.empty());
        base.ifPresent(this::hold);
        return base;
    }

    /** What is copied from. @param from a stage by its name or position, or any image; @param current position of the stage that copies */
    Optional<Image> source(String from, int current) {
        try {
            String name = from.toLowerCase(Locale.ROOT);
            if (hasStage(name)) {
                return stagesByName.get(name);
            }
            if (isPosition(from)) {
                int position = Integer.parseInt(from);
                if (position >= current) {
                    throw new EngineException(SYSTEM, position == current ? "refers to current build stage" : "index out of bounds");
                }
                return stages.get(position);
            }
            if (here(from, request.platform()).isEmpty()) { // of a mount; what COPY names has come
                pull(from, request.platform());
            }
            Image image = parts.images().find(from).image();
            hold(image);
            return Optional.of(image);
        } catch (EngineException refused) {
            throw ofFlag(from, refused);
        }
    }

    static boolean isPosition(String from) {
        return from.matches("\\d{1,9}");
    }

    static EngineException ofFlag(String from, EngineException refused) {
        return new EngineException(refused.kind(), "invalid from flag value " + from + ": " + refused.getMessage(), refused);
    }

    /** The image of a step that was carried out before. Of images that a client has named to be looked at, those that are here; when none is, nothing counts as carried out, as in Docker. */
    Optional<Image> cached(Images.Step step) {
        if (request.buildKit() || request.cacheSources().isEmpty()) { // BuildKit's history does not say what was copied
            return parts.images().findStep(step);
        }
        if (cacheSources.isEmpty()) {
            cacheSources = Optional.of(request.cacheSources().stream().limit(MOST_CACHE_SOURCES).flatMap(name -> parts.images().lookUp(name).stream()).map(Images.Named::image).toList());
            cacheSources.get().forEach(this::hold);
        }
        return parts.images().findStep(step, cacheSources.get());
    }

    /** @param layer as of {@link BuildStage#add} */
    void add(Images.Step step, Optional<InputStream> layer, Consumer<Image> made) {
        parts.images().addStep(step, layer, made);
    }

    FileTree files(Optional<Image> image) {
        List<Path> layers = image.map(parts.layers()).orElse(List.of());
        return FileTree.ofLayers(layers);
    }

    void hold(Image image) {
        String user = "build/" + build + "/" + holds.size();
        parts.images().use(user, image);
        holds.add(user);
    }

    /** The build is over. */
    void release() {
        holds.forEach(parts.images()::endUse);
    }
}
