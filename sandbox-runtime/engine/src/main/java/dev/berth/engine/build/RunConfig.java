package dev.berth.engine.build;

import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.container.option.HostOptions;
import dev.berth.engine.container.option.RestartPolicy;
import dev.berth.engine.container.option.UnusedOptions;
import dev.berth.engine.image.HealthCheck;
import dev.berth.engine.image.Image;
import dev.berth.engine.network.Publishing;
import dev.berth.engine.volume.MountOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/** The container of a RUN instruction: as the image is run, but for its entrypoint and its health check; nobody reads its log later. */
record RunConfig(Image image, StageConfig config, List<String> command, List<String> environment, BuildRequest.Running running, Map<String, String> temporary) {
    private static final Optional<List<String>> NO_ENTRYPOINT = Optional.of(List.of(""));
    private static final HealthCheck NO_CHECK = new HealthCheck(List.of("NONE"), Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);

    ContainerConfig container() {
        return new ContainerConfig(
                image.id().toString(), Optional.of(command), NO_ENTRYPOINT, environment, config.workingDirectory, config.user, "", "", Optional.empty(), false, false, false, false, false, false,
                false, config.labels, config.stopSignal, OptionalInt.empty(), Optional.of(NO_CHECK), new TreeSet<>(config.exposedPorts), new TreeSet<>(config.volumes), UnusedOptions.NONE, Map.of(),
                host());
    }

    private HostOptions host() {
        return new HostOptions(
                false, "", running.networkMode().isEmpty() ? "default" : running.networkMode(), RestartPolicy.NO, HostOptions.NamespaceModes.DEFAULT, HostOptions.Privileges.DEFAULT,
                running.resources(), new HostOptions.NameResolution(List.of(), List.of(), List.of(), running.hosts()), new MountOptions(List.of(), List.of(), List.of(), temporary, ""), new HostOptions.LogOptions("none", Map.of()), Map.of(),
                running.sharedMemoryBytes() == 0 ? HostOptions.DEFAULT_SHARED_MEMORY : running.sharedMemoryBytes(), Optional.empty(), Publishing.NONE, List.of());
    }
}
