package dev.berth.engine.machine;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.Containers;
import dev.berth.engine.file.FileTree;
import dev.berth.engine.file.MachineIds;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.Images;
import dev.berth.engine.work.PiecewiseOutput;
import dev.berth.engine.work.Workers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** Files of the images that machines have, without a container being made. Thread safe. */
public final class ImageFilesOfMachines {
    /** Layers are kept as they are inside of containers. */
    private static final MachineIds IDS_OF_LAYERS = new MachineIds(0);

    private final RunningMachines running;
    private final Containers machines;
    private final Path layers;
    private final Workers workers;
    private final AtomicLong readings = new AtomicLong();

    /** @param machines the admin level; @param layers host folder with a folder per layer */
    public ImageFilesOfMachines(RunningMachines running, Containers machines, Path layers, Workers workers) {
        this.running = running;
        this.machines = machines;
        this.layers = layers;
        this.workers = workers;
    }

    /**
     * A file, link or folder as a tar archive of one entry: what is in a folder is left out.
     *
     * @throws EngineException INVALID_PARAMETER without a path
     * @return a stage that fails with NOT_FOUND when there is no such machine, image or file, with CONFLICT when the machine does not run. The archive is the caller's to close
     */
    public CompletionStage<PiecewiseOutput> archive(String machine, String image, String path) {
        if (path.isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "no path is given; say which file is meant, such as path=/etc/os-release");
        }
        return machines.inspect(machine).thenCompose(view -> {
            RunningMachine found = running.find(view.name()).orElseThrow(() ->
                    new EngineException(CONFLICT, "machine \"" + view.name() + "\" is not running"));
            return CompletableFuture.supplyAsync(() -> open(found.view().images(), image, path), workers.of(found.name()).commands());
        });
    }

    private PiecewiseOutput open(Images images, String text, String path) {
        Image image = images.find(text).image();
        String user = "file/" + readings.incrementAndGet();
        images.use(user, image);
        try {
            FileTree tree = FileTree.ofLayers(images.layerFolders(image).stream().map(layers::resolve).toList());
            return new HeldArchive(tree.archive(path, IDS_OF_LAYERS), images, user);
        } catch (NoSuchFileException | NotDirectoryException missing) {
            images.endUse(user);
            throw new EngineException(NOT_FOUND, "Could not find the file " + path + " in image " + text, missing);
        } catch (IOException failure) {
            images.endUse(user);
            throw new EngineException(SYSTEM, "cannot read " + path + " in image " + text + ": " + failure.getMessage(), failure);
        } catch (RuntimeException failure) {
            images.endUse(user);
            throw failure;
        }
    }

    /** Its image stays until it is closed. */
    private record HeldArchive(PiecewiseOutput archive, Images images, String user) implements PiecewiseOutput {
        @Override
        public boolean writeNext(OutputStream target) throws IOException {
            return archive.writeNext(target);
        }

        @Override
        public void close() {
            archive.close();
            images.endUse(user);
        }
    }
}
