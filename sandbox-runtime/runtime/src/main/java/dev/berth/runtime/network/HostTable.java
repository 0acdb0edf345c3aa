package dev.berth.runtime.network;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The firewall table of one copy of Berth on this host, as the kernel has it. What a copy must know after a crash, and others of it, is written in the
 * names of empty chains: kernel state cannot be out of step with itself.
 *
 * @param name {@code berth-} and the copy's tag
 * @param pool addresses of its machines
 * @param forwardingWasOff the host forwarded no packets before; whoever leaves last turns that off again
 */
record HostTable(String name, Optional<Subnet> pool, boolean forwardingWasOff) {
    static final String FORWARDING_WAS_OFF = "forwarding_was_off";

    private static final String NAME_PREFIX = "berth-";
    private static final Pattern POOL = Pattern.compile("pool_(\\d+)_(\\d+)_(\\d+)_(\\d+)_(\\d+)");

    static String nameFor(String tag) {
        return NAME_PREFIX + tag;
    }

    /** Name of the chain that says which pool is used. */
    static String poolChain(Subnet pool) {
        return "pool_" + pool.toString().replaceAll("[./]", "_");
    }

    /** The tables of all copies, in the connection's namespace. */
    static List<HostTable> list(NetlinkConnection netfilter) {
        return fromChains(FirewallChain.list(netfilter, FirewallBatch.FAMILY_INET));
    }

    static List<HostTable> fromChains(Collection<FirewallChain> chains) {
        Map<String, HostTable> tables = new LinkedHashMap<>();
        for (FirewallChain chain : chains) {
            if (chain.table().startsWith(NAME_PREFIX)) {
                HostTable known = tables.getOrDefault(chain.table(), new HostTable(chain.table(), Optional.empty(), false));
                tables.put(chain.table(), known.with(chain.name()));
            }
        }
        return List.copyOf(tables.values());
    }

    private HostTable with(String chain) {
        Matcher parts = POOL.matcher(chain);
        if (parts.matches()) {
            String text = parts.group(1) + "." + parts.group(2) + "." + parts.group(3) + "." + parts.group(4) + "/" + parts.group(5);
            return new HostTable(name, Optional.of(Subnet.parse(text)), forwardingWasOff);
        }
        return new HostTable(name, pool, forwardingWasOff || chain.equals(FORWARDING_WAS_OFF));
    }
}
