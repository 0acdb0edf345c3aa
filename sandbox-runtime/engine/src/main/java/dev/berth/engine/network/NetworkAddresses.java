package dev.berth.engine.network;

import static dev.berth.engine.EngineException.Kind.FORBIDDEN;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.network.Network.Addresses;
import dev.berth.runtime.network.Subnet;
import java.net.Inet4Address;
import java.util.HashSet;
import java.util.Set;

/** The addresses of a network that containers have. A subnet may be large, containers are few: only those that are taken are kept. */
final class NetworkAddresses {
    private final String name;
    private final Subnet subnet;
    private final Subnet range;
    private final Set<Inet4Address> taken = new HashSet<>();

    /** @param name of the network, for a message */
    NetworkAddresses(String name, Addresses addresses) {
        this.name = name;
        subnet = Subnet.parse(addresses.subnet());
        range = Subnet.parse(addresses.range());
        taken.add(subnet.first());
        taken.add(subnet.broadcast());
        taken.add(Subnet.parse(addresses.gateway() + "/32").first());
    }

    /** The lowest that is free. @throws EngineException SYSTEM when there is none */
    Inet4Address take() {
        for (long index = 0; index < Math.min(range.size(), taken.size() + 1L); index++) {
            if (taken.add(range.get(index))) {
                return range.get(index);
            }
        }
        throw new EngineException(SYSTEM, "no available IPv4 addresses on this network's address pools: " + name);
    }

    /** A certain one. @throws EngineException with Docker's text */
    void take(Inet4Address address) {
        if (!subnet.contains(address)) {
            throw new EngineException(SYSTEM, "Invalid address " + address.getHostAddress() + ": It does not belong to any of this network's subnets");
        }
        if (!taken.add(address)) {
            throw new EngineException(FORBIDDEN, "Address already in use");
        }
    }

    /** Of what ran before this engine began. */
    void claim(Inet4Address address) {
        taken.add(address);
    }

    void release(Inet4Address address) {
        taken.remove(address);
    }
}
