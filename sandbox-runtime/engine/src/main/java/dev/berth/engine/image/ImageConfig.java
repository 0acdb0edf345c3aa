package dev.berth.engine.image;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What an image says about how it is run: the {@code config} object of its configuration.
 *
 * @param exposedPorts like {@code 80/tcp}
 * @param volumes absolute paths
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image spec, config</a>
 */
public record ImageConfig(
        String user,
        List<String> environment,
        List<String> entrypoint,
        List<String> command,
        String workingDirectory,
        Map<String, String> labels,
        SortedSet<String> exposedPorts,
        SortedSet<String> volumes,
        Optional<String> stopSignal,
        Optional<HealthCheck> healthCheck) {

    /** Says nothing. */
    public static final ImageConfig EMPTY = new ImageConfig("", List.of(), List.of(), List.of(), "", Map.of(),
            Collections.emptySortedSet(), Collections.emptySortedSet(), Optional.empty(), Optional.empty());
}
