package dev.berth.runtime.network;

import dev.berth.runtime.kernel.NetworkNamespace;
import java.net.Inet4Address;
import java.util.Optional;

/**
 * Docker's default network in a machine: the bridge {@code docker0}, 172.17.0.1/16, and the rules that let its containers reach the outside. It belongs
 * to the machine's network namespace and ends with it, so there is nothing to close; what a container adds to it is a {@link BridgePort}.
 */
public final class DefaultBridge {
    /** As {@code ip link} shows it in the machine. */
    public static final String NAME = "docker0";

    public static final Subnet SUBNET = Subnet.parse("172.17.0.0/16");
    public static final Inet4Address GATEWAY = SUBNET.get(1);

    static final int MTU = 1500;
    private static final int INDEX = 3;

    private DefaultBridge() {}

    /**
     * Makes bridge and rules, and lets the machine forward packets. To be called once, in a new machine that has {@code lo} and perhaps {@code eth0}.
     *
     * @throws NetlinkException after which the machine's namespace must be given up
     */
    public static void create(NetworkNamespace machine) {
        try (NetlinkConnection route = machine.visit(DefaultBridge::prepare);
                NetlinkConnection netfilter = machine.visit(NetlinkConnection::netfilter)) {
            new LinkRequest()
                    .addBridge(new LinkEnd(NAME, INDEX, MTU, Optional.of(MacAddress.random())))
                    .address(INDEX, GATEWAY, SUBNET)
                    .up(NAME)
                    .execute(route);
            new DockerRules(NAME, SUBNET).batch().execute(netfilter);
        }
    }

    private static NetlinkConnection prepare() {
        Forwarding.turn(true);
        return NetlinkConnection.route();
    }
}
