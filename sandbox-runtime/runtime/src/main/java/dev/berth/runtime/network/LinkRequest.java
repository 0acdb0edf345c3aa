package dev.berth.runtime.network;

import dev.berth.runtime.kernel.NetworkNamespace;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A set of changes to links, addresses and routes, sent to the kernel in one packet and carried out in order.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/rtnetlink.7.html">rtnetlink(7)</a>
 */
final class LinkRequest {
    /** errno: no such device. */
    static final int ENODEV = 19;
    /** errno: no such route. */
    private static final int ESRCH = 3;

    private static final int NEW_LINK = 16;
    private static final int DELETE_LINK = 17;
    private static final int GET_LINK = 18;
    private static final int NEW_ADDRESS = 20;
    private static final int NEW_ROUTE = 24;
    private static final int DELETE_ROUTE = 25;

    private static final int CREATE = NetlinkRequest.FLAG_CREATE | NetlinkRequest.FLAG_EXCLUSIVE;

    private static final int AF_UNSPEC = 0;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private static final int IFF_UP = 1;
    private static final int LINK_ADDRESS = 1;
    private static final int LINK_NAME = 3;
    private static final int LINK_MTU = 4;
    private static final int LINK_MASTER = 10;
    private static final int LINK_QUEUE_LENGTH = 13;
    private static final int LINK_INFO = 18;
    private static final int LINK_FAMILIES = 26;
    private static final int LINK_NAMESPACE = 28;
    private static final int LINK_SEND_QUEUES = 31;
    private static final int LINK_RECEIVE_QUEUES = 32;
    private static final int INFO_KIND = 1;
    private static final int INFO_DATA = 2;
    private static final int INFO_PORT_KIND = 4;
    private static final int INFO_PORT_DATA = 5;
    private static final int PORT_HAIRPIN = 4;
    private static final int VETH_PEER = 1;
    private static final int INET6_ADDRESS_GENERATION = 8;
    private static final int NO_ADDRESS_GENERATION = 1;

    private static final int ADDRESS_PEER = 1;
    private static final int ADDRESS_LOCAL = 2;
    private static final int ADDRESS_BROADCAST = 4;

    private static final int ROUTE_DESTINATION = 1;
    private static final int ROUTE_GATEWAY = 5;
    private static final int ROUTE_METRIC = 6;
    private static final int MAIN_TABLE = 254;
    private static final int PROTOCOL_BOOT = 3;
    private static final int SCOPE_UNIVERSE = 0;
    private static final int SCOPE_ANY = 255;
    private static final int UNICAST = 1;
    private static final int UNREACHABLE = 7;

    private static final int LINK_HEADER = 16;

    /** What the kernel says of a link. @param index its number in its namespace; @param mtu largest packet, in bytes */
    record Link(int index, int mtu) {}

    private final NetlinkRequest request = new NetlinkRequest();

    /** A veth pair: {@code here} in the namespace of the request, {@code there} in another. */
    LinkRequest addPair(LinkEnd here, OptionalInt bridge, LinkEnd there, NetworkNamespace namespace) {
        request.message(NEW_LINK, CREATE, "add link \"" + here.name() + "\"").acknowledge();
        link(here);
        bridge.ifPresent(index -> request.wordAttribute(LINK_MASTER, index));
        request.nested(LINK_INFO, () -> request.textAttribute(INFO_KIND, "veth").nested(INFO_DATA, () -> request.nested(VETH_PEER, () -> {
            link(there);
            request.wordAttribute(LINK_NAMESPACE, namespace.descriptor());
        })));
        return this;
    }

    LinkRequest addBridge(LinkEnd bridge) {
        request.message(NEW_LINK, CREATE, "add bridge \"" + bridge.name() + "\"").acknowledge();
        link(bridge);
        request.nested(LINK_INFO, () -> request.textAttribute(INFO_KIND, "bridge"));
        return this;
    }

    /** The link gets no IPv6 address by itself. To be said before it is up. */
    LinkRequest withoutIpv6(String name) {
        request.message(NEW_LINK, 0, "keep IPv6 off \"" + name + "\"").acknowledge();
        linkHeader(0, 0).textAttribute(LINK_NAME, name);
        request.nested(LINK_FAMILIES, () -> request.nested(AF_INET6,
                () -> request.octetAttribute(INET6_ADDRESS_GENERATION, NO_ADDRESS_GENERATION)));
        return this;
    }

    /** A bridge's port that may send what comes in by it out by it again. */
    LinkRequest turnsBack(String port) {
        request.message(NEW_LINK, 0, "let \"" + port + "\" turn back").acknowledge();
        linkHeader(0, 0).textAttribute(LINK_NAME, port);
        request.nested(LINK_INFO, () -> request.textAttribute(INFO_PORT_KIND, "bridge").nested(INFO_PORT_DATA, () -> request.octetAttribute(PORT_HAIRPIN, 1)));
        return this;
    }

    LinkRequest up(String name) {
        request.message(NEW_LINK, 0, "set \"" + name + "\" up").acknowledge();
        linkHeader(0, IFF_UP).textAttribute(LINK_NAME, name);
        return this;
    }

    LinkRequest delete(String name) {
        request.message(DELETE_LINK, 0, "delete link \"" + name + "\"").acknowledge();
        linkHeader(0, 0).textAttribute(LINK_NAME, name);
        return this;
    }

    /** An address in the link's subnet, with a route to it. */
    LinkRequest address(int link, Inet4Address address, Subnet subnet) {
        addressHeader(link, subnet.prefixLength(), address)
                .attribute(ADDRESS_LOCAL, address.getAddress())
                .attribute(ADDRESS_PEER, address.getAddress())
                .attribute(ADDRESS_BROADCAST, subnet.broadcast().getAddress());
        return this;
    }

    /** An address on a link to one other, with a route to that one alone. */
    LinkRequest addressToPeer(int link, Inet4Address address, Inet4Address peer) {
        addressHeader(link, Integer.SIZE, address)
                .attribute(ADDRESS_LOCAL, address.getAddress())
                .attribute(ADDRESS_PEER, peer.getAddress());
        return this;
    }

    LinkRequest defaultRoute(Inet4Address gateway) {
        return defaultRoute(gateway, CREATE);
    }

    /** In place of the one that may be there. */
    LinkRequest newDefaultRoute(Inet4Address gateway) {
        return defaultRoute(gateway, NetlinkRequest.FLAG_CREATE | NetlinkRequest.FLAG_REPLACE);
    }

    private LinkRequest defaultRoute(Inet4Address gateway, int flags) {
        request.message(NEW_ROUTE, flags, "add default route via \"" + gateway.getHostAddress() + "\"").acknowledge();
        request.octet(AF_INET).octet(0).octet(0).octet(0);
        request.octet(MAIN_TABLE).octet(PROTOCOL_BOOT).octet(SCOPE_UNIVERSE).octet(UNICAST).word(0);
        request.attribute(ROUTE_GATEWAY, gateway.getAddress());
        return this;
    }

    /** A route to one address alone, in place of the one that may be there. */
    LinkRequest route(Inet4Address destination, Inet4Address gateway) {
        request.message(NEW_ROUTE, NetlinkRequest.FLAG_CREATE | NetlinkRequest.FLAG_REPLACE, "add route to \"" + destination.getHostAddress() + "\" via \"" + gateway.getHostAddress() + "\"").acknowledge();
        request.octet(AF_INET).octet(Integer.SIZE).octet(0).octet(0);
        request.octet(MAIN_TABLE).octet(PROTOCOL_BOOT).octet(SCOPE_UNIVERSE).octet(UNICAST).word(0);
        request.attribute(ROUTE_DESTINATION, destination.getAddress()).attribute(ROUTE_GATEWAY, gateway.getAddress());
        return this;
    }

    /** Addresses to which no more special route leads are answered to be unreachable. */
    LinkRequest unreachable(Subnet addresses, int metric) {
        request.message(NEW_ROUTE, CREATE, "add unreachable route to \"" + addresses + "\"").acknowledge();
        return unreachable(addresses, metric, PROTOCOL_BOOT, SCOPE_UNIVERSE);
    }

    /** Takes back what {@link #unreachable} has added; it may be gone already. */
    static void deleteUnreachableIfPresent(NetlinkConnection connection, Subnet addresses, int metric) {
        LinkRequest deletion = new LinkRequest();
        deletion.request.message(DELETE_ROUTE, 0, "delete unreachable route to \"" + addresses + "\"").acknowledge();
        try {
            deletion.unreachable(addresses, metric, 0, SCOPE_ANY).execute(connection);
        } catch (NetlinkException refusal) {
            if (refusal.errno() != ESRCH) {
                throw refusal;
            }
        }
    }

    private LinkRequest unreachable(Subnet addresses, int metric, int protocol, int scope) {
        request.octet(AF_INET).octet(addresses.prefixLength()).octet(0).octet(0);
        request.octet(MAIN_TABLE).octet(protocol).octet(scope).octet(UNREACHABLE).word(0);
        request.attribute(ROUTE_DESTINATION, addresses.first().getAddress()).wordAttribute(ROUTE_METRIC, metric);
        return this;
    }

    /** Carries all out in the connection's namespace. @throws NetlinkException for the first that is refused; the others are tried nevertheless */
    void execute(NetlinkConnection connection) {
        connection.execute(request);
    }

    /** The link with this name, in the connection's namespace. */
    static Optional<Link> find(NetlinkConnection connection, String name) {
        LinkRequest question = new LinkRequest();
        question.request.message(GET_LINK, 0, "find link \"" + name + "\"").acknowledge();
        question.linkHeader(0, 0).textAttribute(LINK_NAME, name);
        return question.answer(connection);
    }

    /** Whether a link has this number, in the connection's namespace. */
    static boolean exists(NetlinkConnection connection, int index) {
        LinkRequest question = new LinkRequest();
        question.request.message(GET_LINK, 0, "find link " + index).acknowledge();
        question.linkHeader(index, 0);
        return question.answer(connection).isPresent();
    }

    /** Deletes a link that may be gone already. */
    static void deleteIfPresent(NetlinkConnection connection, String name) {
        try {
            new LinkRequest().delete(name).execute(connection);
        } catch (NetlinkException refusal) {
            if (refusal.errno() != ENODEV) {
                throw refusal;
            }
        }
    }

    private Optional<Link> answer(NetlinkConnection connection) {
        Link[] found = new Link[1];
        try {
            connection.query(request, message -> found[0] = link(message));
            return Optional.of(found[0]);
        } catch (NetlinkException refusal) {
            if (refusal.errno() != ENODEV) {
                throw refusal;
            }
            return Optional.empty();
        }
    }

    private static Link link(ByteBuffer message) {
        int index = message.getInt(Integer.BYTES);
        NetlinkAttributes attributes = new NetlinkAttributes(message.position(LINK_HEADER));
        return new Link(index, attributes.word(LINK_MTU).orElseThrow());
    }

    /** As Docker makes them, with room for no packet to wait: they have no queueing discipline. With one queue each way: unasked, the kernel makes a pair with as many as it has room for processors, and each costs kilobytes at both ends. */
    private void link(LinkEnd end) {
        linkHeader(end.index(), 0).textAttribute(LINK_NAME, end.name()).wordAttribute(LINK_MTU, end.mtu()).wordAttribute(LINK_QUEUE_LENGTH, 0)
                .wordAttribute(LINK_SEND_QUEUES, 1).wordAttribute(LINK_RECEIVE_QUEUES, 1);
        Optional<MacAddress> mac = end.mac();
        mac.ifPresent(address -> request.attribute(LINK_ADDRESS, address.bytes()));
    }

    /** struct ifinfomsg. */
    private NetlinkRequest linkHeader(int index, int flags) {
        return request.octet(AF_UNSPEC).octet(0).half(0).word(index).word(flags).word(flags);
    }

    /** struct ifaddrmsg. */
    private NetlinkRequest addressHeader(int link, int prefixLength, Inet4Address address) {
        request.message(NEW_ADDRESS, CREATE, "add address \"" + address.getHostAddress() + "/" + prefixLength + "\"").acknowledge();
        return request.octet(AF_INET).octet(prefixLength).octet(0).octet(SCOPE_UNIVERSE).word(link);
    }
}
