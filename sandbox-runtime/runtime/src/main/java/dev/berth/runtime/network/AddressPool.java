package dev.berth.runtime.network;

import java.net.Inet4Address;
import java.util.BitSet;

/** The blocks of a subnet that are free, each known by its first address: hands out the lowest, and takes it back. Pure bookkeeping; thread safe. */
final class AddressPool {
    private final Subnet range;
    private final int step;
    private final int endUnit;
    private final BitSet taken = new BitSet();

    private AddressPool(Subnet range, int step, int endUnit) {
        this.range = range;
        this.step = step;
        this.endUnit = endUnit;
    }

    /** Hands out first addresses of blocks with the given prefix length that lie in {@code range}. */
    static AddressPool ofBlocks(Subnet range, int blockPrefixLength) {
        if (blockPrefixLength < range.prefixLength() || blockPrefixLength > Integer.SIZE) {
            throw new IllegalArgumentException("blocks of \"/" + blockPrefixLength + "\" do not fit into \"" + range + "\"");
        }
        return new AddressPool(range, 1 << (Integer.SIZE - blockPrefixLength), units(range, blockPrefixLength));
    }

    /** @throws IllegalStateException when none is free */
    synchronized Inet4Address take() {
        int unit = taken.nextClearBit(0);
        if (unit >= endUnit) {
            throw new IllegalStateException("no available addresses: \"" + range + "\" is used up");
        }
        taken.set(unit);
        return range.get((long) unit * step);
    }

    /** Takes a certain one, for what had it before a restart. @return false if it is taken already; @throws IllegalArgumentException if it is none of ours */
    synchronized boolean claim(Inet4Address address) {
        int unit = unit(address);
        if (taken.get(unit)) {
            return false;
        }
        taken.set(unit);
        return true;
    }

    /** Gives one back; nothing happens when it is free. @throws IllegalArgumentException if it is none of ours */
    synchronized void release(Inet4Address address) {
        taken.clear(unit(address));
    }

    private int unit(Inet4Address address) {
        long offset = Integer.toUnsignedLong(Subnet.bits(address)) - Integer.toUnsignedLong(Subnet.bits(range.first()));
        long unit = offset / step;
        if (!range.contains(address) || offset % step != 0 || unit >= endUnit) {
            throw new IllegalArgumentException("\"" + address.getHostAddress() + "\" is not an address that \"" + range + "\" hands out");
        }
        return (int) unit;
    }

    /** More than a million are never asked for. */
    private static int units(Subnet range, int unitPrefixLength) {
        int bits = unitPrefixLength - range.prefixLength();
        int limit = 20;
        if (bits > limit) {
            throw new IllegalArgumentException("\"" + range + "\" is too large for a pool; use a prefix of " + (unitPrefixLength - limit) + " bits or more");
        }
        return 1 << bits;
    }
}
