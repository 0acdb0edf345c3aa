package dev.berth.engine.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Networks of a container, and while it runs its places in them. Immutable.
 *
 * @param endpoints by the names of networks, the one first that it was made for
 * @param ports published while it runs
 */
public record NetworkSettings(Map<String, Endpoint> endpoints, List<PublishedPort> ports) {
    public static final NetworkSettings NONE = new NetworkSettings(Map.of(), List.of());

    /**
     * A container's place in a network.
     *
     * @param options as they were asked for, and with the aliases that it has by itself
     * @param networkId of the network that it was in last; empty: in none yet
     * @param address while it runs; empty in a network without addresses, or when it does not run
     * @param prefixLength of the address, in bits; 0: it is not told
     * @param hardwareAddress empty like the address
     * @param link name of its interface, empty like the address
     */
    public record Endpoint(EndpointOptions options, String networkId, String address, int prefixLength, String gateway, String hardwareAddress, String link) {

        /** Of a container that does not run. */
        public static Endpoint idle(EndpointOptions options, String networkId) {
            return new Endpoint(options, networkId, "", 0, "", "", "");
        }

        Endpoint ended() {
            return idle(options, networkId);
        }
    }

    /** Of a container that never ran. @param mode the network that it is made for; @param asked what is said of its networks, which counts more */
    public static NetworkSettings of(Optional<String> mode, Map<String, EndpointOptions> asked) {
        if (mode.isEmpty()) {
            return NONE;
        }
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        asked.forEach((name, options) -> endpoints.put(name, Endpoint.idle(options, "")));
        if (endpoints.isEmpty()) {
            endpoints.put(mode.get(), Endpoint.idle(EndpointOptions.NONE, ""));
        }
        return new NetworkSettings(endpoints, List.of());
    }

    public NetworkSettings with(String network, Endpoint endpoint) {
        Map<String, Endpoint> changed = new LinkedHashMap<>(endpoints);
        changed.put(network, endpoint);
        return new NetworkSettings(changed, ports);
    }

    public NetworkSettings without(String network) {
        Map<String, Endpoint> changed = new LinkedHashMap<>(endpoints);
        changed.remove(network);
        return new NetworkSettings(changed, ports);
    }

    public NetworkSettings withPorts(List<PublishedPort> published) {
        return new NetworkSettings(endpoints, List.copyOf(published));
    }

    /** When it does not run any more. */
    public NetworkSettings ended() {
        Map<String, Endpoint> ended = new LinkedHashMap<>();
        endpoints.forEach((name, endpoint) -> ended.put(name, endpoint.ended()));
        return new NetworkSettings(ended, List.of());
    }

    /** When it does not run, and came so far that its networks were looked up. */
    public NetworkSettings known(Networks networks) {
        Map<String, Endpoint> known = new LinkedHashMap<>();
        endpoints.forEach((name, endpoint) -> known.put(name, Endpoint.idle(endpoint.options(), networks.findExact(name).map(Network::id).orElse(endpoint.networkId()))));
        return new NetworkSettings(known, List.of());
    }

    /** Those that it has, in the order of its interfaces. */
    public List<String> addresses() {
        return endpoints.values().stream().map(Endpoint::address).filter(address -> !address.isEmpty()).toList();
    }
}
