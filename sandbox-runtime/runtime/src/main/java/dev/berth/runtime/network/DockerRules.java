package dev.berth.runtime.network;

import dev.berth.runtime.network.FirewallBatch.Hook;
import dev.berth.runtime.network.FirewallBatch.Policy;

/**
 * The firewall rules that Docker 20.10 makes for its default bridge, in the form in which {@code iptables -vnL} and {@code iptables -t nat -vnL} of
 * Debian 12 print them as they print Docker's own. Pure: they are only written down here.
 */
final class DockerRules {
    private static final String NAT = "nat";
    private static final String FILTER = "filter";
    private static final int DESTINATION_NAT_PRIORITY = -100;
    private static final int SOURCE_NAT_PRIORITY = 100;
    private static final int FILTER_PRIORITY = 0;

    private static final String DOCKER = "DOCKER";
    private static final String DOCKER_USER = "DOCKER-USER";
    private static final String ISOLATION_1 = "DOCKER-ISOLATION-STAGE-1";
    private static final String ISOLATION_2 = "DOCKER-ISOLATION-STAGE-2";
    private static final String FORWARD = "FORWARD";
    private static final Subnet LOOPBACK = Subnet.parse("127.0.0.0/8");

    private final String bridge;
    private final Subnet subnet;

    DockerRules(String bridge, Subnet subnet) {
        this.bridge = bridge;
        this.subnet = subnet;
    }

    /** Both tables, complete. */
    FirewallBatch batch() {
        FirewallBatch batch = new FirewallBatch(FirewallBatch.FAMILY_IPV4);
        addressTranslation(batch);
        filter(batch);
        return batch;
    }

    private void addressTranslation(FirewallBatch batch) {
        batch.table(NAT)
                .baseChain(NAT, "PREROUTING", NAT, Hook.PREROUTING, DESTINATION_NAT_PRIORITY, Policy.ACCEPT)
                .baseChain(NAT, "INPUT", NAT, Hook.INPUT, SOURCE_NAT_PRIORITY, Policy.ACCEPT)
                .baseChain(NAT, "OUTPUT", NAT, Hook.OUTPUT, DESTINATION_NAT_PRIORITY, Policy.ACCEPT)
                .baseChain(NAT, "POSTROUTING", NAT, Hook.POSTROUTING, SOURCE_NAT_PRIORITY, Policy.ACCEPT)
                .chain(NAT, DOCKER)
                .append(NAT, "PREROUTING", IptablesExtension.destinationIsLocal(new Rule()).counter().jump(DOCKER))
                .append(NAT, "OUTPUT", IptablesExtension.destinationIsLocal(new Rule().destinationIsNot(LOOPBACK)).counter().jump(DOCKER))
                .append(NAT, "POSTROUTING", IptablesExtension.masquerade(new Rule().outputInterfaceIsNot(bridge).source(subnet).counter()))
                .append(NAT, DOCKER, new Rule().inputInterface(bridge).counter().returnToCaller());
    }

    private void filter(FirewallBatch batch) {
        batch.table(FILTER)
                .baseChain(FILTER, "INPUT", FILTER, Hook.INPUT, FILTER_PRIORITY, Policy.ACCEPT)
                .baseChain(FILTER, FORWARD, FILTER, Hook.FORWARD, FILTER_PRIORITY, Policy.DROP)
                .baseChain(FILTER, "OUTPUT", FILTER, Hook.OUTPUT, FILTER_PRIORITY, Policy.ACCEPT)
                .chain(FILTER, DOCKER)
                .chain(FILTER, ISOLATION_1)
                .chain(FILTER, ISOLATION_2)
                .chain(FILTER, DOCKER_USER)
                .append(FILTER, FORWARD, new Rule().counter().jump(DOCKER_USER))
                .append(FILTER, FORWARD, new Rule().counter().jump(ISOLATION_1))
                .append(FILTER, FORWARD, IptablesExtension.belongsToConnection(new Rule().outputInterface(bridge)).counter().accept())
                .append(FILTER, FORWARD, new Rule().outputInterface(bridge).counter().jump(DOCKER))
                .append(FILTER, FORWARD, new Rule().inputInterface(bridge).outputInterfaceIsNot(bridge).counter().accept())
                .append(FILTER, FORWARD, new Rule().inputInterface(bridge).outputInterface(bridge).counter().accept())
                .append(FILTER, ISOLATION_1, new Rule().inputInterface(bridge).outputInterfaceIsNot(bridge).counter().jump(ISOLATION_2))
                .append(FILTER, ISOLATION_1, new Rule().counter().returnToCaller())
                .append(FILTER, ISOLATION_2, new Rule().outputInterface(bridge).counter().drop())
                .append(FILTER, ISOLATION_2, new Rule().counter().returnToCaller())
                .append(FILTER, DOCKER_USER, new Rule().counter().returnToCaller());
    }
}
