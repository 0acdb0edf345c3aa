package dev.berth.engine.build;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.dockerfile.Dockerfile;
import dev.berth.engine.dockerfile.Instruction;
import dev.berth.engine.dockerfile.ShellWords;
import dev.berth.engine.file.CopyArchive;
import dev.berth.engine.file.ExtractOptions;
import dev.berth.engine.file.FileTree;
import dev.berth.engine.file.MachineIds;
import dev.berth.engine.image.Images;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** What a COPY or ADD instruction copies: addresses are fetched first, then sources are found, and what is new of them becomes an archive of the layer. */
final class CopyStep {
    private static final int OCTAL = 8;

    private final Instruction.Copy copy;
    private final ShellWords words;
    private final boolean buildKit;
    private final Builds.Context context;
    private final BooleanSupplier isOver;
    private final String target;
    private final String owner;
    private final Optional<Integer> mode;
    private final Map<String, AddedAddress> downloads = new HashMap<>();
    private CopySources.Found found;

    /** @param isOver whether nobody wants the build any more */
    CopyStep(Instruction.Copy copy, ShellWords words, boolean buildKit, Builds.Context context, BooleanSupplier isOver) {
        this.copy = copy;
        this.words = words;
        this.buildKit = buildKit;
        this.context = context;
        this.isOver = isOver;
        if (!copy.mode().isEmpty() && !buildKit) {
            throw Build.needsBuildKit("chmod");
        }
        this.mode = Optional.of(words.expand(copy.mode())).filter(text -> !text.isEmpty()).map(CopyStep::mode);
        this.owner = words.expand(copy.owner());
        this.target = words.expand(copy.target());
    }

    private static int mode(String text) {
        if (!text.matches("[0-7]{1,4}")) {
            throw new EngineException(INVALID_PARAMETER, "invalid chmod parameter: '" + text + "'. it should be octal string and between 0 and 07777");
        }
        return Integer.parseInt(text, OCTAL);
    }

    private String name() {
        return copy.add() ? "ADD" : "COPY";
    }

    /** What has to be fetched. */
    List<String> addresses() {
        return copy.add() ? copy.sources().stream().map(words::expand).filter(AddedAddress::is).distinct().toList() : List.of();
    }

    /** Blocks for as long as others take. */
    void fetch(Images images, CompletionStage<Void> cancelled) throws IOException {
        for (String address : addresses()) {
            downloads.put(address, AddedAddress.fetch(address, images, context.newFolder(), cancelled));
        }
    }

    /** @param tree of the context, or of the image that it copies from. @throws EngineException with Docker's text for what is not there */
    void find(FileTree tree) throws IOException {
        List<String> sources = copy.sources().stream().filter(source -> copy.documents().stream().noneMatch(each -> each.word().equals(source))).map(words::expand).toList();
        CopySources.Texts texts = buildKit ? CopySources.Texts.OF_BUILDKIT : copy.from().isEmpty() ? CopySources.Texts.OF_CONTEXT : CopySources.Texts.OF_IMAGE;
        try {
            if (copy.documents().isEmpty()) {
                found = CopySources.find(tree, texts, isOver, sources, downloads);
            } else {
                CopySources.Found written = CopySources.find(written(), texts, isOver, copy.documents().stream().map(Dockerfile.HereDocument::name).toList(), Map.of());
                found = sources.isEmpty() ? written : CopySources.find(tree, texts, isOver, sources, downloads).and(written);
            }
        } catch (EngineException refused) {
            throw new EngineException(refused.kind(), (buildKit ? "failed to compute cache key: " : name() + " failed: ") + refused.getMessage(), refused);
        }
        if (found.sources().size() > 1 && !target.endsWith("/")) {
            throw new EngineException(SYSTEM, "When using " + name() + " with more than one source file, the destination must be a directory and end with a /");
        }
        if (target.endsWith("/")) {
            downloads.entrySet().stream().filter(download -> !download.getValue().isNamed()).findFirst().ifPresent(download -> {
                throw new EngineException(SYSTEM, "ADD failed: cannot determine filename from url: " + download.getKey());
            });
        }
    }

    /** The files that stand in the Dockerfile itself. */
    private FileTree written() throws IOException {
        Path folder = context.newFolder();
        for (Dockerfile.HereDocument document : copy.documents()) {
            String content = document.expanded() ? words.expandDocument(document.content()) : document.content();
            Files.writeString(folder.resolve(document.name()), content);
        }
        return FileTree.of(folder);
    }

    /** Of what was found. */
    String hash() {
        return found.hash();
    }

    /** As BuildKit writes it into the history. */
    String line() {
        String options = (owner.isEmpty() ? "" : " --chown=" + owner) + (copy.mode().isEmpty() ? "" : " --chmod=" + copy.mode());
        return name() + options + " " + String.join(" ", copy.sources().stream().map(words::expand).toList()) + " " + target + " # buildkit";
    }

    /** As the classic builder does. */
    String classicLine() {
        return "#(nop) " + name() + " " + (owner.isEmpty() ? "" : "--chown=" + owner) + hash() + " in " + target + " ";
    }

    /** @param image that it is copied into; @param ids of the layer's files */
    PiecewiseOutput archive(FileTree image, String workingDirectory, MachineIds ids) throws IOException {
        Optional<ExtractOptions.Owner> given = owner.isEmpty() ? Optional.empty() : Optional.of(FileOwner.find(owner, image));
        boolean isFolder = target.endsWith("/") || target.endsWith("/.") || target.equals(".");
        String absolute = target.startsWith("/") ? target : Path.of("/", workingDirectory, target).normalize() + (isFolder ? "/" : "");
        return CopyArchive.of(image, copy.add() ? unpacked() : found.sources(), absolute, given, mode, ids);
    }

    /** Archives of the context as folders of their files; what was fetched stays as it is. */
    private List<CopyArchive.Source> unpacked() throws IOException {
        List<CopyArchive.Source> unpacked = new ArrayList<>();
        for (CopyArchive.Source source : found.sources()) {
            boolean asItIs = downloads.values().stream().anyMatch(download -> download.tree() == source.tree());
            try {
                unpacked.add(!asItIs && AddedArchive.isArchive(source) ? AddedArchive.unpack(source, context.newFolder()) : source);
            } catch (EngineException refused) {
                throw new EngineException(refused.kind(), "ADD failed: \"" + source.name() + "\": " + refused.getMessage(), refused);
            }
        }
        return unpacked;
    }
}
