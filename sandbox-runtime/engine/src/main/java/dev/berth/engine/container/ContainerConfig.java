package dev.berth.engine.container;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a client asked for when it created a container; what it left out is absent and comes from the image.
 *
 * @param image as it was typed
 * @param entrypoint present and empty: the image's is cleared
 * @param runtime {@code machine} on the admin level; {@code ""} otherwise
 * @param networkMode {@code default}, {@code bridge}, {@code none}, {@code host}
 */
public record ContainerConfig(
        String image,
        Optional<List<String>> command,
        Optional<List<String>> entrypoint,
        List<String> environment,
        String workingDirectory,
        String user,
        String hostname,
        boolean terminal,
        boolean openInput,
        boolean inputOnce,
        boolean attachInput,
        boolean attachOutput,
        boolean attachError,
        Map<String, String> labels,
        Optional<String> stopSignal,
        OptionalInt stopTimeout,
        boolean removeWhenEnded,
        boolean readOnlyRoot,
        String runtime,
        String networkMode,
        OptionalLong memoryBytes,
        OptionalLong processes) {

    ContainerConfig withLabels(Map<String, String> newLabels) {
        return new ContainerConfig(
                image, command, entrypoint, environment, workingDirectory, user, hostname, terminal, openInput, inputOnce, attachInput, attachOutput,
                attachError, newLabels, stopSignal, stopTimeout, removeWhenEnded, readOnlyRoot, runtime, networkMode, memoryBytes, processes);
    }
}
