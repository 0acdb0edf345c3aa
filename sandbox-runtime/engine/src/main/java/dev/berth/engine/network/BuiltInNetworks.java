package dev.berth.engine.network;

import static dev.berth.engine.EngineException.Kind.FORBIDDEN;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import dev.berth.engine.EngineException;
import dev.berth.engine.network.Network.Addresses;
import dev.berth.engine.network.Network.Pool;
import dev.berth.runtime.network.Bridge;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** The three that every machine has; on the admin level there are no others. */
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
        String subnet = Bridge.DEFAULT.subnet().toString();
        String gateway = Bridge.DEFAULT.gateway().getHostAddress();
        all = List.of(
                network(machine, "bridge", created, "bridge", List.of(new Pool(subnet, "", gateway)), Optional.of(new Addresses(subnet, subnet, gateway)), BRIDGE_OPTIONS),
                network(machine, "host", created, "host", List.of(), Optional.empty(), Map.of()),
                network(machine, "none", created, "null", List.of(), Optional.empty(), Map.of()));
    }

    private static Network network(String machine, String name, Instant created, String driver, List<Pool> pools, Optional<Addresses> addresses, Map<String, String> options) {
        return new Network(DerivedId.of(machine, name), name, created, driver, pools, addresses, false, false, false, options, Map.of());
    }

    @Override
    public List<Network> list() {
        return all;
    }

    @Override
    public boolean isUsed(Network network) {
        return false;
    }

    @Override
    public CompletionStage<Network> create(NetworkRequest request) {
        return CompletableFuture.failedFuture(new EngineException(NOT_IMPLEMENTED, "networks are made on a machine's own socket"));
    }

    @Override
    public CompletionStage<Void> remove(String text) {
        try {
            throw new EngineException(FORBIDDEN, get(text).name() + " is a pre-defined network and cannot be removed");
        } catch (EngineException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    @Override
    public CompletionStage<List<String>> prune(Predicate<Network> chosen) {
        return CompletableFuture.completedFuture(List.of());
    }
}
