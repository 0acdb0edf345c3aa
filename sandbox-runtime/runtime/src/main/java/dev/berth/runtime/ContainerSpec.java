package dev.berth.runtime;

import dev.berth.runtime.network.Bridge;
import dev.berth.runtime.network.BridgePort;
import dev.berth.runtime.network.PortForward;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A container in a machine, as it is wanted.
 *
 * @param machine name of a running machine
 * @param id the container's 64 hexadecimal digits; {@code disk/containers/<id>/{upper,work}} of the machine must exist, owned by the machine's root
 * @param layers names of folders in the layer store, topmost first
 * @param sharing whose namespaces it has
 * @param network how the container reaches others
 * @param capabilities kept, by their names without {@code CAP_} in lower case, e.g. {@code chown}
 * @param privileged nothing is masked or read-only, all system calls of a machine are there, and every capability of the machine's root is kept, whatever {@code capabilities} says
 * @param volatileRoot its files need not outlive a crash of the host: nothing waits until the disk has them
 * @param noNewPrivileges no program gains rights by set-user-id or file capabilities
 * @param unconfined all system calls of a machine are there
 * @param mounts in the order in which they are made
 * @param sharedMemoryBytes size of its own /dev/shm; empty: it has none
 * @param settings sysctls of its own namespaces, by dotted name
 * @param processLimits for its processes; what is not named is the machine's
 * @param outOfMemoryScore adjustment of oom_score, see proc_pid_oom_score_adj(5); 0: none
 * @param init true: process 1 is a small program of ours that passes signals on, reaps, and runs the container's program as its child
 * @param files small files written into the container before the program starts (/etc/hostname, /etc/hosts, /etc/resolv.conf)
 */
public record ContainerSpec(
        String machine,
        String id,
        String hostname,
        String domainname,
        List<String> layers,
        NamespaceSharing sharing,
        Network network,
        Set<String> capabilities,
        boolean privileged,
        boolean readOnlyRoot,
        boolean volatileRoot,
        boolean noNewPrivileges,
        boolean unconfined,
        List<ContainerMount> mounts,
        OptionalLong sharedMemoryBytes,
        Map<String, String> settings,
        List<ProcessLimit> processLimits,
        int outOfMemoryScore,
        boolean init,
        List<ContainerFile> files,
        ProcessSpec process,
        ResourceLimits limits) {

    /** How a container is connected. */
    public sealed interface Network {
        /** A network namespace with {@code lo} only. */
        record None() implements Network {}

        /** The machine's own network namespace. */
        record Host() implements Network {}

        /** Another container's network namespace. @param id of a container of the same machine that runs */
        record Shared(String id) implements Network {}

        /** A veth pair into each of these bridges of the machine. @param ports of the machine that lead to the container, on the bridge that its default route leads to */
        record Bridged(List<Endpoint> endpoints, List<PortForward> ports) implements Network {}
    }

    /** A container's place on a bridge. @param network its name, for messages */
    public record Endpoint(String network, Bridge bridge, BridgePort.Inner inner) {}

    /** @param path absolute, inside the container; @param content at most 64 KiB */
    public record ContainerFile(String path, String content) {}

    public Optional<Network.Bridged> bridged() {
        return network instanceof Network.Bridged bridged ? Optional.of(bridged) : Optional.empty();
    }
}
