package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.SYSTEM;
import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the containers of one level by what people type; a name belongs to one of them. Thread safe, never blocks. */
final class ContainerIndex {
    private final Map<String, ContainerId> names = new HashMap<>();
    private final TreeMap<String, Container> byId = new TreeMap<>();

    /** Takes the name, or makes one up. @throws EngineException CONFLICT when another has it */
    synchronized String reserve(Optional<String> wanted, ContainerId id) {
        if (wanted.isPresent()) {
            String name = ContainerName.parse(wanted.get());
            ContainerId owner = names.putIfAbsent(name, id);
            if (owner != null) {
                throw new EngineException(CONFLICT, "Conflict. The container name \"/" + name + "\" is already in use by container \"" + owner
                        + "\". You have to remove (or rename) that container to be able to reuse that name.");
            }
            return name;
        }
        String name = ContainerName.random(0);
        for (int attempt = 1; names.putIfAbsent(name, id) != null; attempt++) {
            name = ContainerName.random(attempt);
        }
        return name;
    }

    synchronized void release(String name) {
        names.remove(name);
    }

    synchronized void add(Container container) {
        byId.put(container.id().value(), container);
    }

    synchronized void remove(Container container) {
        byId.remove(container.id().value());
        names.values().remove(container.id());
    }

    /** Adds it unless there would be too much to keep in memory. @throws EngineException UNAVAILABLE */
    synchronized void addWithin(long mostBytes, Container container) {
        requireRoom(mostBytes, container, container.recordBytes());
        add(container);
    }

    /** @param bytes of the container's record, as it is to be. @throws EngineException UNAVAILABLE when there would be too much to keep in memory */
    synchronized void requireRoom(long mostBytes, Container container, int bytes) {
        long others = byId.values().stream().filter(other -> other != container).mapToLong(Container::recordBytes).sum();
        if (others + bytes > mostBytes) {
            throw new EngineException(UNAVAILABLE, "the container is described in " + bytes + " bytes (environment, labels, command, …), the others in " + others
                    + ": there is room for " + mostBytes + ", say less or remove some with docker rm");
        }
    }

    /** @throws EngineException NOT_FOUND, or SYSTEM for an ambiguous prefix, in Docker's words */
    synchronized Container find(String text) {
        if (text.isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "invalid name or ID supplied: \"\"");
        }
        Container exact = byId.get(text);
        if (exact == null) {
            ContainerId named = names.get(text.startsWith("/") ? text.substring(1) : text);
            exact = named == null ? null : byId.get(named.value());
        }
        return exact != null ? exact : findByPrefix(text);
    }

    private Container findByPrefix(String prefix) {
        String first = byId.ceilingKey(prefix);
        if (first == null || !first.startsWith(prefix)) {
            throw new EngineException(NOT_FOUND, "No such container: " + prefix);
        }
        String second = byId.higherKey(first);
        if (second != null && second.startsWith(prefix)) {
            throw new EngineException(SYSTEM, "Multiple IDs found with provided prefix: " + prefix);
        }
        return byId.get(first);
    }

    /** Newest first. */
    synchronized List<Container> all() {
        return byId.values().stream()
                .sorted(Comparator.comparing((Container container) -> container.record().created()).reversed())
                .toList();
    }
}
