package dev.berth.engine.container;

import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.container.option.HostOptions;
import dev.berth.engine.image.Digest;
import dev.berth.engine.network.NetworkSettings;
import dev.berth.engine.volume.MountPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A container as it is at one moment: all that inspect and list need. Immutable.
 *
 * @param name without the leading slash
 * @param image id of its image; @param imageName as the client typed it, whatever that name means now
 * @param path program that runs, entrypoint and command joined; @param arguments what follows it
 * @param environment merged from image and request
 * @param pid as seen in the machine; 0 when it does not run
 * @param network where it is connected
 * @param health empty: it has no check, or was never started
 * @param recordBytes how long its record is, in which a client's own words make the difference
 * @param ofBuild a build runs an instruction in it, and goes on with its files
 */
public record ContainerView(
        ContainerId id,
        String name,
        ContainerConfig config,
        Digest image,
        String imageName,
        String path,
        List<String> arguments,
        List<String> environment,
        String workingDirectory,
        String user,
        String hostname,
        ContainerState state,
        Instant created,
        int restartCount,
        int pid,
        NetworkSettings network,
        List<MountPoint> mounts,
        String logPath,
        List<String> execIds,
        Optional<Health> health,
        int recordBytes,
        boolean ofBuild) {

    ContainerView withHost(HostOptions host) {
        return new ContainerView(
                id, name, config.withHost(host), image, imageName, path, arguments, environment, workingDirectory, user, hostname, state, created, restartCount, pid, network, mounts, logPath, execIds, health,
                recordBytes, ofBuild);
    }

    /** The one that its first interface has while it runs. */
    public Optional<String> address() {
        return network.addresses().stream().findFirst();
    }
}
