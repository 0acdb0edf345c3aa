package dev.berth.lab.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * A network of the machine.
 *
 * @param subnets each an address with the length of its prefix, {@code 172.18.0.0/16}
 * @param internal whether nothing leads out of it
 * @param created when it was made, by the clock of its Docker; the epoch if that is not said
 */
public record NetworkFacts(String id, String name, String driver, List<String> subnets, List<String> gateways, boolean internal, Map<String, String> labels, Instant created) {

    public NetworkFacts {
        subnets = List.copyOf(subnets);
        gateways = List.copyOf(gateways);
        labels = Map.copyOf(labels);
    }

    /** Reads one network of the answer of {@code GET /networks}. */
    public static NetworkFacts ofSummary(final JsonNode network) {
        final Map<String, String> labels = DockerDocument.labels(network.path("Labels"));
        final JsonNode pools = network.path("IPAM").path("Config");
        return new NetworkFacts(
                network.path("Id").asText(),
                network.path("Name").asText(),
                network.path("Driver").asText(),
                texts(pools, "Subnet"),
                texts(pools, "Gateway"),
                network.path("Internal").asBoolean(),
                labels,
                DockerDocument.time(network.path("Created")));
    }

    private static List<String> texts(final JsonNode pools, final String key) {
        return StreamSupport.stream(pools.spliterator(), false).map(pool -> pool.path(key).asText()).filter(text -> !text.isEmpty()).toList();
    }
}
