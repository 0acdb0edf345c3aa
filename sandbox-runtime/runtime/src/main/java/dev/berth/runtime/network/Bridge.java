package dev.berth.runtime.network;

import dev.berth.runtime.kernel.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network of a machine's containers: a bridge, and the rules of the machine's firewall that belong to it. It lives in the machine's network namespace and ends with it.
 *
 * @param name as {@code ip link} shows it in the machine
 * @param gateway the bridge's own address
 * @param internal its containers reach each other alone
 * @param communicates its containers reach each other
 * @param masqueraded what leaves the machine has the machine's address
 * @param mtu largest packet, in bytes
 */
public record Bridge(String name, Subnet subnet, Inet4Address gateway, boolean internal, boolean communicates, boolean masqueraded, int mtu) {
    private static final int NUMBER_OF_DEFAULT = 3;

    /** Docker's default network, which every machine has. */
    public static final Bridge DEFAULT = of("docker0", Subnet.parse("172.17.0.0/16"));

    private static Bridge of(String name, Subnet subnet) {
        return new Bridge(name, subnet, subnet.get(1), false, true, true, 1500);
    }

    /**
     * Makes {@link #DEFAULT}, with the tables and chains that all bridges of the machine share, and lets the machine forward packets. To be called once, in a new machine that has {@code lo} and
     * perhaps {@code eth0}.
     *
     * @throws NetlinkException after which the machine's namespace must be given up
     */
    public static void createDefault(NetworkNamespace machine) {
        try (NetlinkConnection route = machine.visit(NetlinkConnection::route);
                NetlinkConnection netfilter = machine.visit(NetlinkConnection::netfilter)) {
            DEFAULT.addLink(machine, route, NUMBER_OF_DEFAULT);
            DockerRules.tables(DEFAULT).execute(netfilter);
        }
    }

    /** @throws NetlinkException with nothing left behind; EEXIST when there is a link of its name, which stays as it is */
    public void create(NetworkNamespace machine) {
        create(machine, true);
    }

    /**
     * Makes what is missing of it after a crash, if anything.
     *
     * @throws NetlinkException with nothing more than there was
     */
    public void restore(NetworkNamespace machine) {
        create(machine, false);
    }

    private void create(NetworkNamespace machine, boolean isNew) {
        try (NetlinkConnection route = machine.visit(NetlinkConnection::route);
                NetlinkConnection netfilter = machine.visit(NetlinkConnection::netfilter)) {
            boolean adds = isNew || LinkRequest.find(route, name).isEmpty();
            if (adds) {
                addLink(machine, route, 0);
            }
            try {
                addRules(netfilter);
            } catch (RuntimeException failure) {
                if (adds) {
                    LinkRequest.deleteIfPresent(route, name);
                }
                throw failure;
            }
        }
    }

    private void addLink(NetworkNamespace machine, NetlinkConnection route, int number) {
        new LinkRequest().addBridge(new LinkEnd(name, number, mtu, Optional.of(MacAddress.random()))).execute(route);
        try {
            int index = LinkRequest.find(route, name).orElseThrow().index();
            machine.visit(this::prepare);
            new LinkRequest().address(index, gateway, subnet).up(name).execute(route);
        } catch (RuntimeException failure) {
            LinkRequest.deleteIfPresent(route, name);
            throw failure;
        }
    }

    private void addRules(NetlinkConnection netfilter) {
        byte[] own = FirewallBatch.markData(DockerRules.mark(this));
        byte[] first = FirewallBatch.markData(DockerRules.FIRST);
        byte[] passage = FirewallBatch.markData(DockerRules.PASSAGE);
        List<FirewallRule> known = FirewallRule.list(netfilter, rule -> Stream.of(own, first, passage).anyMatch(mark -> Arrays.equals(mark, rule.userData())));
        if (known.stream().noneMatch(rule -> Arrays.equals(own, rule.userData()))) {
            DockerRules.bridge(this, handle(known, first), handle(known, passage)).execute(netfilter);
        }
    }

    private static Optional<byte[]> handle(List<FirewallRule> rules, byte[] mark) {
        return rules.stream().filter(rule -> Arrays.equals(mark, rule.userData())).map(FirewallRule::handle).findFirst();
    }

    /** Removes it and its rules. Nothing happens when it is gone. */
    public void remove(NetworkNamespace machine) {
        byte[] own = FirewallBatch.markData(DockerRules.mark(this));
        try (NetlinkConnection route = machine.visit(NetlinkConnection::route);
                NetlinkConnection netfilter = machine.visit(NetlinkConnection::netfilter)) {
            FirewallRule.deleteAll(netfilter, rule -> Arrays.equals(own, rule.userData()));
            LinkRequest.deleteIfPresent(route, name);
        }
    }

    /** What is published answers on the machine's loopback as well, whose addresses are then routed to the bridge: {@link DockerRules} keeps others from using that. */
    private Void prepare() {
        Forwarding.turn(true);
        try {
            Files.writeString(Path.of("/proc/sys/net/ipv4/conf", name, "route_localnet"), "1");
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot route loopback addresses to \"" + name + "\": " + failure.getMessage(), failure);
        }
        return null;
    }
}
