package dev.berth.engine.container;

import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.image.Digest;
import dev.berth.engine.network.NetworkSettings;
import dev.berth.engine.volume.MountPoint;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is kept on disk of a container. Immutable; each change is a new one that replaces the old.
 *
 * @param program what runs in it, merged from image and request
 * @param layers names of its image's layer folders, topmost first
 * @param mounts what it has mounted, decided when it was created
 * @param restartCount how often its policy has started it again since a client started it
 * @param stoppedByHand a client has stopped it since it was started
 * @param network where it is connected
 * @param ofBuild a build runs an instruction in it: it goes with the build, whatever ends that
 */
public record ContainerRecord(
        ContainerId id,
        String name,
        ContainerConfig config,
        Digest image,
        String imageName,
        List<String> layers,
        Program program,
        String hostname,
        List<MountPoint> mounts,
        ContainerState state,
        Instant created,
        int restartCount,
        boolean stoppedByHand,
        NetworkSettings network,
        boolean ofBuild) {

    /** A record that an older engine has written does not tell of networks. */
    public ContainerRecord {
        network = network == null ? NetworkSettings.of(config.network(), config.endpoints()) : network;
    }

    public ContainerRecord withMounts(List<MountPoint> newMounts) {
        return new ContainerRecord(id, name, config, image, imageName, layers, program, hostname, newMounts, state, created, restartCount, stoppedByHand, network, ofBuild);
    }

    ContainerRecord withConfig(ContainerConfig newConfig) {
        return new ContainerRecord(id, name, newConfig, image, imageName, layers, program, hostname, mounts, state, created, restartCount, stoppedByHand, network, ofBuild);
    }

    ContainerRecord withName(String newName) {
        return new ContainerRecord(id, newName, config, image, imageName, layers, program, hostname, mounts, state, created, restartCount, stoppedByHand, network, ofBuild);
    }

    ContainerRecord withHostname(String newHostname) {
        return new ContainerRecord(id, name, config, image, imageName, layers, program, newHostname, mounts, state, created, restartCount, stoppedByHand, network, ofBuild);
    }

    ContainerRecord withState(ContainerState newState) {
        return new ContainerRecord(id, name, config, image, imageName, layers, program, hostname, mounts, newState, created, restartCount, stoppedByHand, network, ofBuild);
    }

    ContainerRecord withNetwork(NetworkSettings newNetwork) {
        return new ContainerRecord(id, name, config, image, imageName, layers, program, hostname, mounts, state, created, restartCount, stoppedByHand, newNetwork, ofBuild);
    }

    ContainerRecord withStoppedByHand(boolean nowByHand) {
        return new ContainerRecord(
                id, name, config, image, imageName, layers, program, hostname, mounts, state, created, restartCount, nowByHand, network, ofBuild);
    }

    ContainerRecord withRestartCount(int count) {
        return new ContainerRecord(
                id, name, config, image, imageName, layers, program, hostname, mounts, state, created, count, stoppedByHand, network, ofBuild);
    }

    ContainerRecord kept() {
        return new ContainerRecord(id, name, config, image, imageName, layers, program, hostname, mounts, state, created, restartCount, stoppedByHand, network, false);
    }

    /** Whether it goes with its program's end: then it need not outlive a crash of the host, and nothing waits until the disk has its record or its files. */
    public boolean ephemeral() {
        return ofBuild || config.removeWhenEnded();
    }

    /** Where what it has mounted comes from, by the targets. */
    Map<String, String> mountSources() {
        Map<String, String> sources = new HashMap<>();
        mounts.forEach(mount -> sources.put(mount.target(), mount.shownSource()));
        config.host().mounts().temporary().keySet().forEach(target -> sources.put(target, MountPoint.TMPFS));
        return sources;
    }
}
