package dev.berth.runtime.network;

import dev.berth.runtime.network.FirewallBatch.Hook;
import dev.berth.runtime.network.FirewallBatch.Policy;
import java.util.List;
import java.util.Optional;

/**
 * The firewall rules that Docker 20.10 makes for its bridges and for published ports, in the form in which {@code iptables -vnL} and {@code iptables -t nat -vnL} of Debian 12 print them as they print
 * Docker's own; and, in a table of our own, those that do what Docker has a proxy for each port for: a published port answers on the loopback, and to containers of the same machine by the
 * machine's own addresses. Pure: they are only written down here.
 */
final class DockerRules {
    private static final String NAT = "nat";
    private static final String FILTER = "filter";
    private static final int DESTINATION_NAT_PRIORITY = -100;
    private static final int SOURCE_NAT_PRIORITY = 100;
    private static final int FILTER_PRIORITY = 0;
    private static final int RAW_PRIORITY = -300;

    private static final String DOCKER = "DOCKER";
    private static final String DOCKER_USER = "DOCKER-USER";
    private static final String ISOLATION_1 = "DOCKER-ISOLATION-STAGE-1";
    private static final String ISOLATION_2 = "DOCKER-ISOLATION-STAGE-2";
    private static final String FORWARD = "FORWARD";
    private static final Subnet LOOPBACK = Subnet.parse("127.0.0.0/8");

    private static final String OWN = "berth";
    private static final String PUBLISHED = "published";
    private static final String FROM_BRIDGES = "from-bridges";
    private static final String TO_BRIDGES = "to-bridges";

    /** Mark of the rule in FORWARD behind which those of bridges are. */
    static final String FIRST = "forward/bridges";

    /** Mark of the rule that lets what is published pass between bridges. */
    static final String PASSAGE = "isolation/published";

    private DockerRules() {}

    /** All tables of a new machine. */
    static FirewallBatch tables(Bridge bridge) {
        FirewallBatch batch = new FirewallBatch(FirewallBatch.FAMILY_IPV4);
        addressTranslation(batch, bridge);
        filter(batch, bridge);
        own(batch, bridge);
        return batch;
    }

    private static void addressTranslation(FirewallBatch batch, Bridge bridge) {
        batch.table(NAT)
                .baseChain(NAT, "PREROUTING", NAT, Hook.PREROUTING, DESTINATION_NAT_PRIORITY, Policy.ACCEPT)
                .baseChain(NAT, "INPUT", NAT, Hook.INPUT, SOURCE_NAT_PRIORITY, Policy.ACCEPT)
                .baseChain(NAT, "OUTPUT", NAT, Hook.OUTPUT, DESTINATION_NAT_PRIORITY, Policy.ACCEPT)
                .baseChain(NAT, "POSTROUTING", NAT, Hook.POSTROUTING, SOURCE_NAT_PRIORITY, Policy.ACCEPT)
                .chain(NAT, DOCKER)
                .append(NAT, "PREROUTING", IptablesExtension.destinationIsLocal(new Rule()).counter().jump(DOCKER))
                .append(NAT, "OUTPUT", IptablesExtension.destinationIsLocal(new Rule().destinationIsNot(LOOPBACK)).counter().jump(DOCKER))
                .append(NAT, "POSTROUTING", IptablesExtension.masquerade(new Rule().outputInterfaceIsNot(bridge.name()).source(bridge.subnet()).counter()))
                .append(NAT, DOCKER, new Rule().inputInterface(bridge.name()).counter().returnToCaller());
    }

    private static void filter(FirewallBatch batch, Bridge bridge) {
        String name = bridge.name();
        batch.table(FILTER)
                .baseChain(FILTER, "INPUT", FILTER, Hook.INPUT, FILTER_PRIORITY, Policy.ACCEPT)
                .baseChain(FILTER, FORWARD, FILTER, Hook.FORWARD, FILTER_PRIORITY, Policy.DROP)
                .baseChain(FILTER, "OUTPUT", FILTER, Hook.OUTPUT, FILTER_PRIORITY, Policy.ACCEPT)
                .chain(FILTER, DOCKER)
                .chain(FILTER, ISOLATION_1)
                .chain(FILTER, ISOLATION_2)
                .chain(FILTER, DOCKER_USER)
                .append(FILTER, FORWARD, new Rule().counter().jump(DOCKER_USER))
                .append(FILTER, FORWARD, new Rule().counter().jump(ISOLATION_1), FIRST)
                .append(FILTER, FORWARD, IptablesExtension.belongsToConnection(new Rule().outputInterface(name)).counter().accept())
                .append(FILTER, FORWARD, new Rule().outputInterface(name).counter().jump(DOCKER))
                .append(FILTER, FORWARD, new Rule().inputInterface(name).outputInterfaceIsNot(name).counter().accept())
                .append(FILTER, FORWARD, new Rule().inputInterface(name).outputInterface(name).counter().accept())
                .append(FILTER, ISOLATION_1, new Rule().inputInterface(name).outputInterfaceIsNot(name).counter().jump(ISOLATION_2))
                .append(FILTER, ISOLATION_1, new Rule().counter().returnToCaller())
                .append(FILTER, ISOLATION_2, new Rule().outputInterface(name).counter().drop())
                .append(FILTER, ISOLATION_2, new Rule().counter().returnToCaller())
                .append(FILTER, DOCKER_USER, new Rule().counter().returnToCaller());
    }

    /**
     * What one more bridge adds, in Docker's order, and before what others have added.
     *
     * @param first handle of the rule of FORWARD that has {@link #FIRST} as its mark; empty: the student has taken it away
     * @param passage handle of the rule that lets what is published for one bridge be asked for by containers of another; empty: it is made
     */
    static FirewallBatch bridge(Bridge bridge, Optional<byte[]> first, Optional<byte[]> passage) {
        FirewallBatch batch = new FirewallBatch(FirewallBatch.FAMILY_IPV4);
        String name = bridge.name();
        String mark = mark(bridge);
        Rule inside = new Rule().inputInterface(name).outputInterface(name).counter();
        if (bridge.communicates()) {
            batch.behind(first, FILTER, FORWARD, inside.accept(), mark);
        } else {
            batch.append(FILTER, FORWARD, inside.drop(), mark);
        }
        if (bridge.internal()) {
            return batch.prepend(FILTER, ISOLATION_1, new Rule().inputInterface(name).destinationIsNot(bridge.subnet()).counter().drop(), mark)
                    .prepend(FILTER, ISOLATION_1, new Rule().outputInterface(name).sourceIsNot(bridge.subnet()).counter().drop(), mark);
        }
        batch.behind(first, FILTER, FORWARD, new Rule().inputInterface(name).outputInterfaceIsNot(name).counter().accept(), mark)
                .behind(first, FILTER, FORWARD, new Rule().outputInterface(name).counter().jump(DOCKER), mark)
                .behind(first, FILTER, FORWARD, IptablesExtension.belongsToConnection(new Rule().outputInterface(name)).counter().accept(), mark)
                .behind(passage, FILTER, ISOLATION_1, new Rule().inputInterface(name).outputInterfaceIsNot(name).counter().jump(ISOLATION_2), mark)
                .prepend(FILTER, ISOLATION_2, new Rule().outputInterface(name).counter().drop(), mark)
                .prepend(NAT, DOCKER, new Rule().inputInterface(name).counter().returnToCaller(), mark);
        if (bridge.masqueraded()) {
            batch.prepend(NAT, "POSTROUTING", IptablesExtension.masquerade(new Rule().outputInterfaceIsNot(name).source(bridge.subnet()).counter()), mark);
        }
        if (passage.isEmpty()) {
            batch.prepend(FILTER, ISOLATION_1, IptablesExtension.destinationWasChanged(new Rule()).counter().returnToCaller(), PASSAGE);
        }
        own(batch, bridge, mark);
        return batch;
    }

    /** Of all rules of a bridge. */
    static String mark(Bridge bridge) {
        return "bridge/" + bridge.name();
    }

    /** What is for the loopback comes from nowhere else: bridges route such addresses. */
    private static void own(FirewallBatch batch, Bridge bridge) {
        batch.table(OWN)
                .chain(OWN, PUBLISHED)
                .baseChain(OWN, "loopback", FILTER, Hook.PREROUTING, RAW_PRIORITY, Policy.ACCEPT)
                .append(OWN, "loopback", new Rule().inputInterfaceIsNot("lo").destination(LOOPBACK).drop())
                .baseChain(OWN, FROM_BRIDGES, NAT, Hook.PREROUTING, DESTINATION_NAT_PRIORITY + 1, Policy.ACCEPT)
                .baseChain(OWN, "from-machine", NAT, Hook.OUTPUT, DESTINATION_NAT_PRIORITY + 1, Policy.ACCEPT)
                .append(OWN, "from-machine", new Rule().destination(LOOPBACK).jump(PUBLISHED))
                .baseChain(OWN, TO_BRIDGES, NAT, Hook.POSTROUTING, SOURCE_NAT_PRIORITY - 1, Policy.ACCEPT);
        own(batch, bridge, mark(bridge));
    }

    /**
     * What comes from the bridge and is for a published port goes to its container, after Docker's own chains had their turn. One on the same bridge would answer past the machine, and nobody answers
     * to the loopback: of these the machine is the sender.
     */
    private static void own(FirewallBatch batch, Bridge bridge, String mark) {
        batch.append(OWN, FROM_BRIDGES, new Rule().inputInterface(bridge.name()).destinationIsOwn().jump(PUBLISHED), mark)
                .append(OWN, TO_BRIDGES, new Rule().outputInterface(bridge.name()).source(LOOPBACK).masquerade(), mark)
                .append(OWN, TO_BRIDGES, new Rule().outputInterface(bridge.name()).source(bridge.subnet()).destinationWasChanged().masquerade(), mark);
    }

    /** @param mark of all its rules */
    static FirewallBatch published(Bridge bridge, List<PortForward> ports, String mark) {
        FirewallBatch batch = new FirewallBatch(FirewallBatch.FAMILY_IPV4);
        for (PortForward port : ports) {
            Rule translated = new Rule().inputInterfaceIsNot(bridge.name()).protocol(port.protocol().number());
            Rule own = new Rule().protocol(port.protocol().number());
            port.at().ifPresent(address -> {
                translated.destination(address);
                own.destination(address);
            });
            Rule accepted = new Rule().inputInterfaceIsNot(bridge.name()).outputInterface(bridge.name()).protocol(port.protocol().number())
                    .destination(port.container()).destinationPort(port.containerPort()).counter().accept();
            Rule toItself = new Rule().protocol(port.protocol().number()).source(port.container()).destination(port.container()).destinationPort(port.containerPort()).counter();
            batch.append(NAT, DOCKER, IptablesExtension.destinationBecomes(translated.destinationPort(port.port()).counter(), port.container(), port.containerPort()), mark)
                    .append(FILTER, DOCKER, accepted, mark)
                    .append(NAT, "POSTROUTING", IptablesExtension.masquerade(toItself), mark)
                    .append(OWN, PUBLISHED, own.destinationPort(port.port()).destinationBecomes(port.container(), port.containerPort()), mark);
        }
        return batch;
    }
}
