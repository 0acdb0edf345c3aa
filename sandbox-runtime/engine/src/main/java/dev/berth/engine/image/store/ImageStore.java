package dev.berth.engine.image.store;

import dev.berth.engine.EngineException;
import dev.berth.engine.event.Event;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.ImageUse;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.RegistryOutlet;
import dev.berth.engine.image.archive.ArchiveReader;
import dev.berth.engine.image.content.Account;
import dev.berth.engine.image.content.BlobStore;
import dev.berth.engine.image.content.Content;
import dev.berth.engine.image.content.ContentLedger;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.content.Staging;
import dev.berth.engine.image.layer.InitLayer;
import dev.berth.engine.image.layer.Layer;
import dev.berth.engine.image.layer.LayerStore;
import dev.berth.engine.image.layer.UnsyncedLayers;
import dev.berth.engine.image.manifest.ImageContent;
import dev.berth.engine.work.HostSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All images of this host, and who sees which. See the package for what lies where. Thread safe; calls block. */
public final class ImageStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);

    private final Path machines;
    private final Staging staging;
    private final BlobStore blobs;
    private final UnsyncedLayers unsynced;
    private final LayerStore layers;
    private final ContentLedger ledger;
    private final ImageContent content;
    private final ArchiveReader archives;
    private final CatalogImages catalogue;
    private final ImageUses machinesThemselves = new ImageUses();
    private final ConcurrentHashMap<String, Level> levels = new ConcurrentHashMap<>();

    /** What a machine has here. */
    private record Level(MachineImages view, ImageUses uses) {}

    private ImageStore(Path home, ImageLimits limits, HostSpace space) throws IOException {
        this.machines = home.resolve("machines");
        this.staging = Staging.open(home.resolve("staging"));
        Path layerFolders = Files.createDirectories(home.resolve("layers"));
        // Programs in the layers are setuid root for the host as well: nobody but root may come near them.
        Files.setPosixFilePermissions(layerFolders, PosixFilePermissions.fromString("rwx------"));
        this.blobs = new BlobStore(Files.createDirectories(home.resolve("blobs/sha256")), staging);
        Path layerRecords = Files.createDirectories(home.resolve("images/layers"));
        this.unsynced = UnsyncedLayers.open(layerFolders, layerRecords);
        this.layers = new LayerStore(layerFolders, layerRecords, staging, blobs, unsynced, limits);
        layers.discardLost();
        this.ledger = new ContentLedger(this::free, space);
        blobs.all().forEach((digest, bytes) -> ledger.found(Content.blob(digest), bytes));
        layers.all().forEach((diffId, bytes) -> ledger.found(Content.layer(diffId), bytes));
        this.content = new ImageContent(blobs, layers, ledger);
        this.archives = new ArchiveReader(content, staging, limits);
        Path layout = home.resolve("oci-layout");
        if (Files.notExists(layout)) { // an engine starts on a full disk, too: it is needed to make room
            staging.write("{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8), layout);
        }
        this.catalogue = CatalogImages.open(home.resolve("index.json"), staging, content);
    }

    private void free(Content unheld) {
        try {
            switch (unheld.kind()) {
                case BLOB -> {
                    content.forget(unheld.digest());
                    blobs.discard(unheld.digest());
                }
                case LAYER -> layers.discard(unheld.digest());
            }
        } catch (IOException failure) {
            LOG.warn("cannot remove {}, which nobody needs; it is tried again at the next start", unheld, failure);
        }
    }

    /**
     * Opens the store, or makes an empty one; removes what a crash, of the host as well, left half done.
     *
     * @param home the engine's state; one store at a time may be open on it
     * @throws UncheckedIOException if it cannot be read or written
     */
    public static ImageStore open(Path home) {
        try {
            return open(home, ImageLimits.DEFAULT, HostSpace.of(Files.createDirectories(home)));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot open the images in \"" + home + "\"", failure);
        }
    }

    public static ImageStore open(Path home, ImageLimits limits, HostSpace space) {
        try {
            return new ImageStore(Files.createDirectories(home), limits, space);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot open the images in \"" + home + "\"", failure);
        }
    }

    /** The admin level: what is changed here, every machine sees. @param events told after each change */
    public Images catalogue(Consumer<Event> events) {
        return new ImagesOfView(catalogue, machinesThemselves, Account.CATALOGUE, content, archives, events, Optional.empty());
    }

    /**
     * What a machine sees; what it changes, nobody else sees.
     *
     * @param mostBytes that what it has beside the catalogue may take on the host's disk; empty: no limit
     * @param events told after each change
     */
    public Images ofMachine(String machine, OptionalLong mostBytes, Consumer<Event> events) {
        return ofMachine(machine, mostBytes, events, Optional.empty());
    }

    /** As {@link #ofMachine(String, OptionalLong, Consumer)}. @param outlet the machine's way to registries; absent: it has none */
    public Images ofMachine(String machine, OptionalLong mostBytes, Consumer<Event> events, Optional<RegistryOutlet> outlet) {
        Level level = levels.computeIfAbsent(machine, this::openLevel);
        return new ImagesOfView(level.view(), level.uses(), Account.ofMachine(machine, mostBytes), content, archives, events, outlet);
    }

    /** The folder, among the unpacked layers, of what lies between a container's own layer and its image. */
    public String initLayer() {
        Lease forEver = ledger.hold(Account.CATALOGUE);
        try {
            Optional<Layer> here = layers.find(InitLayer.DIFF_ID, forEver);
            return (here.isPresent() ? here.get() : layers.add(InitLayer.open(), forEver)).diffId().hex();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot unpack the layer that all containers have", failure);
        }
    }

    /** Forgets what a machine changed, and what its containers were made of: it sees the catalogue again. */
    public void forgetMachine(String machine) {
        try {
            Level level = levels.remove(machine);
            if (level != null) {
                level.view().close();
                level.uses().endAll();
            }
            Files.deleteIfExists(file(machine));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot forget the images of machine \"" + machine + "\"", failure);
        }
    }

    /**
     * Takes over what an earlier engine left: the machines' views, and what containers are made of, also when no view has it any more. What nobody refers to is removed,
     * now and from now on. To be called once at a start, before anything else uses the store.
     */
    public void takeOver(Supplier<List<ImageUse>> uses) {
        try {
            for (String machine : machinesWithImages()) {
                levels.put(machine, openLevel(machine));
            }
            uses.get().forEach(this::takeOver);
        } catch (IOException | UncheckedIOException | EngineException failure) {
            // One document that cannot be read must not keep everybody's machines from starting; what is not known to be unused stays.
            LOG.error("unused images are not removed until another start", failure);
            return;
        }
        if (levels.values().stream().allMatch(level -> level.view().isComplete())) {
            ledger.freeUnheld();
        }
    }

    private void takeOver(ImageUse use) {
        boolean isMachine = use.machine().isEmpty();
        Account account = isMachine ? Account.CATALOGUE : Account.ofMachine(use.machine(), OptionalLong.empty());
        ImageUses ofLevel = isMachine ? machinesThemselves : levels.computeIfAbsent(use.machine(), this::openLevel).uses();
        content.leaseFiles(account, use.image()).ifPresent(lease -> ofLevel.begin(use.user(), lease));
    }

    /** Returns when all is on the disk, or the disk is slow; nothing changes here any more. */
    @Override
    public void close() {
        unsynced.close();
    }

    private List<String> machinesWithImages() throws IOException {
        if (!Files.exists(machines)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(machines)) {
            return folders.map(folder -> folder.getFileName().toString()).filter(machine -> Files.exists(file(machine))).toList();
        }
    }

    private Level openLevel(String machine) {
        try {
            ImageLeases holds = new ImageLeases(content, Account.ofMachine(machine, OptionalLong.empty()));
            return new Level(MachineImages.open(file(machine), staging, catalogue, holds), new ImageUses());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the images of machine \"" + machine + "\"", failure);
        }
    }

    private Path file(String machine) {
        return machines.resolve(machine).resolve("images.json");
    }
}
