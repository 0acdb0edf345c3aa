package dev.berth.runtime.network;

import dev.berth.runtime.kernel.NetworkNamespace;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The rules of a machine's firewall that lead to one container. They stay until they are {@linkplain #withdraw withdrawn}, also when no engine runs. */
public final class PublishedPorts {
    /** Ports in one request; with all their rules they take 20 KiB. */
    private static final int AT_A_TIME = 16;

    private PublishedPorts() {}

    /**
     * @param owner id of the container
     * @param bridge that the container is reached on
     * @throws NetlinkException with nothing left behind, when the student has taken Docker's chains away
     */
    public static void publish(NetworkNamespace machine, String owner, Bridge bridge, List<PortForward> ports) {
        try (NetlinkConnection netfilter = machine.visit(NetlinkConnection::netfilter)) {
            try {
                for (int from = 0; from < ports.size(); from += AT_A_TIME) {
                    DockerRules.published(bridge, ports.subList(from, Math.min(from + AT_A_TIME, ports.size())), mark(owner)).execute(netfilter);
                }
            } catch (NetlinkException refused) {
                withdraw(netfilter, owner);
                throw refused;
            }
        }
    }

    /** Nothing happens when there are none. */
    public static void withdraw(NetworkNamespace machine, String owner) {
        try (NetlinkConnection netfilter = machine.visit(NetlinkConnection::netfilter)) {
            withdraw(netfilter, owner);
        }
    }

    private static void withdraw(NetlinkConnection netfilter, String owner) {
        byte[] mark = FirewallBatch.markData(mark(owner));
        FirewallRule.deleteAll(netfilter, rule -> Arrays.equals(mark, rule.userData()));
    }

    /** Rules of containers that end while no engine runs stay. @param owners ids of those that have ports still */
    public static void withdrawOthers(NetworkNamespace machine, List<String> owners) {
        List<byte[]> kept = owners.stream().map(owner -> FirewallBatch.markData(mark(owner))).toList();
        byte[] prefix = "container/".getBytes(StandardCharsets.US_ASCII);
        try (NetlinkConnection netfilter = machine.visit(NetlinkConnection::netfilter)) {
            FirewallRule.deleteAll(netfilter, rule -> rule.isMarked(prefix) && kept.stream().noneMatch(mark -> Arrays.equals(mark, rule.userData())));
        }
    }

    private static String mark(String owner) {
        return "container/" + owner;
    }
}
