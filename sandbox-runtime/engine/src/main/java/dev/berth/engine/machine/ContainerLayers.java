package dev.berth.engine.machine;

import dev.berth.engine.container.ContainerRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What lies below the layer of a machine's container: its image's layers, and on top of them the one that all containers have.
 *
 * @param store host folder with a folder per layer
 * @param init name of the folder of the layer that all have
 */
record ContainerLayers(Path store, String init) {

    /** The topmost first. */
    List<String> names(ContainerRecord record) {
        return Stream.concat(Stream.of(init), record.layers().stream()).toList();
    }

    /** As {@link #names}, on the host. */
    List<Path> folders(ContainerRecord record) {
        return names(record).stream().map(store::resolve).toList();
    }

    /** An image's own, on the host. @param names of their folders */
    List<Path> ofImage(List<String> names) {
        return names.stream().map(store::resolve).toList();
    }
}
