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
 * A container's place on its machine's {@link DefaultBridge}: a veth pair whose one end is a port of the bridge and whose other is the container's
 * {@code eth0}. It vanishes with the container's namespace, a while after its last process, also when no engine runs: nothing needs to be adopted.
 */
public final class BridgePort {
    private static final String LOOPBACK = "lo";
    private static final String INNER_NAME = "eth0";
    private static final Path NO_IPV6 = Path.of("/proc/sys/net/ipv6/conf/all/disable_ipv6");

    private final String name;

    private BridgePort(String name) {
        this.name = name;
    }

    /**
     * Connects a container whose program has not been started yet: afterwards {@code lo} and {@code eth0} are up, with address and default route.
     *
     * @param address in {@link DefaultBridge#SUBNET}, not in use
     * @param mac of its {@code eth0}
     * @throws NetlinkException with nothing left behind in the machine
     */
    public static BridgePort open(NetworkNamespace machine, NetworkNamespace container, Inet4Address address, MacAddress mac) {
        BridgePort port = new BridgePort(randomName());
        int inner = port.plugIn(machine, container, address, mac);
        try {
            configureInside(container, inner, address);
            return port;
        } catch (RuntimeException failure) {
            port.close(machine);
            throw failure;
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
    private int plugIn(NetworkNamespace machine, NetworkNamespace container, Inet4Address address, MacAddress mac) {
        try (NetlinkConnection route = machine.visit(NetlinkConnection::route)) {
            LinkRequest.Link bridge = LinkRequest.find(route, DefaultBridge.NAME)
                    .orElseThrow(this::withoutBridge);
            int inner = freePair(route, address);
            LinkEnd outerEnd = new LinkEnd(name, inner + 1, DefaultBridge.MTU, Optional.empty());
            LinkEnd innerEnd = new LinkEnd(INNER_NAME, inner, DefaultBridge.MTU, Optional.of(mac));
            new LinkRequest().addPair(outerEnd, OptionalInt.of(bridge.index()), innerEnd, container).execute(route);
            try {
                new LinkRequest().up(name).execute(route);
                return inner;
            } catch (NetlinkException failure) {
                LinkRequest.deleteIfPresent(route, name);
                throw failure;
            }
        }
    }

    /** In Docker's words: a student may have removed it. */
    private NetlinkException withoutBridge() {
        return new NetlinkException(LinkRequest.ENODEV, "adding interface " + name + " to bridge " + DefaultBridge.NAME + " failed: could not find bridge " + DefaultBridge.NAME
                + ": route ip+net: no such network interface");
    }

    /**
     * The two ends of Docker's pairs have neighbouring numbers, the container's is even: 4 and 5 for the first address. Links of the student's own may
     * have taken them.
     */
    private static int freePair(NetlinkConnection route, Inet4Address address) {
        int inner = 2 * (Subnet.bits(address) - Subnet.bits(DefaultBridge.SUBNET.first()));
        while (LinkRequest.exists(route, inner) || LinkRequest.exists(route, inner + 1)) {
            inner += 2;
        }
        return inner;
    }

    private static String randomName() {
        int digits = ThreadLocalRandom.current().nextInt(1 << 28);
        return "veth" + HexFormat.of().toHexDigits(digits, 7);
    }

    private static void configureInside(NetworkNamespace container, int index, Inet4Address address) {
        try (NetlinkConnection route = container.visit(BridgePort::prepare)) {
            new LinkRequest()
                    .up(LOOPBACK)
                    .address(index, address, DefaultBridge.SUBNET)
                    .up(INNER_NAME)
                    .defaultRoute(DefaultBridge.GATEWAY)
                    .execute(route);
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
