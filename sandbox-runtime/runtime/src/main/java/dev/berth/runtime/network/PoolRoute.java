package dev.berth.runtime.network;

import java.util.List;

/**
 * What the host does with packets to addresses of the pool that no machine has: they are unreachable. By the default route they would leave the host. Its metric tells
 * the copy of Berth that it belongs to, {@code scripts/leaks} looks for it.
 */
final class PoolRoute {
    private static final int RADIX = Character.MAX_RADIX;

    private final int metric;

    /** @param tag as at {@link HostNat#open} */
    PoolRoute(String tag) {
        this.metric = (int) (Long.parseLong(tag, RADIX) & Integer.MAX_VALUE);
    }

    /** @param pool with no such route of this copy yet */
    void open(Subnet pool) {
        try (NetlinkConnection routes = NetlinkConnection.route()) {
            new LinkRequest().unreachable(pool, metric).execute(routes);
        }
    }

    /** Removes it, whichever pool it is for. Nothing happens when there is none. */
    void close(List<Subnet> pools) {
        try (NetlinkConnection routes = NetlinkConnection.route()) {
            pools.forEach(pool -> LinkRequest.deleteUnreachableIfPresent(routes, pool, metric));
        }
    }
}
