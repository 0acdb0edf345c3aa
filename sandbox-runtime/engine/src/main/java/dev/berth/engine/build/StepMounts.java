package dev.berth.engine.build;

import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.dockerfile.Instruction;
import dev.berth.engine.dockerfile.InstructionParser;
import dev.berth.engine.dockerfile.RunMount;
import dev.berth.engine.file.CopyArchive;
import dev.berth.engine.file.FileTree;
import dev.berth.engine.file.MachineIds;
import dev.berth.engine.work.PiecewiseInput;
import dev.berth.engine.work.PiecewiseOutput;
import dev.berth.runtime.ContainerMount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** What a RUN instruction has mounted while it runs. */
final class StepMounts {
    /** Of all files of one step that are in memory. */
    private static final int MOST_BYTES = 512 * 1024;
    private static final int USUAL_MODE = 0400;
    private static final int SCRIPT_MODE = 0755;

    private final Instruction.Run run;
    private final String workingDirectory;
    private final Map<RunMount, Bound> bound = new LinkedHashMap<>();
    private final List<String> filled = new ArrayList<>();

    /** What a bind shows. @param hash of it */
    private record Bound(CopyArchive.Source source, String hash) {}

    /** Where a bind finds its files. */
    interface Trees {

        /** @param from a stage or an image; {@code ""}: the context */
        FileTree of(String from);

        CopySources.Found find(FileTree tree, String path) throws IOException;
    }

    StepMounts(Instruction.Run run, String workingDirectory, Trees trees) throws IOException {
        this.run = run;
        this.workingDirectory = workingDirectory.isEmpty() ? "/" : workingDirectory;
        for (RunMount mount : run.mounts()) {
            if (mount.type() == RunMount.Type.CACHE && !(mount.from().isEmpty() && mount.source().isEmpty())) {
                throw new EngineException(NOT_IMPLEMENTED, "a cache begins empty here: its \"from\" and \"source\" are not supported");
            }
            if (mount.type() == RunMount.Type.BIND) {
                FileTree tree = trees.of(mount.from());
                CopySources.Found found = trees.find(tree, mount.source().isEmpty() ? "/" : mount.source());
                bound.put(mount, new Bound(found.sources().get(0), found.hash()));
            }
        }
    }

    private String target(RunMount mount) {
        return Path.of(workingDirectory).resolve(mount.target()).normalize().toString();
    }

    /** By what, beside its command, the step is found again. Of a secret its content does not count, as with BuildKit. */
    List<String> key() {
        List<String> key = new ArrayList<>();
        run.mounts().forEach(mount -> key.add(mount.toString()));
        bound.values().forEach(each -> key.add(each.hash()));
        run.script().ifPresent(script -> key.add(script.content()));
        return key;
    }

    /** Options of a tmpfs by its target. */
    Map<String, String> temporary() {
        Map<String, String> temporary = new TreeMap<>();
        run.mounts().stream().filter(mount -> mount.type() == RunMount.Type.TMPFS)
                .forEach(mount -> temporary.put(target(mount), "exec" + (mount.bytes().isPresent() ? ",size=" + mount.bytes().getAsLong() : "")));
        return temporary;
    }

    /** Where files are mounted. */
    List<String> files() {
        return run.mounts().stream()
                .filter(mount -> mount.type() == RunMount.Type.SECRET || bound.containsKey(mount) && !bound.get(mount).source().isFolder())
                .map(this::target).toList();
    }

    /** Fills folders and asks the client for its secrets. @param none a tree without files */
    CompletionStage<List<ContainerMount>> make(BuildSession session, StepFolders folders, FileTree none, UnaryOperator<PiecewiseOutput> cancellable) throws IOException {
        List<ContainerMount> mounts = new ArrayList<>();
        run.script().ifPresent(script -> mounts.add(
                new ContainerMount.InMemory(InstructionParser.SCRIPTS + script.name(), script.content().getBytes(StandardCharsets.UTF_8), SCRIPT_MODE, 0, 0)));
        try {
            for (RunMount mount : run.mounts()) {
                if (mount.type() == RunMount.Type.CACHE) {
                    mounts.add(new ContainerMount.Volume(folders.cache(mount.id(), mount.mode().orElse(SCRIPT_MODE), mount.uid(), mount.gid()), target(mount), mount.readOnly()));
                } else if (bound.containsKey(mount)) {
                    mounts.add(bind(mount, bound.get(mount).source(), folders, none, cancellable));
                }
            }
        } catch (IOException | RuntimeException failure) {
            remove(folders);
            throw failure;
        }
        CompletionStage<List<ContainerMount>> all = CompletableFuture.completedFuture(mounts);
        for (RunMount mount : run.mounts()) {
            if (mount.type() == RunMount.Type.SECRET) {
                all = all.thenCompose(before -> session.secret(mount.id()).thenApply(content -> with(before, mount, content)));
            }
        }
        return all;
    }

    private ContainerMount bind(RunMount mount, CopyArchive.Source source, StepFolders folders, FileTree none, UnaryOperator<PiecewiseOutput> cancellable) throws IOException {
        if (!source.isFolder()) {
            try {
                return new ContainerMount.InMemory(target(mount), source.tree().read(source.path(), MOST_BYTES), source.facts().mode(), source.facts().uid(), source.facts().gid());
            } catch (FileSystemException refused) {
                throw new EngineException(SYSTEM, "\"" + mount.source() + "\" cannot be mounted: a file of at most " + MOST_BYTES + " bytes can, or a folder", refused);
            }
        }
        try (InputStream tar = new PiecewiseInput(cancellable.apply(CopyArchive.of(none, List.of(source), "/", Optional.empty(), Optional.empty(), new MachineIds(0))))) {
            String name = folders.fill(tar);
            filled.add(name);
            return new ContainerMount.Volume(name, target(mount), mount.readOnly());
        }
    }

    /** The step is over. */
    void remove(StepFolders folders) {
        filled.forEach(folders::remove);
        filled.clear();
    }

    private List<ContainerMount> with(List<ContainerMount> before, RunMount mount, Optional<byte[]> content) {
        if (content.isEmpty() && mount.required()) {
            throw new EngineException(SYSTEM, "secret " + mount.id() + " not found: not found");
        }
        content.ifPresent(bytes -> before.add(new ContainerMount.InMemory(target(mount), bytes, mount.mode().orElse(USUAL_MODE), mount.uid(), mount.gid())));
        if (before.stream().mapToInt(each -> each instanceof ContainerMount.InMemory file ? file.content().length : 0).sum() > MOST_BYTES) {
            throw new EngineException(SYSTEM, "the secrets, the script and the mounted files of one step are larger than " + MOST_BYTES + " bytes");
        }
        return before;
    }
}
