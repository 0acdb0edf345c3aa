package dev.berth.runtime.network;

import dev.berth.runtime.kernel.NetworkNamespace;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The cable between the host and a machine: a veth pair whose outer end is named by the {@link MachineNetwork} and whose inner end is {@code eth0}.
 * The outer end has a route to the machine's address alone, which is what {@link HostNat} checks sources against. Closing it removes both ends; they
 * also vanish with the machine's namespace.
 */
public final class MachineLink implements AutoCloseable {
    private static final String LOOPBACK = "lo";
    private static final int LOOPBACK_INDEX = 1;
    private static final String INNER_NAME = "eth0";
    private static final int INNER_INDEX = LOOPBACK_INDEX + 1;

    private final String hostInterface;

    private MachineLink(String hostInterface) {
        this.hostInterface = hostInterface;
    }

    /**
     * Makes the pair, between the namespace of the calling thread (the host's) and the machine's, and sets both ends up: afterwards the machine reaches
     * its gateway.
     *
     * @param inside the machine's namespace, with nothing but {@code lo} in it
     * @param mtu of both ends: the uplink's, see {@link HostRoutes#uplinkMtu()}
     * @throws NetlinkException with nothing left behind
     */
    public static MachineLink open(MachineNetwork network, NetworkNamespace inside, int mtu) {
        LinkEnd outer = new LinkEnd(network.hostInterface(), 0, mtu, Optional.empty());
        LinkEnd inner = new LinkEnd(INNER_NAME, INNER_INDEX, mtu, Optional.empty());
        MachineLink link = new MachineLink(outer.name());
        try (NetlinkConnection host = NetlinkConnection.route()) {
            new LinkRequest().addPair(outer, OptionalInt.empty(), inner, inside).execute(host);
            try {
                int index = LinkRequest.find(host, outer.name()).orElseThrow().index();
                new LinkRequest()
                        .withoutIpv6(outer.name())
                        .addressToPeer(index, network.gateway(), network.address())
                        .up(outer.name())
                        .execute(host);
                configureInside(network, inside);
                return link;
            } catch (RuntimeException failure) {
                link.close();
                throw failure;
            }
        }
    }

    /** The link of a machine that went on while the engine was away, or whose link went with it meanwhile. */
    public static MachineLink adopt(MachineNetwork network) {
        return new MachineLink(network.hostInterface());
    }

    /** Removes both ends. Can be called twice. */
    @Override
    public void close() {
        try (NetlinkConnection host = NetlinkConnection.route()) {
            LinkRequest.deleteIfPresent(host, hostInterface);
        }
    }

    private static void configureInside(MachineNetwork network, NetworkNamespace inside) {
        Subnet subnet = Subnet.around(network.address(), network.prefixLength());
        try (NetlinkConnection machine = inside.visit(NetlinkConnection::route)) {
            new LinkRequest()
                    .up(LOOPBACK)
                    .address(INNER_INDEX, network.address(), subnet)
                    .up(INNER_NAME)
                    .defaultRoute(network.gateway())
                    .execute(machine);
        }
    }
}
