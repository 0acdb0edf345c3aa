package dev.berth.engine.container;

import dev.berth.engine.image.HealthCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

/**
 * What a client asked for when it created a container; what it left out is absent and comes from the image.
 *
 * @param image as it was typed
 * @param entrypoint present and empty: the image's is cleared
 * @param exposedPorts like {@code 80/tcp}
 * @param volumes targets of anonymous volumes
 */
public record ContainerConfig(
        String image,
        Optional<List<String>> command,
        Optional<List<String>> entrypoint,
        List<String> environment,
        String workingDirectory,
        String user,
        String hostname,
        String domainname,
        boolean terminal,
        boolean openInput,
        boolean inputOnce,
        boolean attachInput,
        boolean attachOutput,
        boolean attachError,
        Map<String, String> labels,
        Optional<String> stopSignal,
        OptionalInt stopTimeout,
        Optional<HealthCheck> healthCheck,
        SortedSet<String> exposedPorts,
        SortedSet<String> volumes,
        HostOptions host) {
    ContainerConfig withLabels(Map<String, String> newLabels) {
        return new ContainerConfig(
                image, command, entrypoint, environment, workingDirectory, user, hostname, domainname, terminal, openInput, inputOnce, attachInput, attachOutput,
                attachError, newLabels, stopSignal, stopTimeout, healthCheck, exposedPorts, volumes, host);
    }

    public boolean removeWhenEnded() {
        return host.removeWhenEnded();
    }

    public String networkMode() {
        return host.networkMode();
    }
}
