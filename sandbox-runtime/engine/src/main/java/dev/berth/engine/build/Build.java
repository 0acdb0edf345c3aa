package dev.berth.engine.build;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
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
import dev.berth.engine.image.RegistryCredentials;
import dev.berth.engine.image.Transfer;
import dev.berth.engine.stream.AttachRequest;
import dev.berth.engine.work.PiecewiseInput;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
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
import java.util.function.Supplier;
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
    private static final String SCRATCH = "scratch";
    private static final String HISTORY_OF_BUILDKIT = "buildkit.dockerfile.v0";
    private static final int OCTAL = 8;
    private static final String NEEDS_BUILDKIT =
            "the --%s option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled";

    /** Each is read at each step. */
    private static final int MOST_CACHE_SOURCES = 10;

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
    /** Images of stages that have ended, by their position and by their names. */
    private final Map<Integer, Optional<Image>> stages = new HashMap<>();
    private final Map<String, Optional<Image>> stagesByName = new HashMap<>();
    private Stage stage;
    private final CompletableFuture<Image> result = new CompletableFuture<>();
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private volatile String runningContainer = "";
    private volatile Optional<Digest> current = Optional.empty();
    private final List<String> holds = new ArrayList<>();
    private Optional<List<Image>> cacheSources = Optional.empty();

    /** Something to do; what it returns completes when it is done. */
    private interface Work {
        CompletionStage<Void> begin() throws IOException;
    }

    /** What is known of the stage that is being built. */
    private static final class Stage {
        private final String name;
        private final int position;
        private Optional<Image> image;
        private final StageConfig config;
        private boolean cacheMissed;

        Stage(String name, int position, Optional<Image> image) {
            this.name = name;
            this.position = position;
            this.image = image;
            this.config = new StageConfig(image.map(Image::config).orElse(ImageConfig.EMPTY));
        }

        String shortId() {
            return image.map(each -> each.id().abbreviated()).orElse("");
        }
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
        this.steps = plan(context.recipe());
    }

    String id() {
        return id;
    }

    /** Whether a removal of this image would be in its way. */
    boolean uses(Digest image) {
        return current.filter(image::equals).isPresent();
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
        }).whenComplete((image, failure) -> holds.forEach(parts.images()::endUse));
    }

    /** The client has gone away, or the machine ends. */
    void cancel() {
        cancelled.complete(null);
        String container = runningContainer;
        if (!container.isEmpty()) {
            parts.containers().kill(container, "KILL");
        }
    }

    private String cancelledText() {
        return buildKit ? "context canceled" : "Build cancelled";
    }

    private boolean isOver() {
        return cancelled.isDone();
    }

    private void advance() {
        parts.workers().copies().execute(() -> {
            try {
                if (isOver()) {
                    throw new EngineException(SYSTEM, cancelledText());
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
        if (instruction instanceof Instruction.From from && stagesByName.containsKey(from.stage())) {
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
            tellImage();
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
        boolean isImage = !isStage(base) && !base.equals(SCRATCH);
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

    private static EngineException ofFlag(String from, EngineException refused) {
        return new EngineException(refused.kind(), "invalid from flag value " + from + ": " + refused.getMessage(), refused);
    }

    private void tellImage() {
        output.text(" ---> " + stage.shortId() + "\n");
    }

    private CompletionStage<Void> endStage() {
        if (stage == null) {
            return done();
        }
        stage.image.ifPresent(image -> output.image(image.id()));
        stages.put(stage.position, stage.image);
        if (!stage.name.isEmpty()) {
            stagesByName.put(stage.name, stage.image);
        }
        return done();
    }

    private void beginStage(String stageName, Recipe.Step planned, String name, Optional<Platform> platform) {
        Optional<Image> ofStage = stagesByName.getOrDefault(name.toLowerCase(Locale.ROOT), Optional.empty());
        Optional<Image> base = isStage(name) ? ofStage : name.equals(SCRATCH) ? Optional.empty() : Optional.of(here(name, platform).orElseGet(() -> parts.images().find(name)).image());
        arguments.beginStage();
        stage = new Stage(stageName, planned.stage(), base);
        planned.label().ifPresent(label -> {
            output.began(label);
            output.done();
        });
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
            reversed.forEach(trigger -> work.addFirst(() -> dispatch(InstructionParser.parseTrigger(trigger, buildKit))));
        }
    }

    private boolean isStage(String name) {
        return stagesByName.containsKey(name.toLowerCase(Locale.ROOT));
    }

    private Optional<Images.Named> here(String name, Optional<Platform> platform) {
        return parts.images().lookUp(name).filter(named -> platform.map(wanted -> wanted.runs(named.image().platform())).orElse(true));
    }

    /** What needs an image that is not here is done when it is. A registry takes as long as it likes: it has a thread of its own, of which there are no more than builds. */
    private CompletionStage<Void> pulled(String name, Optional<Platform> platform, UnaryOperator<EngineException> told, Work then) throws IOException {
        if (isStage(name) || name.equals(SCRATCH) || !request.pull() && here(name, platform).isPresent()) {
            return then.begin();
        }
        return apart(() -> {
            try {
                pull(name, platform);
                return name;
            } catch (EngineException refused) {
                throw told.apply(refused);
            }
        }, pulled -> then.begin());
    }

    private void pull(String name, Optional<Platform> platform) {
        ImageReference reference = ImageReference.parse(name);
        parts.images().pull(new Images.Pull(reference, false, platform, request.credentials().getOrDefault(reference.domain(), RegistryCredentials.NONE)), new Pulling());
    }

    private interface Slow<T> {
        T work() throws IOException;
    }

    private interface Continuation<T> {
        CompletionStage<Void> begin(T result) throws IOException;
    }

    /** What waits for others. */
    private <T> CompletionStage<Void> apart(Slow<T> slow, Continuation<T> then) {
        return CompletableFuture.supplyAsync(() -> parts.gate().pass(() -> told(slow)), task -> {
            Thread thread = new Thread(task, "build-" + id);
            thread.setDaemon(true);
            thread.start();
        }).thenComposeAsync(result -> parts.gate().pass(() -> begun(() -> then.begin(result))), parts.workers().copies());
    }

    private static <T> T told(Slow<T> slow) {
        try {
            return slow.work();
        } catch (IOException failure) {
            throw new EngineException(SYSTEM, failure.getMessage(), failure);
        }
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
        Line recorded = line(text, List.of(), () -> stage.config.recorded(List.of("#(nop) ", text)));
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
    private boolean isCached(Line recorded) {
        Optional<Image> before = !request.useCache() || stage.cacheMissed ? Optional.empty() : cached(step(recorded, ""));
        before.ifPresentOrElse(image -> {
            output.text(" ---> Using cache\n");
            output.cached();
            become(image);
        }, () -> stage.cacheMissed = true);
        return before.isPresent();
    }

    /** Of images that a client has named to be looked at, those that are here; when none is, nothing counts as carried out, as in Docker. */
    private Optional<Image> cached(Images.Step step) {
        if (buildKit || request.cacheSources().isEmpty()) { // BuildKit's history does not say what was copied
            return parts.images().findStep(step);
        }
        if (cacheSources.isEmpty()) {
            cacheSources = Optional.of(request.cacheSources().stream().limit(MOST_CACHE_SOURCES).flatMap(name -> parts.images().lookUp(name).stream()).map(Images.Named::image).toList());
            cacheSources.get().forEach(this::hold);
        }
        return parts.images().findStep(step, cacheSources.get());
    }

    private Images.Step step(Line recorded, String container) {
        return new Images.Step(stage.image.map(Image::id), stage.config.image(), recorded.config(), recorded.history(), buildKit ? "" : container, stage.config.maintainer(), Instant.now());
    }

    /** How an instruction is recorded: it is found again by its configuration. */
    private record Line(ImageConfig config, Optional<Images.History> history) {}

    /** @param history as BuildKit writes it; @param besides what else counts, there; @param classic without BuildKit */
    private Line line(String history, List<String> besides, Supplier<ImageConfig> classic) {
        if (!buildKit) {
            return new Line(classic.get(), Optional.empty());
        }
        List<String> key = new ArrayList<>(List.of(history));
        key.addAll(besides);
        return new Line(stage.config.with(List.of(), Optional.of(key)), Optional.of(new Images.History(history, HISTORY_OF_BUILDKIT)));
    }

    private void add(Line recorded, String container, Optional<InputStream> layer) {
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
        Line recorded = line("WORKDIR " + path, List.of(), () -> config.recorded(List.of("#(nop) WORKDIR " + config.workingDirectory)));
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
    private void addLayer(Line recorded, String container, PiecewiseOutput archive) throws IOException {
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

    /** @return completes when what is not here has come, and was copied */
    private CompletionStage<Void> copied(Instruction.Copy copy, ShellWords words) throws IOException {
        List<String> addresses = copy.add() ? copy.sources().stream().map(words::expand).filter(AddedAddress::is).distinct().toList() : List.of();
        if (!addresses.isEmpty()) {
            return apart(() -> downloads(addresses), downloads -> {
                copy(copy, words, downloads);
                return done();
            });
        }
        Work work = () -> {
            copy(copy, words, Map.of());
            return done();
        };
        if (copy.from().isEmpty() || copy.from().matches("\\d{1,9}")) {
            return work.begin();
        }
        return pulled(copy.from(), request.platform(), refused -> ofFlag(copy.from(), refused), work);
    }

    private Map<String, AddedAddress> downloads(List<String> addresses) throws IOException {
        Map<String, AddedAddress> downloads = new HashMap<>();
        for (String address : addresses) {
            downloads.put(address, AddedAddress.fetch(address, parts.images(), context.newFolder(), cancelled));
        }
        return downloads;
    }

    private void copy(Instruction.Copy copy, ShellWords words, Map<String, AddedAddress> downloads) throws IOException {
        String name = copy.add() ? "ADD" : "COPY";
        if (!copy.mode().isEmpty() && !buildKit) {
            throw new EngineException(SYSTEM, String.format(NEEDS_BUILDKIT, "chmod"));
        }
        Optional<Integer> mode = Optional.of(words.expand(copy.mode())).filter(text -> !text.isEmpty()).map(Build::mode);
        String owner = words.expand(copy.owner());
        List<String> sources = copy.sources().stream().filter(source -> copy.documents().stream().noneMatch(each -> each.word().equals(source))).map(words::expand).toList();
        String target = words.expand(copy.target());
        boolean ofImage = !copy.from().isEmpty();
        FileTree tree = ofImage ? files(copied(copy.from())) : context.tree();
        CopySources.Found found = found(name, tree, !ofImage, sources, copy.documents(), words, downloads);
        if (found.sources().size() > 1 && !target.endsWith("/")) {
            throw new EngineException(SYSTEM, "When using " + name + " with more than one source file, the destination must be a directory and end with a /");
        }
        if (target.endsWith("/")) {
            downloads.entrySet().stream().filter(download -> !download.getValue().isNamed()).findFirst().ifPresent(download -> {
                throw new EngineException(SYSTEM, "ADD failed: cannot determine filename from url: " + download.getKey());
            });
        }
        String options = (owner.isEmpty() ? "" : " --chown=" + owner) + (copy.mode().isEmpty() ? "" : " --chmod=" + copy.mode());
        Line recorded = line(name + options + " " + String.join(" ", copy.sources().stream().map(words::expand).toList()) + " " + target + " # buildkit", List.of(found.hash()),
                () -> stage.config.recorded(List.of("#(nop) " + name + " " + (owner.isEmpty() ? "" : "--chown=" + owner) + found.hash() + " in " + target + " ")));
        if (isCached(recorded)) {
            return;
        }
        FileTree image = files(stage.image);
        List<CopyArchive.Source> unpacked = copy.add() ? unpacked(found.sources(), downloads.values()) : found.sources();
        Optional<ExtractOptions.Owner> given = owner.isEmpty() ? Optional.empty() : Optional.of(FileOwner.find(owner, image));
        String absolute = target.startsWith("/") ? target : Path.of("/", stage.config.workingDirectory, target).normalize() + (target.endsWith("/") || target.endsWith("/.") || target.equals(".") ? "/" : "");
        try {
            addLayer(recorded, "", CopyArchive.of(image, unpacked, absolute, given, mode, IDS_OF_LAYERS));
        } catch (FileSystemException failure) {
            throw new EngineException(SYSTEM, "failed to copy files: " + failure.getMessage(), failure);
        }
    }

    private static int mode(String text) {
        if (!text.matches("[0-7]{1,4}")) {
            throw new EngineException(INVALID_PARAMETER, "invalid chmod parameter: '" + text + "'. it should be octal string and between 0 and 07777");
        }
        return Integer.parseInt(text, OCTAL);
    }

    /** Archives of the context as folders of their files. */
    private List<CopyArchive.Source> unpacked(List<CopyArchive.Source> sources, Collection<AddedAddress> downloads) throws IOException {
        List<CopyArchive.Source> unpacked = new ArrayList<>();
        for (CopyArchive.Source source : sources) {
            boolean asItIs = downloads.stream().anyMatch(download -> download.tree() == source.tree());
            try {
                unpacked.add(!asItIs && AddedArchive.isArchive(source) ? AddedArchive.unpack(source, context.newFolder()) : source);
            } catch (EngineException refused) {
                throw new EngineException(refused.kind(), "ADD failed: \"" + source.name() + "\": " + refused.getMessage(), refused);
            }
        }
        return unpacked;
    }

    private CopySources.Found found(String name, FileTree tree, boolean ofContext, List<String> sources, List<Dockerfile.HereDocument> documents, ShellWords words,
            Map<String, AddedAddress> downloads) throws IOException {
        try {
            CopySources.Texts texts = buildKit ? CopySources.Texts.OF_BUILDKIT : ofContext ? CopySources.Texts.OF_CONTEXT : CopySources.Texts.OF_IMAGE;
            if (documents.isEmpty()) {
                return CopySources.find(tree, texts, this::isOver, sources, downloads);
            }
            Path folder = context.newFolder();
            for (Dockerfile.HereDocument document : documents) {
                String content = document.expanded() ? words.expandDocument(document.content()) : document.content();
                Files.writeString(folder.resolve(document.name()), content);
            }
            CopySources.Found written = CopySources.find(FileTree.of(folder), texts, this::isOver, documents.stream().map(Dockerfile.HereDocument::name).toList(), Map.of());
            return sources.isEmpty() ? written : CopySources.find(tree, texts, this::isOver, sources, downloads).and(written);
        } catch (EngineException refused) {
            throw new EngineException(refused.kind(), (buildKit ? "failed to compute cache key: " : name + " failed: ") + refused.getMessage(), refused);
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
                if (position >= stage.position) {
                    throw new EngineException(SYSTEM, position == stage.position ? "refers to current build stage" : "index out of bounds");
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

    private CompletionStage<Void> run(Instruction.Run run) throws IOException {
        if (!run.options().isEmpty() && !buildKit) {
            throw new EngineException(SYSTEM, String.format(NEEDS_BUILDKIT, run.options().get(0)));
        }
        List<String> command = stage.config.resolved(run.command());
        List<String> variables = arguments.besides(stage.config.environment);
        List<String> recordedVariables = arguments.recorded(variables);
        List<String> text = variables.isEmpty() ? command
                : Stream.of(List.of("|" + recordedVariables.size()), recordedVariables, command).flatMap(List::stream).toList();
        StepMounts mounts = new StepMounts(run, stage.config.workingDirectory, new StepTrees());
        Line recorded = line("RUN " + String.join(" ", text) + " # buildkit", mounts.key(),
                () -> stage.config.with(text.isEmpty() ? stage.config.entrypoint : List.of(), Optional.of(text)));
        if (isCached(recorded)) {
            return done();
        }
        if (stage.image.isEmpty()) {
            throw new EngineException(SYSTEM, "there is no file in the image yet, so that \"" + String.join(" ", command) + "\" cannot run: COPY a program into it, or begin with another image than scratch");
        }
        RunConfig config = new RunConfig(stage.image.get(), stage.config, command, StageConfig.joined(stage.config.environment, variables), running(run), mounts.temporary());
        List<String> places = new ArrayList<>();
        FileTree files = files(stage.image);
        for (String target : mounts.files()) {
            String resolved = files.resolve(target);
            if (files.find(resolved).isEmpty()) {
                places.add(resolved);
            }
        }
        return mounts.make(session, parts.folders(), files(Optional.empty()), Cancellable::new)
                .thenCompose(besides -> parts.containers().createForBuild(config.container(), besides))
                .thenCompose(created -> run(created, command, recorded, places))
                .whenCompleteAsync((done, failure) -> mounts.remove(parts.folders()), parts.workers().copies());
    }

    private final class StepTrees implements StepMounts.Trees {
        @Override
        public FileTree of(String from) {
            return from.isEmpty() ? context.tree() : files(copied(from));
        }

        @Override
        public CopySources.Found find(FileTree tree, String path) throws IOException {
            return found("RUN", tree, true, List.of(path), List.of(), new ShellWords(Map.of(), escape), Map.of());
        }
    }

    private BuildRequest.Running running(Instruction.Run run) {
        BuildRequest.Running running = request.running();
        return run.network().isEmpty() || run.network().equals("default") ? running
                : new BuildRequest.Running(run.network(), running.resources(), running.sharedMemoryBytes(), running.hosts());
    }

    private CompletionStage<Void> run(Containers.Created created, List<String> command, Line recorded, List<String> places) {
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
                .thenCompose(code -> ended(container, command, recorded, places, code))
                .handle((done, failure) -> failure)
                .thenCompose(failure -> removed(container, Optional.ofNullable(failure)));
    }

    private CompletionStage<Void> ended(String container, List<String> command, Line recorded, List<String> places, int code) {
        if (isOver()) {
            throw new EngineException(SYSTEM, cancelledText());
        }
        if (code != 0) {
            throw buildKit ? new EngineException(SYSTEM, "executor failed running " + GoText.plain(command) + ": exit code: " + code) : new CommandFailedException(String.join(" ", command), code);
        }
        return parts.files().layer(container, places, tar -> {
            add(recorded, container, tar);
            return null;
        });
    }

    /** As Docker does, which keeps a container whose program has failed, for whoever wants to look at it. */
    private CompletionStage<Void> removed(String container, Optional<Throwable> failure) {
        runningContainer = "";
        boolean remove = buildKit || isOver() || request.removal() == BuildRequest.Removal.ALL || failure.isEmpty() && request.removal() == BuildRequest.Removal.OF_SUCCESSFUL;
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
