package dev.berth.engine.build;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerId;
import dev.berth.engine.dockerfile.BuildArguments;
import dev.berth.engine.dockerfile.Dockerfile;
import dev.berth.engine.dockerfile.GoText;
import dev.berth.engine.dockerfile.Instruction;
import dev.berth.engine.dockerfile.InstructionParser;
import dev.berth.engine.dockerfile.ShellWords;
import dev.berth.engine.file.CopyArchive;
import dev.berth.engine.file.FileTree;
import dev.berth.engine.file.MachineIds;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Platform;
import dev.berth.engine.work.PiecewiseInput;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One build: carries out one instruction after the other, on a thread for files; while a program runs, no thread waits for it. Prints what Docker's classic builder prints.
 *
 * @see <a href="https://github.com/moby/moby/tree/v20.10.24/builder/dockerfile">moby, the classic builder</a>
 */
final class Build {
    /** Of what lies below: all of it is the image's, as it is. */
    private static final MachineIds IDS_OF_LAYERS = new MachineIds(0);

    private final Builds.Parts parts;
    private final BuildRequest request;
    private final Builds.Context context;
    private final BuildOutput output;
    private final BuildSession session;
    private final boolean buildKit;
    private final char escape;
    private final List<String> warnings;
    private final String id = ContainerId.random().abbreviated();
    private final BuildArguments arguments;
    private final Deque<Work> work = new ArrayDeque<>();
    private final int steps;
    private int step;
    private volatile BuildStage stage;
    private final CompletableFuture<Image> result = new CompletableFuture<>();
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private final StepProgram program;
    private final BuildImages images;

    /** Something to do; what it returns completes when it is done. */
    private interface Work {
        CompletionStage<Void> begin() throws IOException;
    }

    /** @throws EngineException INVALID_PARAMETER, with Docker's text, for a Dockerfile that cannot be carried out */
    Build(Builds.Parts parts, BuildRequest request, Builds.Context context, BuildOutput output, BuildSession session) {
        Dockerfile dockerfile = context.recipe().dockerfile();
        this.parts = parts;
        this.request = request;
        this.context = context;
        this.output = output;
        this.session = session;
        this.buildKit = request.buildKit();
        this.escape = dockerfile.escape();
        this.warnings = dockerfile.warnings();
        this.arguments = new BuildArguments(request.arguments());
        this.program = new StepProgram(parts, request, output, cancelled);
        this.images = new BuildImages(parts, request, id, output, cancelled);
        this.steps = plan(context.recipe());
    }

    String id() {
        return id;
    }

    /** Whether a removal of this image would be in its way. */
    boolean uses(Digest image) {
        BuildStage now = stage;
        return now != null && now.image().map(Image::id).filter(image::equals).isPresent();
    }

    private int plan(Recipe recipe) {
        List<Recipe.Step> all = recipe.steps();
        all.forEach(planned -> work.add(() -> carryOut(planned)));
        work.add(this::endStage);
        work.add(this::finish);
        return all.size();
    }

    CompletionStage<Image> run() {
        if (!warnings.isEmpty()) {
            output.warning(String.join("\n", warnings) + "\n");
        }
        advance();
        return result.whenComplete((image, failure) -> {
            if (failure != null) {
                output.failed(failure instanceof CompletionException && failure.getCause() != null ? failure.getCause().getMessage() : failure.getMessage());
            }
        }).whenComplete((image, failure) -> images.release());
    }

    /** The client has gone away, or the machine ends. */
    void cancel() {
        cancelled.complete(null);
        program.kill();
    }

    static EngineException cancelled(BuildRequest request) {
        return new EngineException(SYSTEM, request.buildKit() ? "context canceled" : "Build cancelled");
    }

    private boolean isOver() {
        return cancelled.isDone();
    }

    private void advance() {
        parts.workers().copies().execute(() -> {
            try {
                if (isOver()) {
                    throw cancelled(request);
                }
                Work next = work.poll();
                if (next == null) {
                    return;
                }
                parts.gate().pass(() -> begun(next)).whenComplete((done, failure) -> {
                    if (failure == null) {
                        advance();
                    } else {
                        result.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException | Error failure) {
                result.completeExceptionally(failure);
            }
        });
    }

    private static CompletionStage<Void> begun(Work next) {
        try {
            return next.begin();
        } catch (IOException failure) {
            throw new EngineException(SYSTEM, failure.getMessage(), failure);
        }
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    private void tellRemoved(ContainerId container) {
        if (request.removal() != BuildRequest.Removal.NONE) {
            output.removed(container);
        }
    }

    private CompletionStage<Void> finish() {
        Image image = stage == null ? null : stage.image().orElse(null);
        if (image == null) {
            throw new EngineException(SYSTEM, "No image was generated. Is your Dockerfile empty?");
        }
        if (!arguments.unused().isEmpty()) {
            output.text("[Warning] One or more build-args " + GoText.plain(arguments.unused()) + " were not consumed\n");
        }
        output.text("Successfully built " + image.id().abbreviated() + "\n");
        output.exporting(image.id());
        for (ImageReference name : request.names()) {
            parts.images().tag(image.id().toString(), name);
            output.text("Successfully tagged " + name.familiar() + "\n");
            output.named(name);
        }
        result.complete(image);
        return done();
    }

    private CompletionStage<Void> carryOut(Recipe.Step planned) throws IOException {
        Instruction instruction = planned.instruction();
        if (instruction instanceof Instruction.From && stage != null) {
            endStage();
        }
        if (instruction instanceof Instruction.From from && images.hasStage(from.stage())) {
            throw new EngineException(SYSTEM, from.stage() + " stage name already used");
        }
        step++;
        output.text("Step " + step + "/" + steps + " : " + planned.text() + "\n");
        if (stage == null && instruction instanceof Instruction.Arg arg) {
            arguments.declareGlobal(arg, escape);
            return done();
        }
        if (instruction instanceof Instruction.From from) {
            return from(from, planned);
        }
        planned.label().ifPresent(output::began);
        return dispatch(instruction).thenRun(() -> {
            stage.tellImage();
            output.done();
        });
    }

    private CompletionStage<Void> from(Instruction.From from, Recipe.Step planned) throws IOException {
        ShellWords words = new ShellWords(arguments.global(), escape);
        String base = words.expand(from.image());
        if (base.isEmpty()) {
            throw new EngineException(SYSTEM, "base name (" + from.image() + ") should not be blank");
        }
        Optional<Platform> platform = Optional.of(from.platform()).filter(text -> !text.isEmpty()).map(text -> Platform.parse(words.expand(text))).or(request::platform);
        boolean isImage = images.isImage(base);
        if (isImage) {
            output.began("[internal] load metadata for " + ImageReference.parse(base));
        }
        return pulled(base, platform, UnaryOperator.identity(), () -> {
            if (isImage) {
                output.done();
            }
            beginStage(from.stage(), planned, base, platform);
            return done();
        });
    }

    private CompletionStage<Void> endStage() {
        if (stage != null) {
            stage.end();
        }
        return done();
    }

    private void beginStage(String stageName, Recipe.Step planned, String name, Optional<Platform> platform) {
        Optional<Image> base = images.base(name, platform);
        arguments.beginStage();
        stage = new BuildStage(stageName, planned.stage(), base, request, output, images);
        planned.label().ifPresent(label -> {
            output.began(label);
            output.done();
        });
        List<String> triggers = base.map(image -> image.config().onBuild()).orElse(List.of());
        work.addFirst(() -> {
            stage.tellImage();
            return done();
        });
        if (!triggers.isEmpty()) {
            output.text("# Executing " + triggers.size() + " build trigger" + (triggers.size() > 1 ? "s" : "") + "\n");
            List<String> reversed = new ArrayList<>(triggers);
            Collections.reverse(reversed);
            reversed.forEach(trigger -> work.addFirst(() -> dispatch(InstructionParser.parseTrigger(trigger, buildKit))));
        }
    }

    /** What needs an image that is not here is done when it is. A registry takes as long as it likes: it has a thread of its own, of which there are no more than builds. */
    private CompletionStage<Void> pulled(String name, Optional<Platform> platform, UnaryOperator<EngineException> told, Work then) throws IOException {
        if (!images.isMissing(name, platform)) {
            return then.begin();
        }
        return apart(() -> {
            try {
                images.pull(name, platform);
            } catch (EngineException refused) {
                throw told.apply(refused);
            }
        }, then);
    }

    private interface Slow {
        void work() throws IOException;
    }

    /** What waits for others, and then what can be done. */
    private CompletionStage<Void> apart(Slow slow, Work then) {
        return CompletableFuture.runAsync(() -> parts.gate().pass(() -> begun(() -> {
            slow.work();
            return done();
        })), task -> {
            Thread thread = new Thread(task, "build-" + id);
            thread.setDaemon(true);
            thread.start();
        }).thenComposeAsync(waited -> parts.gate().pass(() -> begun(then)), parts.workers().copies());
    }

    private CompletionStage<Void> dispatch(Instruction instruction) throws IOException {
        if (instruction instanceof Instruction.Run run) {
            return run(run);
        }
        StageConfig config = stage.config();
        Map<String, String> variables = new TreeMap<>(arguments.declared());
        variables.putAll(config.variables());
        ShellWords words = new ShellWords(variables, escape);
        if (instruction instanceof Instruction.Copy copy) {
            return copied(copy, words);
        } else if (instruction instanceof Instruction.Workdir workdir) {
            workdir(words.expand(workdir.path()));
        } else {
            record(config.change(instruction, words, arguments, output));
        }
        return done();
    }

    /** An instruction that changes the configuration alone. @param text as it stands in the history */
    private void record(String text) {
        BuildStage.Line recorded = stage.line(text, List.of(), () -> stage.config().recorded(List.of("#(nop) ", text)));
        if (!stage.isCached(recorded)) {
            ContainerId container = ContainerId.random();
            output.running(container);
            stage.add(recorded, container.value(), Optional.empty());
            tellRemoved(container);
        }
    }

    private void workdir(String path) throws IOException {
        StageConfig config = stage.config();
        if (path.isEmpty()) {
            throw new EngineException(SYSTEM, "cannot normalize nothing");
        }
        config.workingDirectory = Path.of("/", path.startsWith("/") ? "" : config.workingDirectory, path).normalize().toString();
        BuildStage.Line recorded = stage.line("WORKDIR " + path, List.of(), () -> config.recorded(List.of("#(nop) WORKDIR " + config.workingDirectory)));
        if (stage.isCached(recorded)) {
            return;
        }
        ContainerId container = ContainerId.random();
        output.running(container);
        FileTree files = images.files(stage.image());
        boolean there = files.find(files.resolve(config.workingDirectory)).isPresent();
        if (there || config.workingDirectory.equals("/")) {
            stage.add(recorded, container.value(), Optional.empty());
        } else {
            addLayer(recorded, container.value(), CopyArchive.ofFolder(files, config.workingDirectory, IDS_OF_LAYERS));
        }
        tellRemoved(container);
    }

    /** @param archive closed here */
    private void addLayer(BuildStage.Line recorded, String container, PiecewiseOutput archive) throws IOException {
        try (InputStream tar = new PiecewiseInput(new Cancellable(archive))) {
            stage.add(recorded, container, Optional.of(tar));
        }
    }

    /** Ends with the build. */
    private final class Cancellable implements PiecewiseOutput {
        private final PiecewiseOutput archive;

        Cancellable(PiecewiseOutput archive) {
            this.archive = archive;
        }

        @Override
        public boolean writeNext(OutputStream target) throws IOException {
            if (isOver()) {
                throw new IOException("the build was ended");
            }
            return archive.writeNext(target);
        }

        @Override
        public void close() {
            archive.close();
        }
    }

    /** @return completes when what is not here has come, and was copied */
    private CompletionStage<Void> copied(Instruction.Copy copy, ShellWords words) throws IOException {
        CopyStep step = new CopyStep(copy, words, buildKit, context, this::isOver);
        Work then = () -> {
            copy(step, copy.from());
            return done();
        };
        if (!step.addresses().isEmpty()) {
            return apart(() -> step.fetch(parts.images(), cancelled), then);
        }
        if (copy.from().isEmpty() || BuildImages.isPosition(copy.from())) {
            return then.begin();
        }
        return pulled(copy.from(), request.platform(), refused -> BuildImages.ofFlag(copy.from(), refused), then);
    }

    private void copy(CopyStep step, String from) throws IOException {
        step.find(tree(from));
        BuildStage.Line recorded = stage.line(step.line(), List.of(step.hash()), () -> stage.config().recorded(List.of(step.classicLine())));
        if (stage.isCached(recorded)) {
            return;
        }
        try {
            addLayer(recorded, "", step.archive(images.files(stage.image()), stage.config().workingDirectory, IDS_OF_LAYERS));
        } catch (FileSystemException failure) {
            throw new EngineException(SYSTEM, "failed to copy files: " + failure.getMessage(), failure);
        }
    }

    /** @param from a stage or an image; {@code ""}: the context */
    private FileTree tree(String from) {
        return from.isEmpty() ? context.tree() : images.files(images.source(from, stage.position()));
    }

    static EngineException needsBuildKit(String option) {
        return new EngineException(SYSTEM, "the --" + option + " option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled");
    }

    private CompletionStage<Void> run(Instruction.Run run) throws IOException {
        if (!run.options().isEmpty() && !buildKit) {
            throw needsBuildKit(run.options().get(0));
        }
        List<String> command = stage.config().resolved(run.command());
        List<String> variables = arguments.besides(stage.config().environment);
        List<String> recordedVariables = arguments.recorded(variables);
        List<String> text = variables.isEmpty() ? command
                : Stream.of(List.of("|" + recordedVariables.size()), recordedVariables, command).flatMap(List::stream).toList();
        StepMounts mounts = new StepMounts(run, stage.config().workingDirectory, new StepTrees());
        BuildStage.Line recorded = stage.line("RUN " + String.join(" ", text) + " # buildkit", mounts.key(),
                () -> stage.config().with(text.isEmpty() ? stage.config().entrypoint : List.of(), Optional.of(text)));
        if (stage.isCached(recorded)) {
            return done();
        }
        if (stage.image().isEmpty()) {
            throw new EngineException(SYSTEM, "there is no file in the image yet, so that \"" + String.join(" ", command) + "\" cannot run: COPY a program into it, or begin with another image than scratch");
        }
        RunConfig config = new RunConfig(stage.image().get(), stage.config(), command, StageConfig.joined(stage.config().environment, variables), running(run), mounts.temporary());
        List<String> places = new ArrayList<>();
        FileTree files = images.files(stage.image());
        for (String target : mounts.files()) {
            String resolved = files.resolve(target);
            if (files.find(resolved).isEmpty()) {
                places.add(resolved);
            }
        }
        return mounts.make(session, parts.folders(), images.files(Optional.empty()), Cancellable::new)
                .thenCompose(besides -> program.run(config.container(), besides, command, places, (container, layer) -> stage.add(recorded, container, layer)))
                .whenCompleteAsync((done, failure) -> mounts.remove(parts.folders()), parts.workers().copies());
    }

    private final class StepTrees implements StepMounts.Trees {
        @Override
        public FileTree of(String from) {
            return Build.this.tree(from);
        }

        @Override
        public CopySources.Found find(FileTree tree, String path) throws IOException {
            try {
                return CopySources.find(tree, CopySources.Texts.OF_BUILDKIT, Build.this::isOver, List.of(path), Map.of());
            } catch (EngineException refused) {
                throw new EngineException(refused.kind(), "failed to compute cache key: " + refused.getMessage(), refused);
            }
        }
    }

    private BuildRequest.Running running(Instruction.Run run) {
        BuildRequest.Running running = request.running();
        return run.network().isEmpty() || run.network().equals("default") ? running
                : new BuildRequest.Running(run.network(), running.resources(), running.sharedMemoryBytes(), running.hosts());
    }
}
