package dev.berth.engine.volume;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import dev.berth.engine.event.Event;
import dev.berth.engine.event.Events;
import dev.berth.engine.file.FolderSize;
import dev.berth.engine.work.ShutdownGate;
import dev.berth.engine.work.Workers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The volumes of a machine, and which containers have them: said by the containers' records, and kept in mind here from before a record is written until after it
 * is gone. Thread safe; what is being filled keeps nobody from looking.
 */
public final class VolumesOfMachine implements Volumes {
    private static final int MOST = 200;

    private final VolumeFiles files;
    private final Events events;
    private final Workers workers;
    private final ShutdownGate gate;
    private final Object making = new Object();
    private final Map<String, Volume> byName = new TreeMap<>();
    private final Map<String, Set<String>> users = new HashMap<>();

    /**
     * @param records folder of their records
     * @param contents folder on the machine's disk
     * @param owner host id of the machine's root
     * @param discard removes a folder that a student may have filled
     * @param gate closes before the machine's disk is unmounted
     */
    public VolumesOfMachine(Path records, Path contents, int owner, Consumer<Path> discard, Events events, Workers workers, ShutdownGate gate) {
        this.files = new VolumeFiles(records, contents, owner, discard);
        this.events = events;
        this.workers = workers;
        this.gate = gate;
        files.load().forEach(volume -> byName.put(volume.name(), volume));
    }

    @Override
    public CompletionStage<Volume> create(VolumeRequest request) {
        return work(() -> {
            VolumeName name = request.checkName();
            synchronized (making) {
                Optional<Volume> existing = find(name.value());
                if (existing.isEmpty()) {
                    request.checkOptions(name);
                    add(name, request, Optional.empty());
                }
                tell(name.value(), "create", Map.of());
                return get(name.value());
            }
        });
    }

    /**
     * Makes a volume for a container, unless it is there. The container has it from now on.
     *
     * @param anonymous its name was made up for this container
     * @param filling what it begins with, if nothing is in it
     */
    void provide(VolumeRequest request, boolean anonymous, String container, Optional<VolumeFiles.Filling> filling) {
        VolumeName name = request.checkName();
        synchronized (making) {
            if (!use(name.value(), container)) {
                request.checkOptions(name);
                add(name, new Volume(name.value(), request.labels(), request.options(), Instant.now(), anonymous), filling);
                use(name.value(), container);
            } else if (filling.isPresent() && files.isEmpty(name.value())) {
                files.fill(name.value(), filling.get(), usersOf(name.value()).size() > 1);
            }
            tell(name.value(), "create", Map.of());
        }
    }

    private void add(VolumeName name, VolumeRequest request, Optional<VolumeFiles.Filling> filling) {
        add(name, new Volume(name.value(), request.labels(), request.options(), Instant.now(), request.name().isEmpty()), filling);
    }

    private void add(VolumeName name, Volume volume, Optional<VolumeFiles.Filling> filling) {
        synchronized (this) {
            if (byName.size() >= MOST) {
                throw new EngineException(
                        UNAVAILABLE, "there are " + MOST + " volumes, as many as a machine may have: remove some with docker volume rm or docker volume prune");
            }
        }
        files.make(volume, filling);
        synchronized (this) {
            byName.put(name.value(), volume);
        }
    }

    /** @return false when there is no such volume */
    synchronized boolean use(String volume, String container) {
        if (!byName.containsKey(volume)) {
            return false;
        }
        users.computeIfAbsent(volume, name -> new LinkedHashSet<>()).add(container);
        return true;
    }

    /** The container has none of them any more. */
    synchronized void release(String container) {
        users.values().forEach(each -> each.remove(container));
        users.values().removeIf(Set::isEmpty);
    }

    /** As {@link #release}; what was made for it goes with it. */
    void abandon(String container) {
        List<String> theirs;
        synchronized (this) {
            theirs = users.entrySet().stream().filter(each -> each.getValue().contains(container)).map(Map.Entry::getKey).toList();
        }
        release(container);
        theirs.stream().filter(name -> find(name).filter(Volume::anonymous).isPresent()).forEach(this::removeUnused);
    }

    private synchronized Collection<String> usersOf(String name) {
        return List.copyOf(users.getOrDefault(name, Set.of()));
    }

    /** Removes it unless a container has it. @return whether it is gone */
    boolean removeUnused(String name) {
        synchronized (this) {
            if (users.containsKey(name) || byName.remove(name) == null) {
                return false;
            }
        }
        files.remove(name);
        tell(name, "destroy", Map.of());
        return true;
    }

    private synchronized Optional<Volume> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    private Volume get(String name) {
        return find(name).orElseThrow(() -> NoVolumes.missing(name));
    }

    @Override
    public CompletionStage<Volume> inspect(String name) {
        return work(() -> get(name));
    }

    @Override
    public CompletionStage<List<Listed>> list() {
        return work(this::listed);
    }

    private synchronized List<Listed> listed() {
        return byName.values().stream().map(volume -> new Listed(volume, users.containsKey(volume.name()))).toList();
    }

    @Override
    public CompletionStage<List<Usage>> usage() {
        return work(() -> listed().stream().map(Listed::volume).map(this::measured).toList());
    }

    private Usage measured(Volume volume) {
        return new Usage(volume, usersOf(volume.name()).size(), FolderSize.of(files.data(volume.name())).orElse(Usage.UNKNOWN));
    }

    @Override
    public CompletionStage<Void> remove(String name, boolean force) {
        return work(() -> {
            synchronized (making) {
                if (!removeUnused(name)) {
                    refuse(name, force);
                }
                return null;
            }
        });
    }

    private void refuse(String name, boolean force) {
        if (!usersOf(name).isEmpty()) {
            throw new EngineException(CONFLICT, "remove " + name + ": volume is in use - [" + String.join(", ", usersOf(name)) + "]");
        }
        if (!force) {
            throw NoVolumes.missing(name);
        }
    }

    @Override
    public CompletionStage<Pruned> prune(Predicate<Volume> chosen) {
        return work(() -> {
            synchronized (making) {
                List<String> removed = new ArrayList<>();
                long bytes = 0;
                for (Listed each : listed()) {
                    String name = each.volume().name();
                    if (!each.used() && chosen.test(each.volume())) {
                        long size = FolderSize.of(files.data(name)).orElse(0);
                        if (removeUnused(name)) {
                            removed.add(name);
                            bytes += size;
                        }
                    }
                }
                events.publish(new Event("volume", "prune", "", Map.of("reclaimed", String.valueOf(bytes)), Instant.now()));
                return new Pruned(removed, bytes);
            }
        });
    }

    /** @param more attributes beside the driver */
    void tell(String volume, String action, Map<String, String> more) {
        Map<String, String> attributes = new TreeMap<>(more);
        attributes.put("driver", Volume.DRIVER);
        events.publish(new Event("volume", action, volume, attributes, Instant.now()));
    }

    private <T> CompletionStage<T> work(Supplier<T> work) {
        return CompletableFuture.supplyAsync(() -> gate.pass(work), workers.commands());
    }
}
