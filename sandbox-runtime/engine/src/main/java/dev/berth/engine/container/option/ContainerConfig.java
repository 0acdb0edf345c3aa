package dev.berth.engine.container.option;

import dev.berth.engine.image.HealthCheck;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.network.EndpointOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a client asked for when it created a container; what it left out is absent and comes from the image.
 *
 * @param image as it was typed
 * @param entrypoint of a client: one empty word ({@code --entrypoint ""}) clears the image's and its command, no words clear the image's alone
 * @param macAddress of its interface, as it was typed: looked at when it starts
 * @param networkDisabled it has no network but its own loopback, whatever mode was asked for
 * @param exposedPorts like {@code 80/tcp}
 * @param volumes targets of anonymous volumes
 * @param endpoints what is said of its networks, by their names
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
        Optional<String> macAddress,
        boolean networkDisabled,
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
        UnusedOptions unused,
        Map<String, EndpointOptions> endpoints,
        HostOptions host) {
    private static final List<String> CLEARED = List.of("");
    private static final String ANOTHERS = "container:";
    private static final Set<String> USUAL_NETWORK = Set.of("", "default");

    /** A record that an older engine has written does not tell all of it. */
    public ContainerConfig {
        unused = Objects.requireNonNullElse(unused, UnusedOptions.NONE);
        endpoints = Objects.requireNonNullElse(endpoints, Map.of());
    }

    /** Whether what the client gave stands for the image's command too. */
    public boolean replacesEntrypoint() {
        return entrypoint.isPresent() && !entrypoint.get().isEmpty();
    }

    /** What the client gave, without the empty word; empty: nothing. */
    public Optional<List<String>> ownEntrypoint() {
        return entrypoint.map(words -> words.equals(CLEARED) ? List.of() : words);
    }

    /** What the image says as well, where the client did not say another thing. */
    public ContainerConfig completedBy(ImageConfig fromImage) {
        Map<String, String> allLabels = new TreeMap<>(fromImage.labels());
        allLabels.putAll(labels);
        SortedSet<String> allPorts = new TreeSet<>(fromImage.exposedPorts());
        allPorts.addAll(exposedPorts);
        SortedSet<String> allVolumes = new TreeSet<>(fromImage.volumes());
        allVolumes.addAll(volumes);
        Optional<HealthCheck> check = healthCheck.map(own -> fromImage.healthCheck().map(own::completedBy).orElse(own)).or(fromImage::healthCheck);
        boolean ownProgram = command.isPresent() || replacesEntrypoint();
        Optional<List<String>> program = entrypoint.isPresent() || fromImage.entrypoint().isEmpty()
                ? entrypoint.filter(words -> !words.equals(CLEARED))
                : Optional.of(fromImage.entrypoint());
        return new ContainerConfig(
                image, ownProgram ? command : fromImage.command(), program, environment, workingDirectory, user, hostname, domainname, macAddress, networkDisabled, terminal, openInput, inputOnce, attachInput,
                attachOutput, attachError, allLabels, stopSignal.or(fromImage::stopSignal), stopTimeout, check, allPorts, allVolumes, unused, endpoints, host);
    }

    public ContainerConfig withHost(HostOptions newHost) {
        return new ContainerConfig(
                image, command, entrypoint, environment, workingDirectory, user, hostname, domainname, macAddress, networkDisabled, terminal, openInput, inputOnce, attachInput, attachOutput,
                attachError, labels, stopSignal, stopTimeout, healthCheck, exposedPorts, volumes, unused, endpoints, newHost);
    }

    public boolean removeWhenEnded() {
        return host.removeWhenEnded();
    }

    /** As it was asked for. */
    public String networkMode() {
        return host.networkMode();
    }

    /** The name of the network that it is connected with; empty: none, since it is in another container's, or has its own loopback alone. */
    public Optional<String> network() {
        String mode = networkMode();
        return networkDisabled || mode.startsWith(ANOTHERS) ? Optional.empty() : Optional.of(USUAL_NETWORK.contains(mode) ? "bridge" : mode);
    }
}
