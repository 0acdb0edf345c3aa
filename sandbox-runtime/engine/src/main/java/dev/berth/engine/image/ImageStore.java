package dev.berth.engine.image;

import dev.berth.engine.EngineException;
import dev.berth.engine.event.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All images of this host, and who sees which. See the package for what lies where. Thread safe; calls block. */
public final class ImageStore {
    private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);
    private static final String BLOBS = "blobs/sha256";
    private static final String LAYERS = "layers";
    private static final String RECORDS = "images/layers";

    private final Path home;
    private final Path machines;
    private final Staging staging;
    private final ImageContent content;
    private final ArchiveReader archives;
    private final CatalogueShelf catalogue;
    private final ConcurrentHashMap<String, MachineShelf> shelves = new ConcurrentHashMap<>();

    private ImageStore(Path home, ImageLimits limits) throws IOException {
        this.home = home;
        this.machines = home.resolve("machines");
        this.staging = Staging.open(home.resolve("staging"));
        Path blobs = Files.createDirectories(home.resolve(BLOBS));
        Path records = Files.createDirectories(home.resolve(RECORDS));
        Path layers = Files.createDirectories(home.resolve(LAYERS));
        // Programs in the layers are setuid root for the host as well: nobody but root may come near them.
        Files.setPosixFilePermissions(layers, PosixFilePermissions.fromString("rwx------"));
        BlobStore blobStore = new BlobStore(blobs, staging);
        this.content = new ImageContent(blobStore, new LayerStore(layers, records, staging, blobStore, limits));
        this.archives = new ArchiveReader(content, staging, limits);
        Path layout = home.resolve("oci-layout");
        if (Files.notExists(layout)) { // an engine starts on a full disk, too: it is needed to make room
            staging.write("{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8), layout);
        }
        this.catalogue = CatalogueShelf.open(home.resolve("index.json"), staging, content);
    }

    /**
     * Opens the store, or makes an empty one; removes what a crash left half done.
     *
     * @param home the engine's state; one store at a time may be open on it
     * @throws UncheckedIOException if it cannot be read or written
     */
    public static ImageStore open(Path home) {
        return open(home, ImageLimits.DEFAULT);
    }

    static ImageStore open(Path home, ImageLimits limits) {
        try {
            return new ImageStore(Files.createDirectories(home), limits);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot open the images in \"" + home + "\"", failure);
        }
    }

    /** The admin level: what is changed here, every machine sees. @param events told after each change */
    public Images catalogue(Consumer<Event> events) {
        return new ShelfImages(catalogue, content, archives, events);
    }

    /** What a machine sees; what it changes, nobody else sees. @param events told after each change */
    public Images ofMachine(String machine, Consumer<Event> events) {
        return new ShelfImages(shelves.computeIfAbsent(machine, this::openShelf), content, archives, events);
    }

    /** The folder, among the unpacked layers, of what lies between a container's own layer and its image. */
    public String initLayer() {
        try {
            return content.layers().require(InitLayer.DIFF_ID, 0, InitLayer::open, Optional.empty()).diffId().hex();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot unpack the layer that all containers have", failure);
        }
    }

    /** Forgets what a machine changed: it sees the catalogue again. */
    public void forgetMachine(String machine) {
        try {
            Files.deleteIfExists(file(machine));
            shelves.remove(machine);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot forget the images of machine \"" + machine + "\"", failure);
        }
    }

    /**
     * Removes the layers and blobs that no image of the catalogue or of a machine refers to. To be called at a start, before anything else uses the store.
     *
     * @param used images of containers, of whatever machine: these stay, also when no level lists them any more
     */
    public void removeUnused(Collection<Digest> used) {
        UnusedContent unused = new UnusedContent(content, staging);
        try {
            for (Digest manifest : catalogue.contents().images().values()) {
                unused.keepManifest(manifest);
            }
            for (String machine : machinesWithImages()) {
                for (Digest manifest : MachineShelf.open(file(machine), staging, catalogue).own()) {
                    unused.keepManifest(manifest);
                }
            }
            for (Digest image : used) {
                unused.keepImage(image);
            }
            unused.remove(home.resolve(BLOBS), home.resolve(LAYERS), home.resolve(RECORDS));
        } catch (IOException | UncheckedIOException | EngineException failure) {
            // One document that cannot be read must not keep everybody's machines from starting; what is not known to be unused stays.
            LOG.error("unused images in \"{}\" are not removed", home, failure);
        }
    }

    private List<String> machinesWithImages() throws IOException {
        if (!Files.exists(machines)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(machines)) {
            return folders.map(folder -> folder.getFileName().toString()).filter(machine -> Files.exists(file(machine))).toList();
        }
    }

    private MachineShelf openShelf(String machine) {
        try {
            return MachineShelf.open(file(machine), staging, catalogue);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the images of machine \"" + machine + "\"", failure);
        }
    }

    private Path file(String machine) {
        return machines.resolve(machine).resolve("images.json");
    }
}
