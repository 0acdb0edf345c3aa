package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.container.option.HostOptions;
import dev.berth.engine.container.option.OptionRules;
import dev.berth.engine.container.option.ResourceRules;
import dev.berth.engine.container.option.Signal;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.Platform;
import dev.berth.engine.network.NetworkSettings;
import dev.berth.engine.record.RecordFile;
import dev.berth.engine.stream.LogBudget;
import dev.berth.engine.stream.LogFile;
import dev.berth.engine.stream.OutputHub;
import dev.berth.engine.stream.SessionLimit;
import dev.berth.engine.work.SerialQueue;
import dev.berth.engine.work.Workers;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes containers: from what a client asks for and what the image says, or from their records on disk. */
final class ContainerCreation {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerCreation.class);

    /** Of one level: records are kept in memory, which takes ten times as much when they are made of short texts, and are usually two to four KiB. */
    private static final long MOST_RECORD_BYTES = 3 << 19;

    private final ContainerKind kind;
    private final ContainerIndex index;
    private final NamespaceOwners owners;
    private final ContainerLinks links;
    private final Images images;
    private final ContainerEvents events;
    private final Workers workers;
    private final Function<String, SerialQueue> queues;
    private final LogBudget logs = LogBudget.ofAMachine();
    private final SessionLimit sessions = SessionLimit.ofAMachine();

    ContainerCreation(
            ContainerKind kind, ContainerIndex index, Images images, ContainerEvents events, Workers workers, Function<String, SerialQueue> queues) {
        this.kind = kind;
        this.index = index;
        this.owners = new NamespaceOwners(index);
        this.links = new ContainerLinks(index);
        this.images = images;
        this.events = events;
        this.workers = workers;
        this.queues = queues;
    }

    /** @param ofBuild see {@link ContainerRecord} */
    Containers.Created create(Optional<String> wantedName, Optional<Platform> platform, ContainerConfig config, boolean ofBuild) {
        kind.check(wantedName, config);
        OptionRules.check(config);
        Images.Named image = platform.map(wanted -> images.find(config.image(), wanted)).orElseGet(() -> images.find(config.image()));
        Program program = Program.of(config, image.image().config(), kind::command);
        ContainerId id = ContainerId.random();
        String name = index.reserve(wantedName, id);
        try {
            images.use(id.value(), image.image());
            ContainerConfig completed = completed(config, image.image().config());
            ContainerRecord bare = new ContainerRecord(
                    id,
                    name,
                    completed,
                    image.image().id(),
                    config.image(),
                    images.layerFolders(image.image()),
                    program,
                    config.hostname().isEmpty() ? kind.defaultHostname(id, name, config) : config.hostname(),
                    List.of(),
                    new ContainerState.Created(null),
                    Instant.now(),
                    0,
                    false,
                    NetworkSettings.of(completed.network(), completed.endpoints()),
                    ofBuild);
            kind.prepare(bare);
            ContainerRecord record = bare.withMounts(kind.mount(bare, image.image().config().volumes(), other -> index.find(other).record().mounts()));
            Container container = container(record);
            container.change(record);
            container.made();
            index.addWithin(MOST_RECORD_BYTES, container);
            events.tellCreation(record);
            return new Containers.Created(id, platform.isPresent() ? List.of() : foreign(image.image().platform()));
        } catch (RuntimeException failure) {
            undo(id, name, failure);
            throw failure;
        }
    }

    private void undo(ContainerId id, String name, RuntimeException reason) {
        try {
            kind.discard(kind.folder(id, name));
        } catch (RuntimeException failure) {
            reason.addSuppressed(failure);
        }
        images.endUse(id.value());
        index.release(name);
    }

    /** @param wanted what a client adds to a container by it. @throws EngineException UNAVAILABLE when there would be too much to keep in memory */
    void requireRoom(Container container, ContainerRecord wanted) {
        index.requireRoom(MOST_RECORD_BYTES, container, container.recordBytes(wanted));
    }

    private static List<String> foreign(Platform image) {
        return Platform.HOST.runs(image) ? List.of() : List.of("The requested image's platform (" + image + ") does not match the detected host platform ("
                + Platform.HOST + ") and no specific platform was requested");
    }

    private ContainerConfig completed(ContainerConfig config, ImageConfig image) {
        HostOptions host = links.resolve(owners.resolve(config.host()));
        ContainerConfig completed = config.completedBy(image).withHost(host.withResources(ResourceRules.completed(host.resources())));
        completed.stopSignal().filter(text -> !text.isEmpty()).ifPresent(Signal::parseForStop);
        return completed;
    }

    /** All that were made before this engine began. Folders that hold none are leftovers of a removal or of a creation that never was acknowledged. */
    List<Container> load() {
        List<Container> loaded = new ArrayList<>();
        List<Path> leftovers = new ArrayList<>();
        for (Path folder : kind.folders()) {
            Optional<ContainerRecord> record;
            try {
                record = read(folder);
            } catch (UncheckedIOException unreadable) {
                LOG.error("{} is left alone: its record cannot be read", folder, unreadable);
                continue;
            }
            if (record.isEmpty()) {
                leftovers.add(folder);
                continue;
            }
            index.reserve(Optional.of(record.get().name()), record.get().id());
            kind.adoptMounts(record.get());
            Container container = container(record.get());
            container.made();
            index.add(container);
            loaded.add(container);
        }
        leftovers.forEach(kind::discard); // by now it is known who else has their volumes
        return loaded;
    }

    private Optional<ContainerRecord> read(Path folder) {
        return new RecordFile<>(folder.resolve(kind.recordName()), ContainerRecord.class).read();
    }

    private Container container(ContainerRecord record) {
        Path folder = kind.folder(record.id(), record.name());
        RecordFile<ContainerRecord> file = new RecordFile<>(folder.resolve(kind.recordName()), ContainerRecord.class);
        Path log = folder.resolve(record.id() + "-json.log");
        LogSettings settings = LogSettings.of(record.config());
        Optional<LogFile> kept = settings.keepsOutput() ? Optional.of(new LogFile(log, settings.limitsOrDefault(), logs)) : Optional.empty();
        OutputHub streams = new OutputHub(workers.streamQueue(), kept, sessions.ofAContainer());
        return new Container(record, file, log, queues.apply(record.name()), streams);
    }

    void rename(Container container, String wanted) {
        kind.refuseRename();
        ContainerRecord record = container.record();
        if (wanted.isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "Neither old nor new names may be empty");
        }
        String name = renamed(wanted);
        if (name.equals(record.name())) {
            throw new EngineException(INVALID_PARAMETER, "Renaming a container with the same name as its current name");
        }
        reserve(container, name);
        try {
            container.change(record.withName(name));
        } catch (RuntimeException failure) {
            index.release(name);
            throw failure;
        }
        index.release(record.name());
        events.tell(container.record(), "rename", Map.of("oldName", "/" + record.name()));
    }

    private static String renamed(String wanted) {
        try {
            return ContainerName.parse(wanted.startsWith("/") ? wanted : "/" + wanted);
        } catch (EngineException none) {
            throw notAllocated(none);
        }
    }

    private void reserve(Container container, String name) {
        try {
            index.reserve(Optional.of(name), container.id());
        } catch (EngineException taken) {
            throw notAllocated(taken);
        }
    }

    private static EngineException notAllocated(EngineException reason) {
        return new EngineException(reason.kind(), "Error when allocating new name: " + reason.getMessage(), reason);
    }
}
