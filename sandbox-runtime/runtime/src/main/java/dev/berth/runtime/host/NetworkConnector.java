package dev.berth.runtime.host;

import dev.berth.runtime.ContainerSpec;
import dev.berth.runtime.LaunchFailedException;
import dev.berth.runtime.kernel.BoundSocket;
import dev.berth.runtime.kernel.InternetSocket;
import dev.berth.runtime.kernel.NetworkNamespace;
import dev.berth.runtime.kernel.SystemCallException;
import dev.berth.runtime.network.Bridge;
import dev.berth.runtime.network.BridgePort;
import dev.berth.runtime.network.HostRoutes;
import dev.berth.runtime.network.MachineLink;
import dev.berth.runtime.network.MachineNetwork;
import dev.berth.runtime.network.NameSockets;
import dev.berth.runtime.network.NetlinkException;
import dev.berth.runtime.network.PortForward;
import dev.berth.runtime.network.PortForward.Protocol;
import dev.berth.runtime.network.PrivateNetwork;
import dev.berth.runtime.network.PublishedPorts;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
            Bridge.createDefault(inside);
        }
    }

    /** A container whose program waits. @throws LaunchFailedException {@code network} or {@code ports}, when a student has changed the machine's links or rules so that it cannot be */
    void connectContainer(int machine, int container, String id, ContainerSpec.Network.Bridged place, Optional<Consumer<NameSockets>> names) {
        try (NetworkNamespace inside = NetworkNamespace.ofProcess(machine); NetworkNamespace own = NetworkNamespace.ofProcess(container)) {
            for (ContainerSpec.Endpoint endpoint : place.endpoints()) {
                connect(inside, own, endpoint);
            }
            names.ifPresent(server -> server.accept(openNames(own)));
            if (!place.ports().isEmpty()) {
                publish(inside, id, place);
            }
        }
    }

    private static void connect(NetworkNamespace machine, NetworkNamespace container, ContainerSpec.Endpoint endpoint) {
        try {
            BridgePort.open(machine, container, endpoint.bridge(), endpoint.inner());
        } catch (NetlinkException refused) {
            throw new LaunchFailedException("network", endpoint.network(), refused.errno(), refused.getMessage());
        }
    }

    private static NameSockets openNames(NetworkNamespace container) {
        try {
            return NameSockets.open(container);
        } catch (SystemCallException refused) {
            throw new LaunchFailedException("network", refused.errno(), "no name server: " + refused.getMessage());
        }
    }

    private static void publish(NetworkNamespace machine, String id, ContainerSpec.Network.Bridged place) {
        Bridge bridge = place.endpoints().stream().filter(each -> each.inner().leadsOut()).map(ContainerSpec.Endpoint::bridge).findFirst().orElseThrow();
        try {
            PublishedPorts.publish(machine, id, bridge, place.ports());
        } catch (NetlinkException refused) {
            throw new LaunchFailedException("ports", refused.errno(), refused.getMessage());
        }
    }

    void createBridge(int machine, Bridge bridge) {
        try (NetworkNamespace inside = NetworkNamespace.ofProcess(machine)) {
            bridge.create(inside);
        }
    }

    void restoreBridge(int machine, Bridge bridge) {
        try (NetworkNamespace inside = NetworkNamespace.ofProcess(machine)) {
            bridge.restore(inside);
        }
    }

    void removeBridge(int machine, Bridge bridge) {
        try (NetworkNamespace inside = NetworkNamespace.ofProcess(machine)) {
            bridge.remove(inside);
        }
    }

    void join(int machine, PrivateNetwork network, PrivateNetwork.Member member) {
        try (NetworkNamespace inside = NetworkNamespace.ofProcess(machine)) {
            network.plug(inside, member, mtu);
        }
    }

    void plug(int machine, int container, ContainerSpec.Endpoint endpoint) {
        try (NetworkNamespace inside = NetworkNamespace.ofProcess(machine); NetworkNamespace own = NetworkNamespace.ofProcess(container)) {
            BridgePort.open(inside, own, endpoint.bridge(), endpoint.inner());
        }
    }

    void unplug(int container, String inner) {
        try (NetworkNamespace own = NetworkNamespace.ofProcess(container)) {
            BridgePort.unplug(own, inner);
        }
    }

    /** Of a running container. @param ports that lead to it by this bridge, in place of those that led to it before; empty: there were none */
    void leadOut(int machine, int container, String id, Bridge bridge, List<PortForward> ports) {
        try (NetworkNamespace inside = NetworkNamespace.ofProcess(machine); NetworkNamespace own = NetworkNamespace.ofProcess(container)) {
            BridgePort.leadOut(own, bridge);
            if (!ports.isEmpty()) {
                PublishedPorts.withdraw(inside, id);
                PublishedPorts.publish(inside, id, bridge, ports);
            }
        }
    }

    void withdrawPorts(int machine, String id) {
        try (NetworkNamespace inside = NetworkNamespace.ofProcess(machine)) {
            PublishedPorts.withdraw(inside, id);
        }
    }

    void withdrawOtherPorts(int machine, List<String> ids) {
        try (NetworkNamespace inside = NetworkNamespace.ofProcess(machine)) {
            PublishedPorts.withdrawOthers(inside, ids);
        }
    }

    NameSockets nameSockets(int container) {
        try (NetworkNamespace own = NetworkNamespace.ofProcess(container)) {
            return NameSockets.open(own);
        }
    }

    InternetSocket connectOut(int machine, InternetSocket.Kind kind, Inet4Address address, int port) {
        try (NetworkNamespace inside = NetworkNamespace.ofProcess(machine)) {
            return inside.visit(() -> InternetSocket.connecting(kind, address, port));
        }
    }

    /** Keeps programs in a machine from listening on a port that is published, as Docker's proxy does. Nothing is listened for: the firewall leads packets on. */
    BoundSocket reservePort(int machine, Protocol protocol, Inet4Address at, int port) {
        try (NetworkNamespace inside = NetworkNamespace.ofProcess(machine)) {
            return inside.visit(() -> BoundSocket.open(protocol == Protocol.UDP, at, port));
        }
    }
}
