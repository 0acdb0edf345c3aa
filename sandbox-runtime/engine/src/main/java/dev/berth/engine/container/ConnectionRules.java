package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.FORBIDDEN;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.network.Networks;
import java.util.Optional;

/** Which of the networks that are always there a container can be connected with or disconnected from: it is in one of them, or in another container's, and stays there. */
final class ConnectionRules {
    private static final String NO_OTHER = "container sharing network namespace with another container or host cannot be connected to any other network";
    private static final String NOT_THE_HOSTS = "container cannot be disconnected from host network or connected to host network";
    private static final String NOT_SEVERAL = "container cannot be connected to multiple networks with one of the networks in private (none) mode";

    private ConnectionRules() {}

    /** Returns when nothing is to be done. @throws EngineException with Docker's text; NOT_IMPLEMENTED for what Docker would do */
    static void connect(ContainerView container, String network) {
        Optional<String> own = container.config().network();
        if (own.filter(network::equals).isPresent()) {
            refuseIf(runs(container), FORBIDDEN, "endpoint with name " + container.name() + " already exists in network " + network);
            return;
        }
        refuseIf(own.filter("host"::equals).isPresent() || (own.isEmpty() && runs(container)), INVALID_PARAMETER, NO_OTHER);
        refuseIf(network.equals("host"), INVALID_PARAMETER, NOT_THE_HOSTS);
        refuseIf(own.filter("none"::equals).isPresent() || (own.filter("bridge"::equals).isPresent() && network.equals("none")), INVALID_PARAMETER, NOT_SEVERAL);
        throw missing("connect");
    }

    /** @throws EngineException always: with Docker's text, or NOT_IMPLEMENTED for what Docker would do */
    static void disconnect(ContainerView container, Networks networks, String wanted) {
        refuseIf(networks.find(wanted).isEmpty() && !runs(container), SYSTEM, "container " + container.id() + " is not connected to the network " + wanted);
        String network = networks.get(wanted).name();
        String article = runs(container) ? "" : "the ";
        refuseIf(container.config().network().filter(network::equals).isEmpty(), SYSTEM, "container " + container.id() + " is not connected to " + article + "network " + network);
        refuseIf(network.equals("host") && runs(container), INVALID_PARAMETER, NOT_THE_HOSTS);
        throw missing("disconnect");
    }

    private static boolean runs(ContainerView container) {
        return container.pid() != 0;
    }

    private static void refuseIf(boolean wrong, EngineException.Kind kind, String message) {
        if (wrong) {
            throw new EngineException(kind, message);
        }
    }

    private static EngineException missing(String action) {
        return new EngineException(NOT_IMPLEMENTED, "docker network " + action + " is not supported here yet: make the container again with --network none or --network bridge");
    }
}
