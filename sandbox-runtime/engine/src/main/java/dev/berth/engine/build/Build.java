package dev.berth.engine.build;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerId;
import dev.berth.engine.container.Containers;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.dockerfile.BuildArguments;
import dev.berth.engine.dockerfile.Dockerfile;
import dev.berth.engine.dockerfile.GoText;
import dev.berth.engine.dockerfile.Instruction;
import dev.berth.engine.dockerfile.InstructionParser;
import dev.berth.engine.dockerfile.ShellWords;
import dev.berth.engine.file.CopyArchive;
import dev.berth.engine.file.ExtractOptions;
import dev.berth.engine.file.FileTree;
import dev.berth.engine.file.MachineIds;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.Platform;
import dev.berth.engine.image.Transfer;
import dev.berth.engine.stream.AttachRequest;
import dev.berth.engine.work.PiecewiseInput;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * One build: carries out one instruction after the other, on a thread for files; while a program runs, no thread waits for it. Prints what Docker's classic builder prints.
 *
 * @see <a href="https://github.com/moby/moby/tree/v20.10.24/builder/dockerfile">moby, the classic builder</a>
 */
final class Build {
    /** Of what lies below: all of it is the image's, as it is. */
    private static final MachineIds IDS_OF_LAYERS = new MachineIds(0);
    private static final String SCRATCH = "scratch";
    private static final String NEEDS_BUILDKIT =
            "the --%s option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled";

    private final Builds.Parts parts;
    private final BuildRequest request;
    private final Builds.Context context;
    private final BuildOutput output;
    private final char escape;
    private final List<String> warnings;
    private final String id = ContainerId.random().abbreviated();
    private final BuildArguments arguments;
    private final Deque<Work> work = new ArrayDeque<>();
    private final int steps;
    private int step;
    /** Images of stages that have ended, by their position and by their names. */
    private final List<Optional<Image>> stages = new ArrayList<>();
    private final Map<String, Optional<Image>> stagesByName = new HashMap<>();
    private Stage stage;
    private final CompletableFuture<Image> result = new CompletableFuture<>();
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private volatile String runningContainer = "";
    private volatile Optional<Digest> current = Optional.empty();
    private final List<String> holds = new ArrayList<>();

    /** Something to do; what it returns completes when it is done. */
    private interface Work {
        CompletionStage<Void> begin() throws IOException;
    }

    /** What is known of the stage that is being built. */
    private static final class Stage {
        private final String name;
        private Optional<Image> image;
        private final StageConfig config;
        private boolean cacheMissed;

        Stage(String name, Optional<Image> image) {
            this.name = name;
            this.image = image;
            this.config = new StageConfig(image.map(Image::config).orElse(ImageConfig.EMPTY));
        }

        String shortId() {
            return image.map(each -> each.id().abbreviated()).orElse("");
        }
    }

    /** @throws EngineException INVALID_PARAMETER, with Docker's text, for a Dockerfile that cannot be carried out */
    Build(Builds.Parts parts, BuildRequest request, Builds.Context context, BuildOutput output) {
        Dockerfile dockerfile = context.dockerfile();
        this.parts = parts;
        this.request = request;
        this.context = context;
        this.output = output;
        this.escape = dockerfile.escape();
        this.warnings = dockerfile.warnings();
        this.arguments = new BuildArguments(request.arguments());
        this.steps = plan(dockerfile);
    }

    String id() {
        return id;
    }

    /** Whether a removal of this image would be in its way. */
    boolean uses(Digest image) {
        return current.filter(image::equals).isPresent();
    }

    private record Planned(Instruction instruction, String text) {}

    private int plan(Dockerfile dockerfile) {
        InstructionParser parser = new InstructionParser(dockerfile);
        List<Planned> all = new ArrayList<>();
        int stageCount = 0;
        int target = -1;
        for (Dockerfile.Line line : dockerfile.lines()) {
            Instruction instruction = parsed(parser, line);
            if (instruction instanceof Instruction.From from) {
                if (target >= 0) {
                    break;
                }
                boolean wanted = !request.target().isEmpty() && (request.target().equalsIgnoreCase(from.stage()) || request.target().equals(String.valueOf(stageCount)));
                target = wanted ? stageCount : -1;
                stageCount++;
            } else if (stageCount == 0 && !(instruction instanceof Instruction.Arg)) {
                throw new EngineException(INVALID_PARAMETER, "no build stage in current context");
            }
            all.add(new Planned(instruction, line.text()));
        }
        if (target < 0 && !request.target().isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "failed to reach build target " + request.target() + " in Dockerfile");
        }
        if (stageCount > 0) {
            new TreeMap<>(request.labels()).forEach((name, value) -> all.add(new Planned(
                    new Instruction.Label(List.of(new Instruction.Variable(name, Optional.of(value))), true), "LABEL " + name + "=" + value)));
        }
        all.forEach(planned -> work.add(() -> carryOut(planned)));
        work.add(this::endStage);
        work.add(this::finish);
        return all.size();
    }

    private static Instruction parsed(InstructionParser parser, Dockerfile.Line line) {
        try {
            return parser.parse(line);
        } catch (EngineException wrong) {
            throw new EngineException(wrong.kind(), "dockerfile parse error line " + line.number() + ": " + wrong.getMessage(), wrong);
        }
    }

    CompletionStage<Image> run() {
        if (!warnings.isEmpty()) {
            output.warning(String.join("\n", warnings) + "\n");
        }
        advance();
        return result.whenComplete((image, failure) -> holds.forEach(parts.images()::endUse));
    }

    /** The client has gone away, or the machine ends. */
    void cancel() {
        cancelled.complete(null);
        String container = runningContainer;
        if (!container.isEmpty()) {
            parts.containers().kill(container, "KILL");
        }
    }

    private boolean isOver() {
        return cancelled.isDone();
    }

    private void advance() {
        parts.workers().copies().execute(() -> {
            try {
                if (isOver()) {
                    throw new EngineException(SYSTEM, "Build cancelled");
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

    private CompletionStage<Void> finish() {
        Image image = stage == null || stage.image.isEmpty() ? null : stage.image.get();
        if (image == null) {
            throw new EngineException(SYSTEM, "No image was generated. Is your Dockerfile empty?");
        }
        if (!arguments.unused().isEmpty()) {
            output.text("[Warning] One or more build-args " + GoText.plain(arguments.unused()) + " were not consumed\n");
        }
        output.text("Successfully built " + image.id().abbreviated() + "\n");
        for (ImageReference name : request.names()) {
            parts.images().tag(image.id().toString(), name);
            output.text("Successfully tagged " + name.familiar() + "\n");
        }
        result.complete(image);
        return done();
    }

    private CompletionStage<Void> carryOut(Planned planned) throws IOException {
        if (planned.instruction() instanceof Instruction.From && stage != null) {
            endStage();
        }
        if (planned.instruction() instanceof Instruction.From from && stagesByName.containsKey(from.stage())) {
            throw new EngineException(SYSTEM, from.stage() + " stage name already used");
        }
        step++;
        output.text("Step " + step + "/" + steps + " : " + planned.text() + "\n");
        if (stage == null && planned.instruction() instanceof Instruction.Arg arg) {
            declareGlobal(arg);
            return done();
        }
        if (planned.instruction() instanceof Instruction.From from) {
            beginStage(from);
            return done();
        }
        return dispatch(planned.instruction()).thenRun(this::tellImage);
    }

    private void tellImage() {
        output.text(" ---> " + stage.shortId() + "\n");
    }

    private void declareGlobal(Instruction.Arg arg) {
        ShellWords words = new ShellWords(arguments.declared(), escape);
        for (Instruction.Variable each : arg.variables()) {
            arguments.declare(words.expand(each.name()), each.value().map(words::expand), true);
        }
    }

    private CompletionStage<Void> endStage() {
        if (stage == null) {
            return done();
        }
        stage.image.ifPresent(image -> output.image(image.id()));
        stages.add(stage.image);
        if (!stage.name.isEmpty()) {
            stagesByName.put(stage.name, stage.image);
        }
        return done();
    }

    private void beginStage(Instruction.From from) {
        ShellWords words = new ShellWords(arguments.global(), escape);
        Optional<Platform> platform = Optional.of(from.platform()).filter(text -> !text.isEmpty()).map(text -> Platform.parse(words.expand(text))).or(request::platform);
        String name = words.expand(from.image());
        if (name.isEmpty()) {
            throw new EngineException(SYSTEM, "base name (" + from.image() + ") should not be blank");
        }
        Optional<Image> ofStage = stagesByName.getOrDefault(name.toLowerCase(Locale.ROOT), Optional.empty());
        Optional<Image> base = stagesByName.containsKey(name.toLowerCase(Locale.ROOT)) ? ofStage : name.equals(SCRATCH) ? Optional.empty() : Optional.of(image(name, platform));
        arguments.beginStage();
        stage = new Stage(from.stage(), base);
        base.ifPresent(this::hold);
        current = base.map(Image::id);
        List<String> triggers = base.map(image -> image.config().onBuild()).orElse(List.of());
        work.addFirst(() -> {
            tellImage();
            return done();
        });
        if (!triggers.isEmpty()) {
            output.text("# Executing " + triggers.size() + " build trigger" + (triggers.size() > 1 ? "s" : "") + "\n");
            List<String> reversed = new ArrayList<>(triggers);
            Collections.reverse(reversed);
            reversed.forEach(trigger -> work.addFirst(() -> dispatch(InstructionParser.parseTrigger(trigger))));
        }
    }

    /** Here, or pulled. */
    private Image image(String name, Optional<Platform> platform) {
        Optional<Images.Named> here = request.pull() ? Optional.empty() : parts.images().lookUp(name).filter(named -> platform.map(wanted -> wanted.runs(named.image().platform())).orElse(true));
        if (here.isPresent()) {
            return here.get().image();
        }
        parts.images().pull(new Images.Pull(ImageReference.parse(name), platform), new Pulling());
        return parts.images().find(name).image();
    }

    /** A base image comes in. */
    private final class Pulling implements Transfer {
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
    }

    /** What it consists of stays until the build is over, whoever removes it meanwhile. */
    private void hold(Image image) {
        String user = "build/" + id + "/" + holds.size();
        parts.images().use(user, image);
        holds.add(user);
    }

    private CompletionStage<Void> dispatch(Instruction instruction) throws IOException {
        if (instruction instanceof Instruction.Run run) {
            return run(run);
        }
        StageConfig config = stage.config;
        Map<String, String> variables = new TreeMap<>(arguments.declared());
        variables.putAll(config.variables());
        ShellWords words = new ShellWords(variables, escape);
        if (instruction instanceof Instruction.Copy copy) {
            copy(copy, words);
        } else if (instruction instanceof Instruction.Workdir workdir) {
            workdir(words.expand(workdir.path()));
        } else {
            record(config.change(instruction, words, arguments, output));
        }
        return done();
    }

    /** An instruction that changes the configuration alone. @param text as it stands in the history */
    private void record(String text) {
        ImageConfig recorded = stage.config.recorded(List.of("#(nop) ", text));
        if (!isCached(recorded)) {
            String container = ContainerId.random().value();
            tellRunning(container);
            add(recorded, container, Optional.empty());
            tellRemoved(container);
        }
    }

    private void tellRunning(String container) {
        output.text(" ---> Running in " + new ContainerId(container).abbreviated() + "\n");
    }

    private void tellRemoved(String container) {
        if (request.removal() != BuildRequest.Removal.NONE) {
            output.text("Removing intermediate container " + new ContainerId(container).abbreviated() + "\n");
        }
    }

    /** When it is, that image is the stage's from now on. Once an instruction was not, those after it are not looked for. */
    private boolean isCached(ImageConfig recorded) {
        Optional<Image> before = !request.useCache() || stage.cacheMissed ? Optional.empty() : parts.images().findStep(step(recorded, ""));
        before.ifPresentOrElse(image -> {
            output.text(" ---> Using cache\n");
            become(image);
        }, () -> stage.cacheMissed = true);
        return before.isPresent();
    }

    private Images.Step step(ImageConfig recorded, String container) {
        return new Images.Step(stage.image.map(Image::id), stage.config.image(), recorded, container, stage.config.maintainer(), Instant.now());
    }

    private void add(ImageConfig recorded, String container, Optional<InputStream> layer) {
        become(parts.images().addStep(step(recorded, container), layer));
    }

    private void become(Image image) {
        hold(image);
        stage.image = Optional.of(image);
        current = Optional.of(image.id());
    }

    private FileTree files(Optional<Image> image) {
        List<Path> layers = image.map(parts.layers()).orElse(List.of());
        return FileTree.ofLayers(layers);
    }

    private void workdir(String path) throws IOException {
        StageConfig config = stage.config;
        if (path.isEmpty()) {
            throw new EngineException(SYSTEM, "cannot normalize nothing");
        }
        config.workingDirectory = Path.of("/", path.startsWith("/") ? "" : config.workingDirectory, path).normalize().toString();
        ImageConfig recorded = stage.config.recorded(List.of("#(nop) WORKDIR " + config.workingDirectory));
        if (isCached(recorded)) {
            return;
        }
        String container = ContainerId.random().value();
        tellRunning(container);
        FileTree files = files(stage.image);
        boolean there = files.find(files.resolve(config.workingDirectory)).isPresent();
        if (there || config.workingDirectory.equals("/")) {
            add(recorded, container, Optional.empty());
        } else {
            addLayer(recorded, container, CopyArchive.ofFolder(files, config.workingDirectory, IDS_OF_LAYERS));
        }
        tellRemoved(container);
    }

    /** @param archive closed here */
    private void addLayer(ImageConfig recorded, String container, PiecewiseOutput archive) throws IOException {
        try (InputStream tar = new PiecewiseInput(new Cancellable(archive))) {
            add(recorded, container, Optional.of(tar));
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

    private void copy(Instruction.Copy copy, ShellWords words) throws IOException {
        String name = copy.add() ? "ADD" : "COPY";
        if (!copy.mode().isEmpty()) {
            throw new EngineException(SYSTEM, String.format(NEEDS_BUILDKIT, "chmod"));
        }
        String owner = words.expand(copy.owner());
        List<String> sources = copy.sources().stream().map(words::expand).toList();
        String target = words.expand(copy.target());
        boolean ofImage = !copy.from().isEmpty();
        FileTree tree = ofImage ? files(copied(copy.from())) : context.tree();
        if (copy.add()) {
            refuseAddresses(sources);
        }
        CopySources.Found found = found(name, tree, !ofImage, sources);
        if (found.sources().size() > 1 && !target.endsWith("/")) {
            throw new EngineException(SYSTEM, "When using " + name + " with more than one source file, the destination must be a directory and end with a /");
        }
        ImageConfig recorded = stage.config.recorded(List.of("#(nop) " + name + " " + (owner.isEmpty() ? "" : "--chown=" + owner) + found.hash() + " in " + target + " "));
        if (isCached(recorded)) {
            return;
        }
        FileTree image = files(stage.image);
        List<CopyArchive.Source> unpacked = copy.add() ? unpacked(found.sources()) : found.sources();
        Optional<ExtractOptions.Owner> given = owner.isEmpty() ? Optional.empty() : Optional.of(FileOwner.find(owner, image));
        String absolute = target.startsWith("/") ? target : Path.of("/", stage.config.workingDirectory, target).normalize() + (target.endsWith("/") || target.endsWith("/.") || target.equals(".") ? "/" : "");
        try {
            addLayer(recorded, "", CopyArchive.of(image, unpacked, absolute, given, IDS_OF_LAYERS));
        } catch (FileSystemException failure) {
            throw new EngineException(SYSTEM, "failed to copy files: " + failure.getMessage(), failure);
        }
    }

    private static void refuseAddresses(List<String> sources) {
        sources.stream().filter(source -> source.matches("(?s)https?://.*")).findFirst().ifPresent(source -> {
            throw new EngineException(NOT_IMPLEMENTED, "ADD failed: \"" + source + "\" is not fetched here: fetch it by RUN, or into the context");
        });
    }

    /** Archives of the context as folders of their files. */
    private List<CopyArchive.Source> unpacked(List<CopyArchive.Source> sources) throws IOException {
        List<CopyArchive.Source> unpacked = new ArrayList<>();
        for (CopyArchive.Source source : sources) {
            try {
                unpacked.add(AddedArchive.isArchive(source) ? AddedArchive.unpack(source, context.newFolder()) : source);
            } catch (EngineException refused) {
                throw new EngineException(refused.kind(), "ADD failed: \"" + source.name() + "\": " + refused.getMessage(), refused);
            }
        }
        return unpacked;
    }

    private CopySources.Found found(String name, FileTree tree, boolean ofContext, List<String> sources) throws IOException {
        try {
            return CopySources.find(tree, ofContext, this::isOver, sources);
        } catch (EngineException refused) {
            throw new EngineException(refused.kind(), name + " failed: " + refused.getMessage(), refused);
        }
    }

    /** A stage by its name or position, or any image. */
    private Optional<Image> copied(String from) {
        try {
            String name = from.toLowerCase(Locale.ROOT);
            if (stagesByName.containsKey(name)) {
                return stagesByName.get(name);
            }
            if (from.matches("\\d{1,9}")) {
                int position = Integer.parseInt(from);
                if (position >= stages.size()) {
                    throw new EngineException(SYSTEM, position == stages.size() ? "refers to current build stage" : "index out of bounds");
                }
                return stages.get(position);
            }
            Image image = image(from, request.platform());
            hold(image);
            return Optional.of(image);
        } catch (EngineException refused) {
            throw new EngineException(refused.kind(), "invalid from flag value " + from + ": " + refused.getMessage(), refused);
        }
    }

    private CompletionStage<Void> run(Instruction.Run run) {
        if (run.option().isPresent()) {
            throw new EngineException(SYSTEM, String.format(NEEDS_BUILDKIT, run.option().get()));
        }
        List<String> command = stage.config.resolved(run.command());
        List<String> variables = arguments.besides(stage.config.environment);
        List<String> recordedVariables = arguments.recorded(variables);
        List<String> text = variables.isEmpty() ? command
                : Stream.of(List.of("|" + recordedVariables.size()), recordedVariables, command).flatMap(List::stream).toList();
        ImageConfig recorded = stage.config.with(text.isEmpty() ? stage.config.entrypoint : List.of(), Optional.of(text));
        if (isCached(recorded)) {
            return done();
        }
        if (stage.image.isEmpty()) {
            throw new EngineException(SYSTEM, "there is no file in the image yet, so that \"" + String.join(" ", command) + "\" cannot run: COPY a program into it, or begin with another image than scratch");
        }
        RunConfig config = new RunConfig(stage.image.get(), stage.config, command, StageConfig.joined(stage.config.environment, variables), request.running());
        return parts.containers().createForBuild(config.container()).thenCompose(created -> run(created, command, recorded));
    }

    private CompletionStage<Void> run(Containers.Created created, List<String> command, ImageConfig recorded) {
        String container = created.id().value();
        runningContainer = container;
        created.warnings().forEach(warning -> output.text(" ---> [Warning] " + warning + "\n"));
        tellRunning(container);
        CompletableFuture<Void> told = new CompletableFuture<>();
        BuildOutput.Program program = output.program(() -> told.completeAsync(() -> null, parts.workers().commands()));
        return parts.containers().attach(container, new AttachRequest(false, true, false, true, true), program)
                .thenCompose(session -> {
                    program.begin(session);
                    return parts.containers().start(container, cancelled);
                })
                .thenCompose(started -> {
                    if (isOver()) {
                        parts.containers().kill(container, "KILL");
                    }
                    return parts.containers().waitFor(container, WaitCondition.NOT_RUNNING);
                })
                .thenCompose(Containers.Wait::code)
                .thenCombine(told, (code, all) -> code)
                .thenCompose(code -> ended(container, command, recorded, code))
                .handle((done, failure) -> failure)
                .thenCompose(failure -> removed(container, Optional.ofNullable(failure)));
    }

    private CompletionStage<Void> ended(String container, List<String> command, ImageConfig recorded, int code) {
        if (isOver()) {
            throw new EngineException(SYSTEM, "Build cancelled");
        }
        if (code != 0) {
            throw new CommandFailedException(String.join(" ", command), code);
        }
        return parts.files().layer(container, tar -> {
            add(recorded, container, tar);
            return null;
        });
    }

    /** As Docker does, which keeps a container whose program has failed, for whoever wants to look at it. */
    private CompletionStage<Void> removed(String container, Optional<Throwable> failure) {
        runningContainer = "";
        boolean remove = isOver() || request.removal() == BuildRequest.Removal.ALL || failure.isEmpty() && request.removal() == BuildRequest.Removal.OF_SUCCESSFUL;
        CompletionStage<Void> over = remove ? parts.containers().remove(container, true, true) : parts.containers().keep(container);
        return over.handle((done, second) -> {
            if (failure.isPresent()) {
                Throwable cause = failure.get() instanceof CompletionException && failure.get().getCause() != null ? failure.get().getCause() : failure.get();
                throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
            }
            if (remove) {
                tellRemoved(container);
            }
            return null;
        });
    }
}
