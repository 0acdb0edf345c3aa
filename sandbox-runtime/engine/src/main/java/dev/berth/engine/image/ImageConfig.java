package dev.berth.engine.image;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an image says about how it is run: the {@code config} object of its configuration.
 *
 * @param command arguments of the entrypoint, or without one the program and its; empty: it says nothing of them
 * @param exposedPorts like {@code 80/tcp}
 * @param volumes absolute paths
 * @param shell of lines that a build's instructions have for one, instead of {@code /bin/sh -c}
 * @param onBuild instructions of a Dockerfile for builds of images on this one
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image spec, config</a>
 */
public record ImageConfig(
        String user,
        List<String> environment,
        List<String> entrypoint,
        Optional<List<String>> command,
        String workingDirectory,
        Map<String, String> labels,
        SortedSet<String> exposedPorts,
        SortedSet<String> volumes,
        Optional<String> stopSignal,
        Optional<HealthCheck> healthCheck,
        List<String> shell,
        List<String> onBuild) {

    /** Says nothing. */
    public static final ImageConfig EMPTY = new ImageConfig("", List.of(), List.of(), Optional.empty(), "", Map.of(),
            Collections.emptySortedSet(), Collections.emptySortedSet(), Optional.empty(), Optional.empty(), List.of(), List.of());

    /** What is said of a container's image where this says nothing, as Docker puts both together: an entrypoint that is given comes without the container's command. */
    public ImageConfig completedBy(ImageConfig container) {
        Map<String, String> allLabels = new HashMap<>(container.labels());
        allLabels.putAll(labels);
        boolean noProgram = entrypoint.isEmpty() && command.filter(words -> !words.isEmpty()).isEmpty();
        return new ImageConfig(
                user.isEmpty() ? container.user() : user,
                completed(environment, container.environment()),
                entrypoint.isEmpty() ? container.entrypoint() : entrypoint,
                noProgram ? container.command() : command,
                workingDirectory.isEmpty() ? container.workingDirectory() : workingDirectory,
                allLabels,
                union(exposedPorts, container.exposedPorts()),
                union(volumes, container.volumes()),
                stopSignal.or(container::stopSignal),
                healthCheck.or(container::healthCheck),
                shell.isEmpty() ? container.shell() : shell,
                onBuild);
    }

    private static List<String> completed(List<String> given, List<String> others) {
        Set<String> names = given.stream().map(ImageConfig::name).collect(Collectors.toSet());
        return Stream.concat(given.stream(), others.stream().filter(variable -> !names.contains(name(variable)))).toList();
    }

    private static String name(String variable) {
        int end = variable.indexOf('=');
        return end < 0 ? variable : variable.substring(0, end);
    }

    private static SortedSet<String> union(SortedSet<String> one, SortedSet<String> other) {
        SortedSet<String> both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }
}
