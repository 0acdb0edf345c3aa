package dev.berth.runtime.network;

import dev.berth.runtime.network.FirewallBatch.Hook;
import dev.berth.runtime.network.FirewallBatch.Policy;
import java.net.Inet4Address;
import java.util.List;
import java.util.function.Supplier;

/**
 * The rules of the host's own table. They name no machine: a machine is known by the prefix of its interface's name, and its address by the host's route
 * to it, so starting one changes no rule. Pure: they are only written down here.
 *
 * @param table name of the table
 * @param interfaces prefix of the names of machines' links
 * @param pool addresses of the machines
 * @param nameservers that machines may ask, on the host's own addresses and on link-local ones too
 */
record HostRules(String table, String interfaces, Subnet pool, List<Inet4Address> nameservers) {
    private static final int RAW_PRIORITY = -300;
    private static final int FILTER_PRIORITY = 0;
    private static final int SOURCE_NAT_PRIORITY = 100;
    private static final int IPV4 = 2;
    private static final int IPV6 = 10;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ECHO_REQUEST = 8;
    private static final int DOMAIN = 53;

    /** Where clouds answer with credentials of the host (169.254.169.254), and nothing that a machine needs. */
    private static final Subnet LINK_LOCAL = Subnet.parse("169.254.0.0/16");

    /** The host follows each connection through it, and can follow so many (8192 on a small one): nobody may have them all. */
    private static final int MOST_CONNECTIONS = 200;

    private static final int MOST_MACHINES = 1 << 14;
    private static final String CONNECTIONS = "connections";

    private static final String SOURCES = "prerouting";
    private static final String TO_HOST = "input";
    private static final String THROUGH_HOST = "forward";
    private static final String OUTGOING = "postrouting";

    /** The table anew, in place of one that may be there; packets never meet a host without it. @param marks empty chains beside the rules */
    FirewallBatch replacement(List<String> marks) {
        FirewallBatch batch = new FirewallBatch(FirewallBatch.FAMILY_INET).table(table).deleteTable(table).table(table);
        marks.forEach(mark -> batch.chain(table, mark));
        batch.addressSet(table, CONNECTIONS, MOST_MACHINES);
        sources(batch);
        toHost(batch);
        throughHost(batch);
        outgoing(batch);
        return batch;
    }

    /** A machine speaks IPv4 and under its own address. */
    private void sources(FirewallBatch batch) {
        batch.baseChain(table, SOURCES, "filter", Hook.PREROUTING, RAW_PRIORITY, Policy.ACCEPT)
                .append(table, SOURCES, fromMachine().family(IPV6).drop())
                .append(table, SOURCES, fromMachine().sourceIsNotBehindItsInterface().drop());
    }

    /** Of the host's services a machine reaches none but a name server; pings are answered. */
    private void toHost(FirewallBatch batch) {
        batch.baseChain(table, TO_HOST, "filter", Hook.INPUT, FILTER_PRIORITY, Policy.ACCEPT)
                .append(table, TO_HOST, fromMachine().belongsToConnection().accept())
                .append(table, TO_HOST, oneTooMany().drop())
                .append(table, TO_HOST, fromMachine().family(IPV4).protocol(ICMP).icmpType(ECHO_REQUEST).accept());
        nameServers(batch, TO_HOST);
        batch.append(table, TO_HOST, fromMachine().drop());
    }

    /** A machine reaches the outside, neither another machine nor the cloud's own services; from outside come answers only. */
    private void throughHost(FirewallBatch batch) {
        batch.baseChain(table, THROUGH_HOST, "filter", Hook.FORWARD, FILTER_PRIORITY, Policy.ACCEPT)
                .append(table, THROUGH_HOST, fromMachine().outputInterfacesWith(interfaces).drop())
                .append(table, THROUGH_HOST, oneTooMany().drop());
        nameServers(batch, THROUGH_HOST);
        batch.append(table, THROUGH_HOST, fromMachine().family(IPV4).destination(LINK_LOCAL).drop())
                .append(table, THROUGH_HOST, new Rule().outputInterfacesWith(interfaces).belongsToConnection().accept())
                .append(table, THROUGH_HOST, new Rule().outputInterfacesWith(interfaces).drop());
    }

    private void outgoing(FirewallBatch batch) {
        batch.baseChain(table, OUTGOING, "nat", Hook.POSTROUTING, SOURCE_NAT_PRIORITY, Policy.ACCEPT)
                .append(table, OUTGOING, new Rule().family(IPV4).source(pool).outputInterfacesWithout(interfaces).masquerade());
    }

    private void nameServers(FirewallBatch batch, String chain) {
        for (Inet4Address server : nameservers) {
            Supplier<Rule> toServer = () -> fromMachine().family(IPV4).destination(server);
            batch.append(table, chain, toServer.get().protocol(UDP).destinationPort(DOMAIN).accept())
                    .append(table, chain, toServer.get().protocol(TCP).destinationPort(DOMAIN).accept());
        }
    }

    private Rule oneTooMany() {
        return fromMachine().family(IPV4).beginsConnection().hasMoreConnectionsThan(MOST_CONNECTIONS, CONNECTIONS);
    }

    private Rule fromMachine() {
        return new Rule().inputInterfacesWith(interfaces);
    }
}
