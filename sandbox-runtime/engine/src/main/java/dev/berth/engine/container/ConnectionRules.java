package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.FORBIDDEN;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.network.Network;
import dev.berth.engine.network.Networks;
import java.util.Set;

/** Which networks a container can be connected with and disconnected from, in Docker's words. */
final class ConnectionRules {
    private static final String SHARED = "container:";
    private static final String NO_OTHER = "container sharing network namespace with another container or host cannot be connected to any other network";
    private static final String NOT_THE_HOSTS = "container cannot be disconnected from host network or connected to host network";
    private static final String NOT_SEVERAL = "container cannot be connected to multiple networks with one of the networks in private (none) mode";

    private ConnectionRules() {}

    /** @throws EngineException when it cannot be */
    static void connect(ContainerRecord container, boolean runs, Network network) {
        String name = network.name();
        Set<String> own = container.network().endpoints().keySet();
        if (own.contains(name)) {
            refuseIf(runs, FORBIDDEN, "endpoint with name " + container.name() + " already exists in network " + name);
            return;
        }
        boolean shared = container.config().networkDisabled() || container.config().networkMode().startsWith(SHARED);
        refuseIf(shared || own.contains("host"), INVALID_PARAMETER, NO_OTHER);
        refuseIf(name.equals("host"), INVALID_PARAMETER, NOT_THE_HOSTS);
        refuseIf(own.contains("none") || (name.equals("none") && !own.isEmpty()), INVALID_PARAMETER, NOT_SEVERAL);
    }

    /** @param wanted as it was typed. @return the network that it leaves. @throws EngineException when it is not in it, or stays */
    static Network disconnect(ContainerRecord container, boolean runs, Networks networks, String wanted) {
        refuseIf(networks.find(wanted).isEmpty() && !runs, SYSTEM, "container " + container.id() + " is not connected to the network " + wanted);
        Network network = networks.get(wanted);
        boolean isIn = container.network().endpoints().containsKey(network.name());
        refuseIf(!isIn, SYSTEM, "container " + container.id() + " is not connected to " + (runs ? "" : "the ") + "network " + network.name());
        refuseIf(network.name().equals("host") && runs, INVALID_PARAMETER, NOT_THE_HOSTS);
        return network;
    }

    private static void refuseIf(boolean wrong, EngineException.Kind kind, String message) {
        if (wrong) {
            throw new EngineException(kind, message);
        }
    }
}
