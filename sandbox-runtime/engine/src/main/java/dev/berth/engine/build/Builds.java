package dev.berth.engine.build;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;
import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerFiles;
import dev.berth.engine.container.ContainerId;
import dev.berth.engine.container.Containers;
import dev.berth.engine.dockerfile.Dockerfile;
import dev.berth.engine.file.ContextFolder;
import dev.berth.engine.file.FileTree;
import dev.berth.engine.file.FolderRemoval;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.ImageUsers;
import dev.berth.engine.image.Images;
import dev.berth.engine.work.ShutdownGate;
import dev.berth.engine.work.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The builds of one machine: few at a time, each with a folder for its context on the machine's disk. Thread safe. */
public final class Builds implements ImageUsers {
    private static final Logger LOG = LoggerFactory.getLogger(Builds.class);

    /** Each has a context on the disk, and a program that runs. */
    private static final int MOST = 4;
    private static final String DEFAULT_DOCKERFILE = "Dockerfile";

    private final Path folder;
    private final Parts parts;
    private final Set<Build> running = ConcurrentHashMap.newKeySet();
    /** Contexts that clients are sending. */
    private final Set<InputStream> receiving = ConcurrentHashMap.newKeySet();
    private int contexts;

    /**
     * What builds work with.
     *
     * @param layers of an image, on the host, the topmost first
     * @param folders for what steps have mounted
     * @param gate closes before the machine's disk is unmounted
     */
    public record Parts(Images images, Containers containers, ContainerFiles files, Function<Image, List<Path>> layers, StepFolders folders, Workers workers, ShutdownGate gate) {}

    /** @param folder for contexts, on the machine's disk: what an earlier engine has left there goes */
    public Builds(Path folder, Parts parts) {
        this.folder = folder;
        this.parts = parts;
        try {
            FolderRemoval.remove(folder);
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make " + folder, failure);
        }
    }

    /** The files that a client has sent, and what they are to be built by. Closing it removes them. */
    public final class Context implements AutoCloseable {
        private final Path files;
        /** Of archives that were unpacked. */
        private final List<Path> beside = new ArrayList<>();
        private Recipe recipe;
        private boolean closed;

        private Context(Path files) {
            this.files = files;
        }

        FileTree tree() {
            return FileTree.of(files);
        }

        Recipe recipe() {
            return recipe;
        }

        /** For what is unpacked from it. */
        Path newFolder() throws IOException {
            Path folder = files.resolveSibling(files.getFileName() + "-" + beside.size());
            beside.add(folder);
            return Files.createDirectory(folder);
        }

        /** Can be called twice. */
        @Override
        public void close() {
            synchronized (Builds.this) {
                if (closed) {
                    return;
                }
                closed = true;
                contexts--;
            }
            beside.forEach(Builds::remove);
            remove(files);
        }
    }

    private static void remove(Path folder) {
        try {
            FolderRemoval.remove(folder);
        } catch (IOException failure) {
            LOG.warn("files of a build in {} are not removed before the machine's next start", folder, failure);
        }
    }

    /**
     * Receives a context with its Dockerfile. Blocks for as long as the client sends.
     *
     * @param tar perhaps compressed
     * @throws EngineException with Docker's text, with nothing left
     */
    public Context receive(InputStream tar, BuildRequest request) {
        String dockerfile = request.dockerfile().isEmpty() ? DEFAULT_DOCKERFILE : request.dockerfile();
        return receive(tar, context -> {
            Recipe recipe = Recipe.of(read(context.tree(), dockerfile), dockerfile, request);
            IgnoreRules.removeIgnored(context.files, context.tree(), dockerfile);
            return recipe;
        });
    }

    /** As {@link #receive(InputStream, BuildRequest)}, of files that come without the Dockerfile. @param tar of what the client did not leave out */
    public Context receive(InputStream tar, Recipe recipe) {
        return receive(tar, context -> recipe);
    }

    /** @param text of a Dockerfile; @param ignored text of a {@code .dockerignore}. @throws EngineException INVALID_PARAMETER, with Docker's text, for what cannot be carried out */
    public static Recipe recipe(byte[] text, BuildRequest request) {
        return Recipe.of(text, request.dockerfile(), request);
    }

    /** As {@link Recipe#contextPaths}, with what images have for builds on them: of one that is not here it is not known. */
    public Optional<List<String>> contextPaths(Recipe recipe) {
        boolean known = recipe.bases().stream().allMatch(base -> parts.images().lookUp(base).filter(named -> named.image().config().onBuild().isEmpty()).isPresent());
        return known ? recipe.contextPaths() : Optional.empty();
    }

    private interface Reading {
        Recipe read(Context context) throws IOException;
    }

    private Context receive(InputStream tar, Reading reading) {
        return parts.gate().pass(() -> {
            Context context = new Context(begin());
            receiving.add(tar);
            try {
                Files.createDirectory(context.files);
                ContextFolder.unpack(context.files, tar, ImageLimits.DEFAULT.layerBytes());
                context.recipe = reading.read(context);
                return context;
            } catch (IOException failure) {
                context.close();
                throw new EngineException(SYSTEM, "cannot read the build context: " + failure.getMessage(), failure);
            } catch (RuntimeException failure) {
                context.close();
                throw failure;
            } finally {
                receiving.remove(tar);
            }
        });
    }

    private synchronized Path begin() {
        if (contexts == MOST) {
            throw new EngineException(UNAVAILABLE, MOST + " builds are under way on this machine, as many as can: try again when one has ended");
        }
        contexts++;
        return folder.resolve(ContainerId.random().abbreviated());
    }

    private static byte[] read(FileTree context, String name) throws IOException {
        try {
            return context.read(name, Dockerfile.MOST_BYTES);
        } catch (NoSuchFileException missing) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (name.equals(DEFAULT_DOCKERFILE) && context.find(context.resolve(lower)).isPresent()) {
                return read(context, lower);
            }
            throw new EngineException(SYSTEM, "Cannot locate specified Dockerfile: " + name, missing);
        } catch (FileSystemException unreadable) {
            throw new EngineException(INVALID_PARAMETER, "the Dockerfile (" + name + ") cannot be read: " + unreadable.getReason(), unreadable);
        }
    }

    /**
     * Builds an image. Of a build that fails, the images of the instructions before stay, for the next one.
     *
     * @param context closed when it is over
     * @param session of a client of BuildKit
     * @param gone completes when the client has gone away: that ends the build, and nothing runs on
     * @return the image; fails with {@link EngineException} or {@link CommandFailedException}
     */
    public CompletionStage<Image> run(BuildRequest request, Context context, BuildOutput output, BuildSession session, CompletionStage<?> gone) {
        Build build;
        try {
            build = new Build(parts, request, context, output, session);
        } catch (RuntimeException refused) {
            context.close();
            return CompletableFuture.failedFuture(refused);
        }
        running.add(build);
        gone.thenRun(build::cancel);
        return build.run().whenComplete((image, failure) -> {
            running.remove(build);
            context.close();
        });
    }

    /** Ends all, since what they live in ends. */
    public void cancelAll() {
        running.forEach(Build::cancel);
        for (InputStream content : receiving) {
            try {
                content.close();
            } catch (IOException failure) {
                LOG.warn("a build's context is received on", failure);
            }
        }
    }

    @Override
    public List<User> usersOf(Digest image) {
        return running.stream().flatMap(build -> build.uses(image) ? Stream.of(new User(build.id(), true)) : Stream.empty()).toList();
    }
}
