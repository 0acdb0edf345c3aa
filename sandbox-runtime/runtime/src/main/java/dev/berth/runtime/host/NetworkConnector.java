package dev.berth.runtime.host;

import dev.berth.runtime.ContainerSpec;
import dev.berth.runtime.LaunchFailedException;
import dev.berth.runtime.kernel.NetworkNamespace;
import dev.berth.runtime.network.BridgePort;
import dev.berth.runtime.network.DefaultBridge;
import dev.berth.runtime.network.HostRoutes;
import dev.berth.runtime.network.MachineLink;
import dev.berth.runtime.network.MachineNetwork;
import dev.berth.runtime.network.NetlinkException;
import java.util.Optional;

/** Puts machines and containers on their networks. What it makes ends with their namespaces, so there is nothing to close. */
final class NetworkConnector {
    private final int mtu = HostRoutes.read().uplinkMtu();

    /** A machine whose first process runs and has no network yet but {@code lo}. */
    void connectMachine(int machine, Optional<MachineNetwork> place) {
        try (NetworkNamespace inside = NetworkNamespace.ofProcess(machine)) {
            place.ifPresent(network -> {
                // The namespace of an earlier machine at this place may not be quite gone: the kernel takes links down in the background.
                MachineLink.adopt(network).close();
                MachineLink.open(network, inside, mtu);
            });
            DefaultBridge.create(inside);
        }
    }

    /** A container whose program waits. @throws LaunchFailedException {@code network}, when a student has changed the machine's links so that it cannot be */
    void connectContainer(int machine, int container, ContainerSpec.Network.Bridge place) {
        try (NetworkNamespace inside = NetworkNamespace.ofProcess(machine); NetworkNamespace own = NetworkNamespace.ofProcess(container)) {
            BridgePort.open(inside, own, place.address(), place.mac());
        } catch (NetlinkException refused) {
            throw new LaunchFailedException("network", refused.errno(), refused.getMessage());
        }
    }
}
