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
     * @param networkId of the network that it was in last; empty: in none yet
     * @param address while it runs; empty in a network without addresses, or when it does not run
     * @param prefixLength of the address, in bits; 0: it is not told
     * @param hardwareAddress empty like the address
     */
    public record Endpoint(String networkId, String address, int prefixLength, String gateway, String hardwareAddress) {
        public static final Endpoint NEW = new Endpoint("", "", 0, "", "");

        Endpoint ended() {
            return new Endpoint(networkId, "", 0, "", "");
        }
    }

    /** Of a container that never ran. */
    public static NetworkSettings of(Optional<String> network) {
        return network.map(name -> new NetworkSettings(Map.of(name, Endpoint.NEW), List.of())).orElse(NONE);
    }

    public NetworkSettings with(String network, Endpoint endpoint) {
        Map<String, Endpoint> changed = new LinkedHashMap<>(endpoints);
        changed.put(network, endpoint);
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
        endpoints.forEach((name, endpoint) -> known.put(name, new Endpoint(networks.find(name).map(Network::id).orElse(endpoint.networkId()), "", 0, "", "")));
        return new NetworkSettings(known, List.of());
    }

    /** Those that it has, in the order of its interfaces. */
    public List<String> addresses() {
        return endpoints.values().stream().map(Endpoint::address).filter(address -> !address.isEmpty()).toList();
    }
}
