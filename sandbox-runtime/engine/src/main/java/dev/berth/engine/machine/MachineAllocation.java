package dev.berth.engine.machine;

import dev.berth.runtime.network.MachineNetwork;
import dev.berth.runtime.network.Subnet;
import java.util.Optional;

/**
 * What a machine has on this host for itself: a range of user ids for as long as its disk exists, and a place on the network while it runs.
 *
 * @param number of its range, from 0
 */
record MachineAllocation(int number, Optional<Link> link) {
    static final int ID_COUNT = 65_536;

    /** Beyond all that the host's own users and their sub-ids use on a fresh system. */
    private static final int FIRST_ID = 200_000;

    /** How many ranges there are below 2^31. */
    static final int MOST = (Integer.MAX_VALUE - FIRST_ID) / ID_COUNT;

    /** A {@link MachineNetwork} as text. */
    record Link(String address, String gateway, int prefixLength, String hostInterface) {
        static Link of(MachineNetwork network) {
            return new Link(
                    network.address().getHostAddress(), network.gateway().getHostAddress(), network.prefixLength(), network.hostInterface());
        }

        MachineNetwork network() {
            return new MachineNetwork(Subnet.parse(address + "/32").first(), Subnet.parse(gateway + "/32").first(), prefixLength, hostInterface);
        }
    }

    /** Host id of the machine's root. */
    int baseId() {
        return FIRST_ID + number * ID_COUNT;
    }

    MachineAllocation withLink(Optional<Link> newLink) {
        return new MachineAllocation(number, newLink);
    }
}
