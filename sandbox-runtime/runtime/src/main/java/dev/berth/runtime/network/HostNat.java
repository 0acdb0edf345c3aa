package dev.berth.runtime.network;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The host's part in its machines' network: a firewall table of its own, {@code berth-TAG}, that lets machines reach the outside under the host's
 * address and keeps them from each other, from the host's services and from false sources; a route for addresses that no machine has; and the host's forwarding of packets. Several copies of Berth
 * run side by side, each with its tag and pool. All methods work on the network namespace of the calling thread.
 */
public final class HostNat implements AutoCloseable {
    /** Where machines get their addresses unless configured: 10.213.0.0/16 to 10.222.0.0/16, the first that is free. */
    public static final List<Subnet> DEFAULT_POOLS =
            IntStream.range(213, 223).mapToObj(second -> Subnet.parse("10." + second + ".0.0/16")).toList();

    private static final Pattern TAG = Pattern.compile("[a-z0-9]{1,7}");

    private final String tag;
    private final Subnet pool;

    private HostNat(String tag, Subnet pool) {
        this.tag = tag;
        this.pool = pool;
    }

    /**
     * Makes the table, or makes it anew where one with this tag was left by a crash: machines that still run keep their connections, and the pool stays
     * the same if it is still asked for.
     *
     * @param tag names this copy of Berth on the host: 1 to 7 of a-z and 0-9
     * @param pools for the machines' addresses; the first is taken that meets no route of the host and no other copy's pool
     * @param nameservers that machines may ask, see {@link NameServers}
     * @throws IllegalStateException when no pool is free
     */
    public static HostNat open(String tag, List<Subnet> pools, List<Inet4Address> nameservers) {
        requireTag(tag);
        try (NetlinkConnection netfilter = NetlinkConnection.netfilter()) {
            List<HostTable> tables = HostTable.list(netfilter);
            PoolRoute route = new PoolRoute(tag);
            route.close(poolsOf(tag, pools, tables)); // its own is no obstacle to a pool
            HostNat nat = new HostNat(tag, choosePool(HostTable.nameFor(tag), pools, tables, HostRoutes.read()));
            nat.install(netfilter, tables, nameservers);
            route.open(nat.pool);
            return nat;
        }
    }

    /** Addresses of the machines; see {@link MachineNetworks}. */
    public Subnet pool() {
        return pool;
    }

    /** How the names of machines' links begin, by which the rules know them. */
    public String interfacePrefix() {
        return interfacePrefix(tag);
    }

    /** {@link #remove Removes} table and route. Can be called twice. */
    @Override
    public void close() {
        remove(tag);
    }

    /**
     * Removes table and route, whoever made them, if they are there; forwarding is as it was before, once no copy is left. Machines' links are their owners'.
     *
     * @param tag as at {@link #open}
     */
    public static void remove(String tag) {
        requireTag(tag);
        String table = HostTable.nameFor(tag);
        try (NetlinkConnection netfilter = NetlinkConnection.netfilter()) {
            List<HostTable> tables = HostTable.list(netfilter);
            Optional<HostTable> own = own(table, tables);
            new PoolRoute(tag).close(poolsOf(tag, DEFAULT_POOLS, tables));
            if (own.isPresent()) {
                if (own.get().forwardingWasOff()) {
                    leaveForwarding(netfilter, table, tables);
                }
                new FirewallBatch(FirewallBatch.FAMILY_INET).deleteTable(table).execute(netfilter);
            }
            new ForwardPassage(table, interfacePrefix(tag)).close(netfilter);
        }
    }

    /** That forwarding was off is written down before it is turned on: a crash in between must not leave it on for good. */
    private void install(NetlinkConnection netfilter, List<HostTable> tables, List<Inet4Address> nameservers) {
        String table = HostTable.nameFor(tag);
        boolean forwardingIsOn = Forwarding.isOn();
        List<String> marks = new ArrayList<>(List.of(HostTable.poolChain(pool)));
        if (!forwardingIsOn || own(table, tables).filter(HostTable::forwardingWasOff).isPresent()) {
            marks.add(HostTable.FORWARDING_WAS_OFF);
        }
        new HostRules(table, interfacePrefix(), pool, nameservers).replacement(marks).execute(netfilter);
        if (!forwardingIsOn) {
            Forwarding.turn(true);
        }
        new ForwardPassage(table, interfacePrefix()).open(netfilter);
    }

    /** The last copy turns forwarding off; an earlier one leaves that to another. */
    private static void leaveForwarding(NetlinkConnection netfilter, String table, List<HostTable> tables) {
        Optional<HostTable> heir = tables.stream().filter(other -> !other.name().equals(table)).findFirst();
        if (heir.isPresent()) {
            new FirewallBatch(FirewallBatch.FAMILY_INET).chain(heir.get().name(), HostTable.FORWARDING_WAS_OFF).execute(netfilter);
        } else {
            Forwarding.turn(false);
        }
    }

    /** Own routes into an own pool, those of machines that still run, are no obstacle. */
    static Subnet choosePool(String table, List<Subnet> pools, List<HostTable> tables, HostRoutes routes) {
        Optional<Subnet> kept = own(table, tables).flatMap(HostTable::pool).filter(pools::contains);
        if (kept.isPresent()) {
            return kept.get();
        }
        List<Subnet> taken = new ArrayList<>(routes.destinations());
        tables.stream().filter(other -> !other.name().equals(table)).flatMap(other -> other.pool().stream()).forEach(taken::add);
        return pools.stream()
                .filter(candidate -> taken.stream().noneMatch(candidate::overlaps))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free addresses for machines: each of \"" + pools
                        + "\" meets a route of the host or another copy's pool; name another"));
    }

    /** Where a route of this copy may be: in the pool that its table names, or, when the table is gone, in one of those that it chooses from. */
    private static List<Subnet> poolsOf(String tag, List<Subnet> pools, List<HostTable> tables) {
        return Stream.concat(own(HostTable.nameFor(tag), tables).flatMap(HostTable::pool).stream(), pools.stream()).distinct().toList();
    }

    private static void requireTag(String tag) {
        if (!TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException("\"" + tag + "\" cannot be a tag of the host's network; use 1 to 7 of a-z and 0-9");
        }
    }

    private static Optional<HostTable> own(String name, List<HostTable> tables) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    private static String interfacePrefix(String tag) {
        return "b" + tag + "-";
    }
}
