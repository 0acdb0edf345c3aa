package dev.berth.runtime;

import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A container in a machine, as it is wanted.
 *
 * @param machine name of a running machine
 * @param id the container's 64 hexadecimal digits; {@code disk/containers/<id>/{upper,work}} of the machine must exist, owned by the machine's root
 * @param layers names of folders in the layer store, topmost first
 * @param network how the container reaches others
 * @param capabilities kept, by their names without {@code CAP_} in lower case, e.g. {@code chown}
 * @param files small files written into the container before the program starts (/etc/hostname, /etc/hosts, /etc/resolv.conf)
 */
public record ContainerSpec(
        String machine,
        String id,
        String hostname,
        List<String> layers,
        Network network,
        Set<String> capabilities,
        boolean readOnlyRoot,
        List<ContainerFile> files,
        ProcessSpec process,
        ResourceLimits limits) {

    /** How a container is connected. */
    public sealed interface Network {
        /** A network namespace with {@code lo} only. */
        record None() implements Network {}

        /** The machine's own network namespace. */
        record Host() implements Network {}

        /** A veth pair into the machine's bridge {@code docker0}; the container's end is {@code eth0}. */
        record Bridge(Inet4Address address, Inet4Address gateway, int prefixLength) implements Network {}
    }

    /** @param path absolute, inside the container; @param content at most 64 KiB */
    public record ContainerFile(String path, String content) {}

    /** Docker's default network for a container that has none. */
    public Optional<Inet4Address> address() {
        return network instanceof Network.Bridge bridge ? Optional.of(bridge.address()) : Optional.empty();
    }
}
