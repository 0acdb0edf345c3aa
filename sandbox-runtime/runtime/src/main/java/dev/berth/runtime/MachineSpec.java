package dev.berth.runtime;

import dev.berth.runtime.network.MachineNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A machine as it is wanted.
 *
 * @param name unique on this host, {@code [a-zA-Z0-9][a-zA-Z0-9_.-]*}, at most 64 characters; names the control group too
 * @param hostname what {@code hostname} prints inside
 * @param baseId host id of the machine's root; ids {@code 0..idCount-1} inside are {@code baseId..} outside
 * @param idCount how many ids the machine has
 * @param layers names of folders in the layer store, topmost first, as overlayfs lists lower directories
 * @param disk host folder that holds {@code root/{upper,work}} and {@code containers/}, made and owned by {@code baseId} before the start, and {@code volumes/}, which the machine sees as
 *     {@code /var/lib/docker/volumes}
 * @param sockets host folder bound read-only at {@code /run/berth} in the machine: the machine's Docker socket lives there
 * @param nameservers addresses for the machine's {@code /etc/resolv.conf}
 * @param network empty: the machine has {@code lo} only
 */
public record MachineSpec(
        String name,
        String hostname,
        int baseId,
        int idCount,
        List<String> layers,
        Path disk,
        Path sockets,
        List<String> nameservers,
        Optional<MachineNetwork> network,
        ResourceLimits limits) {}
