package dev.berth.runtime.network;

import java.net.Inet4Address;

/**
 * The machine's place on the host's private network: a veth pair whose inner end is {@code eth0}.
 *
 * @param address of {@code eth0} inside the machine
 * @param gateway the host's address on the same pair
 * @param prefixLength of both, in bits
 * @param hostInterface name of the outer end, at most 15 bytes (IFNAMSIZ)
 */
public record MachineNetwork(Inet4Address address, Inet4Address gateway, int prefixLength, String hostInterface) {}
