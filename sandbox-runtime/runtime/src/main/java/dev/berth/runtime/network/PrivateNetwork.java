package dev.berth.runtime.network;

import dev.berth.runtime.kernel.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The network that joins a few machines, and nothing else: {@value #INNER_NAME} of each leads to a router in a network namespace of its own, which has a route to each of them and none to anywhere
 * else. The host has no part in it. The router passes nothing on whose source is not the address of the machine that it comes from. It outlives the engine, and is gone after {@link #close}.
 *
 * @param router the file that holds the router's namespace
 */
public record PrivateNetwork(Path router) {
    /** Where machines have their addresses, the same in each of these networks. */
    public static final Subnet SUBNET = Subnet.parse("172.31.0.0/20");

    /** Machines have the numbers from 1 on. */
    public static final int MOST_NUMBERS = 99;

    private static final int BEFORE_FIRST = 10;
    private static final Inet4Address OF_ROUTER = SUBNET.get(SUBNET.size() - 2);
    private static final String INNER_NAME = "eth1";

    /** So high that the numbers of the links to containers are the same with and without it. */
    private static final int INNER_INDEX = 999;

    /** The kernel takes the number of the inner end only beside one of the outer; the router has lo, which is 1. */
    private static final int FIRST_OUTER_INDEX = 1;

    private static final Path SETTINGS = Path.of("/proc/sys/net");

    /** A router, and one that says nothing by itself. What is the host's setting may be inherited, so all that matters is set. */
    private static final Map<String, String> ROUTER_SETTINGS = settings();

    /**
     * A machine as it is to be in the network.
     *
     * @param number 1 to {@value PrivateNetwork#MOST_NUMBERS}, different for each
     * @param gateway by which it reaches everything else; empty: it does not
     * @param nameservers that it asks by its gateway, also when their addresses are in {@link #SUBNET}: those of some clouds are
     */
    public record Member(int number, Optional<Inet4Address> gateway, List<Inet4Address> nameservers) {
        public Member {
            nameservers = List.copyOf(nameservers);
        }
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("ipv6/conf/all/disable_ipv6", "1");
        settings.put("ipv6/conf/default/disable_ipv6", "1");
        settings.put("ipv4/ip_forward", "1");
        settings.put("ipv4/conf/all/rp_filter", "1"); // strict: the way back must be the way that it came
        settings.put("ipv4/conf/default/rp_filter", "1");
        settings.put("ipv4/conf/all/accept_source_route", "0");
        settings.put("ipv4/conf/all/send_redirects", "0");
        settings.put("ipv4/conf/default/send_redirects", "0");
        settings.put("ipv4/conf/all/arp_ignore", "0");
        settings.put("ipv4/conf/default/arp_ignore", "0");
        settings.put("ipv4/conf/default/proxy_arp", "1"); // each machine takes the others for its neighbours
        return settings;
    }

    /** @param number of a {@link Member} */
    public static Inet4Address address(int number) {
        return SUBNET.get(BEFORE_FIRST + number);
    }

    /**
     * Connects a machine, and makes the router if it is not there. Nothing happens when the machine is connected.
     *
     * @param mtu largest packet, in bytes
     * @throws NetlinkException with nothing left behind in the machine
     */
    public void plug(NetworkNamespace machine, Member member, int mtu) {
        try (NetworkNamespace inside = open(); NetlinkConnection route = inside.visit(NetlinkConnection::route)) {
            String outer = outer(member.number());
            if (LinkRequest.find(route, outer).isPresent()) {
                return;
            }
            int index = FIRST_OUTER_INDEX + member.number();
            addPair(route, machine, new LinkEnd(outer, index, mtu, Optional.empty()));
            try {
                inside.visit(() -> set("ipv4/neigh/" + outer + "/proxy_delay", "0")); // otherwise up to 0.8 seconds; by default it is the host's
                new LinkRequest().addressToPeer(index, OF_ROUTER, address(member.number())).up(outer).execute(route);
                configure(machine, member);
            } catch (RuntimeException failure) {
                LinkRequest.deleteIfPresent(route, outer);
                throw failure;
            }
        }
    }

    /** Disconnects a machine, which may have ended. Nothing happens when it is not connected. */
    public void unplug(int number) {
        NetworkNamespace.find(router).ifPresent(found -> {
            try (NetworkNamespace inside = found; NetlinkConnection route = inside.visit(NetlinkConnection::route)) {
                LinkRequest.deleteIfPresent(route, outer(number));
            }
        });
    }

    /** Removes the router, and with it all links to it. Nothing happens when it is gone. */
    public void close() {
        NetworkNamespace.remove(router);
    }

    /** Closes all whose routers are in a folder. Nothing happens when there is no such folder. */
    public static void closeAll(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> routers = Files.list(folder)) {
            routers.map(PrivateNetwork::new).forEach(PrivateNetwork::close);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list \"" + folder + "\": " + failure.getMessage(), failure);
        }
    }

    private static String outer(int number) {
        return "machine" + number;
    }

    private NetworkNamespace open() {
        Optional<NetworkNamespace> there = NetworkNamespace.find(router);
        if (there.isPresent()) {
            return there.get();
        }
        try {
            Files.createDirectories(router.getParent());
            Files.deleteIfExists(router);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make \"" + router + "\": " + failure.getMessage(), failure);
        }
        NetworkNamespace made = NetworkNamespace.make(router);
        try {
            made.visit(PrivateNetwork::becomeRouter);
            return made;
        } catch (RuntimeException failure) {
            made.close();
            close();
            throw failure;
        }
    }

    private static Void becomeRouter() {
        ROUTER_SETTINGS.forEach((name, value) -> {
            if (!name.startsWith("ipv6/") || Files.exists(SETTINGS.resolve(name))) { // a kernel without IPv6 has nothing to turn off
                set(name, value);
            }
        });
        return null;
    }

    private static Void set(String name, String value) {
        try {
            Files.writeString(SETTINGS.resolve(name), value);
            return null;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot set \"" + name + "\" of a private network: " + failure.getMessage(), failure);
        }
    }

    private static void addPair(NetlinkConnection route, NetworkNamespace machine, LinkEnd outer) {
        boolean isFree;
        try (NetlinkConnection inside = machine.visit(NetlinkConnection::route)) {
            isFree = !LinkRequest.exists(inside, INNER_INDEX);
        }
        LinkEnd inner = new LinkEnd(INNER_NAME, isFree ? INNER_INDEX : 0, outer.mtu(), Optional.empty());
        new LinkRequest().addPair(outer, OptionalInt.empty(), inner, machine).execute(route);
    }

    private static void configure(NetworkNamespace machine, Member member) {
        try (NetlinkConnection route = machine.visit(NetlinkConnection::route)) {
            int index = LinkRequest.find(route, INNER_NAME).orElseThrow().index();
            LinkRequest request = new LinkRequest();
            member.gateway().ifPresent(gateway -> member.nameservers().stream().filter(SUBNET::contains).forEach(server -> request.route(server, gateway)));
            request.address(index, address(member.number()), SUBNET).up(INNER_NAME).execute(route);
        }
    }
}
