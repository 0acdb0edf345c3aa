package dev.berth.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What one client has on a socket: everything whose name begins with the client's own. A value: changes give another one.
 *
 * @param containers by name: state and memory limit
 * @param images tags
 */
record Belongings(SortedMap<String, String> containers, Set<String> images, Set<String> volumes) {
    static final Belongings NONE = new Belongings(new TreeMap<>(), Set.of(), Set.of());

    /** As they are now. */
    static Belongings of(Wire wire, String owner) {
        SortedMap<String, String> containers = new TreeMap<>();
        for (JsonNode listed : wire.get("/containers/json?all=1").json()) {
            String name = listed.path("Names").path(0).asText().substring(1);
            if (name.startsWith(owner)) {
                JsonNode inspected = wire.get("/containers/" + name + "/json").json();
                containers.put(name, inspected.path("State").path("Status").asText() + " " + inspected.path("HostConfig").path("Memory").asLong());
            }
        }
        Set<String> images = new TreeSet<>();
        wire.get("/images/json").json().forEach(image -> image.path("RepoTags").forEach(tag -> add(images, tag.asText(), owner)));
        Set<String> volumes = new TreeSet<>();
        wire.get("/volumes").json().path("Volumes").forEach(volume -> add(volumes, volume.path("Name").asText(), owner));
        return new Belongings(containers, images, volumes);
    }

    private static void add(Set<String> names, String name, String owner) {
        if (name.startsWith(owner)) {
            names.add(name);
        }
    }

    Belongings with(String container, String facts) {
        SortedMap<String, String> changed = new TreeMap<>(containers);
        changed.put(container, facts);
        return new Belongings(changed, images, volumes);
    }

    Belongings without(String container) {
        SortedMap<String, String> changed = new TreeMap<>(containers);
        changed.remove(container);
        return new Belongings(changed, images, volumes);
    }

    Belongings withoutStopped() {
        SortedMap<String, String> changed = new TreeMap<>(containers);
        changed.values().removeIf(facts -> !facts.startsWith("running"));
        return new Belongings(changed, images, volumes);
    }

    Belongings withImages(UnaryOperator<Set<String>> change) {
        return new Belongings(containers, change.apply(new TreeSet<>(images)), volumes);
    }

    Belongings withVolumes(UnaryOperator<Set<String>> change) {
        return new Belongings(containers, images, change.apply(new TreeSet<>(volumes)));
    }

    /** Whether each container is as it was in one of both, and the rest as well. */
    boolean isBetween(Belongings before, Belongings after) {
        return images.equals(before.images) && volumes.equals(before.volumes)
                && containers.entrySet().stream().allMatch(entry -> entry.getValue().equals(before.containers.get(entry.getKey())))
                && after.containers.entrySet().stream().allMatch(entry -> entry.getValue().equals(containers.get(entry.getKey())));
    }
}
