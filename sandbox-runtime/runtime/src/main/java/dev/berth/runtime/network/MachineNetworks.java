package dev.berth.runtime.network;

import java.net.Inet4Address;

/** Decides which place on the host's private network a machine gets: a /30 of its own and a name for the host's end. Pure bookkeeping; thread safe. */
public final class MachineNetworks {
    private static final int PREFIX_LENGTH = 30;

    private final Subnet pool;
    private final String interfacePrefix;
    private final AddressPool blocks;

    /** @param pool see {@link HostNat#pool()}; @param interfacePrefix see {@link HostNat#interfacePrefix()} */
    public MachineNetworks(Subnet pool, String interfacePrefix) {
        this.pool = pool;
        this.interfacePrefix = interfacePrefix;
        this.blocks = AddressPool.ofBlocks(pool, PREFIX_LENGTH);
    }

    /**
     * Takes the machine's own place, so that it has the same address at each start; another, if that is taken.
     *
     * @param number of the machine, from 0 on
     * @throws IllegalStateException when the pool is used up
     */
    public MachineNetwork take(int number) {
        long own = (long) number << (Integer.SIZE - PREFIX_LENGTH);
        Inet4Address block = own < pool.size() && blocks.claim(pool.get(own)) ? pool.get(own) : blocks.take();
        return at(block);
    }

    private MachineNetwork at(Inet4Address block) {
        int first = Subnet.bits(block);
        int place = (first - Subnet.bits(pool.first())) >> (Integer.SIZE - PREFIX_LENGTH);
        return new MachineNetwork(Subnet.address(first + 2), Subnet.address(first + 1), PREFIX_LENGTH, interfacePrefix + place);
    }

    /**
     * Takes the place of a machine that goes on after a restart of the engine.
     *
     * @return false if it is taken, or of another pool or tag: such a machine, once stopped, must be given a new one
     */
    public boolean claim(MachineNetwork network) {
        boolean ours = network.prefixLength() == PREFIX_LENGTH && pool.contains(network.address()) && network.hostInterface().startsWith(interfacePrefix);
        return ours && blocks.claim(block(network));
    }

    /** Gives a place back, after the machine's {@link MachineLink} was closed; nothing happens when it is free. */
    public void release(MachineNetwork network) {
        blocks.release(block(network));
    }

    private static Inet4Address block(MachineNetwork network) {
        return Subnet.around(network.address(), PREFIX_LENGTH).first();
    }
}
