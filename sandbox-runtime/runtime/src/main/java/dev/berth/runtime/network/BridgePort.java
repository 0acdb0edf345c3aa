package dev.berth.runtime.network;

import dev.berth.runtime.kernel.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A container's place on a {@link Bridge} of its machine: a veth pair whose one end is a port of the bridge and whose other is a link of the container's. It vanishes with the container's
 * namespace, a while after its last process, also when no engine runs: nothing needs to be adopted.
 */
public final class BridgePort {
    private static final String LOOPBACK = "lo";
    private static final int FIRST_CONTAINER = 2;
    private static final int MOST_NUMBERS = 1 << 16;
    private static final Path NO_IPV6 = Path.of("/proc/sys/net/ipv6/conf/all/disable_ipv6");

    /**
     * The container's end.
     *
     * @param name like {@code eth0}
     * @param address in the bridge's subnet, not in use
     * @param leadsOut the container's default route leads to the bridge
     */
    public record Inner(String name, Inet4Address address, MacAddress mac, boolean leadsOut) {}

    private final String name;
    private final Bridge bridge;

    private BridgePort(String name, Bridge bridge) {
        this.name = name;
        this.bridge = bridge;
    }

    /**
     * Connects a container: afterwards {@code lo} and its end are up, with address and route.
     *
     * @throws NetlinkException with nothing left behind in the machine
     */
    public static BridgePort open(NetworkNamespace machine, NetworkNamespace container, Bridge bridge, Inner inner) {
        BridgePort port = new BridgePort(randomName(), bridge);
        int index = port.plugIn(machine, container, inner);
        try {
            port.configureInside(container, index, inner);
            return port;
        } catch (RuntimeException failure) {
            port.close(machine);
            throw failure;
        }
    }

    /** Disconnects a running container: both ends vanish. Nothing happens when they have. @param inner name of the container's end */
    public static void unplug(NetworkNamespace container, String inner) {
        try (NetlinkConnection route = container.visit(NetlinkConnection::route)) {
            LinkRequest.deleteIfPresent(route, inner);
        }
    }

    /** From now on the container's default route leads to this bridge, which it is connected with. */
    public static void leadOut(NetworkNamespace container, Bridge bridge) {
        try (NetlinkConnection route = container.visit(NetlinkConnection::route)) {
            new LinkRequest().newDefaultRoute(bridge.gateway()).execute(route);
        }
    }

    /** Name of the machine's end, as {@code brctl show docker0} prints it: {@code veth} and seven hexadecimal digits, as Docker's. */
    public String name() {
        return name;
    }

    /**
     * Removes both ends now. Can be called twice. Takes tens of milliseconds, in which the kernel waits for packets under way: not to be awaited where
     * somebody waits for an answer.
     *
     * @param machine the namespace that the port was opened in
     */
    public void close(NetworkNamespace machine) {
        try (NetlinkConnection route = machine.visit(NetlinkConnection::route)) {
            LinkRequest.deleteIfPresent(route, name);
        }
    }

    /** @return number of the inner end */
    private int plugIn(NetworkNamespace machine, NetworkNamespace container, Inner inner) {
        try (NetlinkConnection route = machine.visit(NetlinkConnection::route)) {
            LinkRequest.Link link = LinkRequest.find(route, bridge.name())
                    .orElseThrow(this::withoutBridge);
            int index = freePair(route, link.index(), inner.address());
            LinkEnd outerEnd = new LinkEnd(name, index + 1, bridge.mtu(), Optional.empty());
            LinkEnd innerEnd = new LinkEnd(inner.name(), index, bridge.mtu(), Optional.of(inner.mac()));
            new LinkRequest().addPair(outerEnd, OptionalInt.of(link.index()), innerEnd, container).execute(route);
            try {
                (bridge.internal() ? new LinkRequest() : new LinkRequest().turnsBack(name)).up(name).execute(route);
                return index;
            } catch (NetlinkException failure) {
                LinkRequest.deleteIfPresent(route, name);
                throw failure;
            }
        }
    }

    /** In Docker's words: a student may have removed it. */
    private NetlinkException withoutBridge() {
        return new NetlinkException(LinkRequest.ENODEV, "adding interface " + name + " to bridge " + bridge.name() + " failed: could not find bridge " + bridge.name()
                + ": route ip+net: no such network interface");
    }

    /**
     * The two ends of Docker's pairs have neighbouring numbers, the container's is even: 4 and 5 for the first address on {@code docker0}. Links of the student's own may have taken them.
     */
    private int freePair(NetlinkConnection route, int numberOfBridge, Inet4Address address) {
        int first = numberOfBridge + 1 & ~1;
        int index = first + 2 * Math.min(MOST_NUMBERS, Math.max(0, Subnet.bits(address) - Subnet.bits(bridge.subnet().first()) - FIRST_CONTAINER));
        while (LinkRequest.exists(route, index) || LinkRequest.exists(route, index + 1)) {
            index += 2;
        }
        return index;
    }

    private static String randomName() {
        int digits = ThreadLocalRandom.current().nextInt(1 << 28);
        return "veth" + HexFormat.of().toHexDigits(digits, 7);
    }

    private void configureInside(NetworkNamespace container, int index, Inner inner) {
        try (NetlinkConnection route = container.visit(BridgePort::prepare)) {
            LinkRequest request = new LinkRequest().up(LOOPBACK).address(index, inner.address(), bridge.subnet()).up(inner.name());
            (inner.leadsOut() ? request.defaultRoute(bridge.gateway()) : request).execute(route);
        }
    }

    private static NetlinkConnection prepare() {
        withoutIpv6();
        return NetlinkConnection.route();
    }

    /** Docker gives a container no IPv6 unless asked to. A kernel without IPv6 has no such file, and nothing to turn off. */
    private static void withoutIpv6() {
        if (!Files.exists(NO_IPV6)) {
            return;
        }
        try {
            Files.writeString(NO_IPV6, "1");
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot turn IPv6 off in a container: " + failure.getMessage(), failure);
        }
    }
}
