package dev.berth.engine.network;

import static dev.berth.engine.EngineException.Kind.FORBIDDEN;

import dev.berth.engine.EngineException;
import dev.berth.runtime.network.Bridge;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The three that every machine has. */
public final class BuiltInNetworks implements Networks {
    private static final Map<String, String> BRIDGE_OPTIONS = Map.of(
            "com.docker.network.bridge.default_bridge", "true",
            "com.docker.network.bridge.enable_icc", "true",
            "com.docker.network.bridge.enable_ip_masquerade", "true",
            "com.docker.network.bridge.host_binding_ipv4", "0.0.0.0",
            "com.docker.network.bridge.name", Bridge.DEFAULT.name(),
            "com.docker.network.driver.mtu", "1500");

    private final List<Network> all;

    /** @param machine of whose name their ids are made; @param created when they were set up, as Docker does each time that it begins */
    public BuiltInNetworks(String machine, Instant created) {
        Network.Pool addresses = new Network.Pool(Bridge.DEFAULT.subnet().toString(), Bridge.DEFAULT.gateway().getHostAddress());
        all = List.of(
                new Network(DerivedId.of(machine, "bridge"), "bridge", created, "bridge", List.of(addresses), BRIDGE_OPTIONS, Map.of()),
                new Network(DerivedId.of(machine, "host"), "host", created, "host", List.of(), Map.of(), Map.of()),
                new Network(DerivedId.of(machine, "none"), "none", created, "null", List.of(), Map.of(), Map.of()));
    }

    @Override
    public List<Network> list() {
        return all;
    }

    @Override
    public Optional<Network> find(String text) {
        return all.stream().filter(network -> network.name().equals(text) || (!text.isEmpty() && network.id().startsWith(text))).findFirst();
    }

    @Override
    public void remove(String text) {
        throw new EngineException(FORBIDDEN, get(text).name() + " is a pre-defined network and cannot be removed");
    }
}
