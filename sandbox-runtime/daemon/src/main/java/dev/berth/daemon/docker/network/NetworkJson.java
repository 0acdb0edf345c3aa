package dev.berth.daemon.docker.network;

import static dev.berth.engine.EngineException.Kind.FORBIDDEN;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.GoTime;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.JsonFields;
import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.network.DerivedId;
import dev.berth.engine.network.EndpointOptions;
import dev.berth.engine.network.Network;
import dev.berth.engine.network.NetworkRequest;
import dev.berth.engine.network.NetworkSettings.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Networks in Docker's shape, and a container's place in them. */
public final class NetworkJson {
    private static final String NAMESPACES = "/var/run/docker/netns/";
    private static final int ABBREVIATED = 12;

    private NetworkJson() {}

    /** As {@code docker network ls} has it. */
    static ObjectNode network(Network network) {
        ObjectNode json = Json.object();
        json.put("Name", network.name());
        json.put("Id", network.id());
        json.put("Created", GoTime.text(network.created()));
        json.put("Scope", "local");
        json.put("Driver", network.driver());
        json.put("EnableIPv6", false);
        ObjectNode addresses = json.putObject("IPAM");
        addresses.put("Driver", "default");
        addresses.set("Options", network.isBuiltIn() ? addresses.nullNode() : Json.object());
        ArrayNode pools = addresses.putArray("Config");
        network.pools().forEach(pool -> pool(pools.addObject(), pool));
        json.put("Internal", network.internal());
        json.put("Attachable", network.attachable());
        json.put("Ingress", false);
        json.putObject("ConfigFrom").put("Network", "");
        json.put("ConfigOnly", false);
        json.putObject("Containers");
        json.set("Options", Json.strings(new TreeMap<>(network.options())));
        json.set("Labels", Json.strings(new TreeMap<>(network.labels())));
        return json;
    }

    private static void pool(ObjectNode json, Network.Pool pool) {
        json.put("Subnet", pool.subnet());
        putUnlessEmpty(json, "IPRange", pool.range());
        putUnlessEmpty(json, "Gateway", pool.gateway());
    }

    private static void putUnlessEmpty(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }

    /** The body of {@code POST /networks/create}. @throws EngineException INVALID_PARAMETER for other types, NOT_IMPLEMENTED */
    static NetworkRequest request(JsonFields body) {
        JsonFields addresses = body.object("IPAM");
        if (body.flag("Ingress") || body.flag("ConfigOnly") || !body.object("ConfigFrom").text("Network").isEmpty()) {
            throw new EngineException(NOT_IMPLEMENTED, "networks of a swarm are not there: make one without --ingress, --config-only and --config-from");
        }
        if (!Set.of("", "local").contains(body.text("Scope"))) {
            throw new EngineException(FORBIDDEN, "cannot create a " + body.text("Scope") + " scoped network when swarm is not active");
        }
        List<Network.Pool> pools = addresses.objects("Config").stream().map(pool -> new Network.Pool(pool.text("Subnet"), pool.text("IPRange"), pool.text("Gateway"))).toList();
        return new NetworkRequest(
                body.text("Name"), body.text("Driver"), pools, addresses.text("Driver"), body.flag("EnableIPv6"), body.flag("Internal"), body.flag("Attachable"), body.textMap("Options"), body.textMap("Labels"));
    }

    /** What a client says of a container's place in a network. */
    public static EndpointOptions options(JsonFields endpoint) {
        JsonFields addresses = endpoint.object("IPAMConfig");
        if (!addresses.text("IPv6Address").isEmpty() || !endpoint.text("GlobalIPv6Address").isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "user specified IP address is supported only when connecting to networks with user configured subnets");
        }
        return new EndpointOptions(
                endpoint.node("IPAMConfig").isMissingNode() ? Optional.empty() : Optional.of(addresses.text("IPv4Address")),
                endpoint.node("Aliases").isMissingNode() ? Optional.empty() : Optional.of(endpoint.texts("Aliases")),
                endpoint.node("DriverOpts").isMissingNode() ? Optional.empty() : Optional.of(endpoint.textMap("DriverOpts")),
                endpoint.node("Links").isMissingNode() ? Optional.empty() : Optional.of(endpoint.texts("Links")));
    }

    /** Of all containers those that are in it now, as {@code docker network inspect} shows them. */
    static ObjectNode members(String machine, String name, List<ContainerView> containers) {
        Map<String, ObjectNode> members = new TreeMap<>();
        for (ContainerView container : containers) {
            JsonNode endpoint = endpoints(machine, container).path(name);
            if (!endpoint.path("EndpointID").asText("").isEmpty()) {
                String address = endpoint.path("IPAddress").asText();
                members.put(container.id().value(), Json.object()
                        .put("Name", container.name())
                        .put("EndpointID", endpoint.path("EndpointID").asText())
                        .put("MacAddress", endpoint.path("MacAddress").asText())
                        .put("IPv4Address", address.isEmpty() ? "" : address + "/" + endpoint.path("IPPrefixLen").asInt())
                        .put("IPv6Address", ""));
            }
        }
        ObjectNode json = Json.object();
        members.forEach(json::set);
        return json;
    }

    /** A container's {@code NetworkSettings.Networks}: none when it is in another's network, or has none. */
    public static ObjectNode endpoints(String machine, ContainerView container) {
        ObjectNode networks = Json.object();
        container.network().endpoints().forEach((name, endpoint) -> networks.set(name, endpoint(machine, container, name, endpoint)));
        return networks;
    }

    private static ObjectNode endpoint(String machine, ContainerView container, String network, Endpoint endpoint) {
        ObjectNode json = Json.object();
        EndpointOptions options = endpoint.options();
        json.set("IPAMConfig", options.address().<JsonNode>map(NetworkJson::chosen).orElseGet(json::nullNode));
        json.set("Links", options.links().<JsonNode>map(Json::strings).orElseGet(json::nullNode));
        json.set("Aliases", options.aliases().<JsonNode>map(Json::strings).orElseGet(json::nullNode));
        json.put("NetworkID", endpoint.networkId());
        json.put("EndpointID", container.pid() == 0 ? "" : DerivedId.of(machine, container.id() + "/" + network));
        addresses(json, endpoint);
        json.put("GlobalIPv6Address", "");
        json.put("GlobalIPv6PrefixLen", 0);
        json.put("IPv6Gateway", "");
        json.put("MacAddress", endpoint.hardwareAddress());
        json.set("DriverOpts", options.driverOptions().<JsonNode>map(Json::strings).orElseGet(json::nullNode));
        return json;
    }

    private static ObjectNode chosen(String address) {
        ObjectNode json = Json.object();
        putUnlessEmpty(json, "IPv4Address", address);
        return json;
    }

    /** The id of what Docker sets up for a container's network at each start, and tells from then on; none when the container is in another's, or has none. */
    public static String sandbox(String machine, ContainerView container) {
        return container.config().network().isPresent() && container.state().hadNetwork() ? DerivedId.of(machine, container.id() + "/sandbox") : "";
    }

    /** Where it lies for a Docker: the host's own has one name. @param id as {@link #sandbox} says */
    public static String sandboxKey(String id, ContainerView container) {
        return id.isEmpty() ? "" : NAMESPACES + (container.config().networkMode().equals("host") ? "default" : id.substring(0, ABBREVIATED));
    }

    /** A container's, beside all of its networks: of the default one alone. */
    public static Endpoint ofDefaultBridge(ContainerView container) {
        return container.network().endpoints().getOrDefault("bridge", Endpoint.idle(EndpointOptions.NONE, ""));
    }

    public static void addresses(ObjectNode into, Endpoint endpoint) {
        into.put("Gateway", endpoint.gateway());
        into.put("IPAddress", endpoint.address());
        into.put("IPPrefixLen", endpoint.prefixLength());
    }
}
