package dev.berth.lab.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * What {@code docker inspect} and {@code docker history} say of an image.
 *
 * @param environment each {@code KEY=VALUE}
 * @param ports as {@code 80/tcp}
 * @param volumes the folders that it declares as volumes
 * @param layers the digests of its layers, the lowest first
 * @param history what each step of its making ran, the last first
 */
public record ImageContentFacts(
        List<String> environment,
        List<String> command,
        List<String> entrypoint,
        String user,
        String workdir,
        Map<String, String> labels,
        List<String> ports,
        List<String> volumes,
        List<String> layers,
        List<String> history) {

    public ImageContentFacts {
        environment = List.copyOf(environment);
        command = List.copyOf(command);
        entrypoint = List.copyOf(entrypoint);
        labels = Map.copyOf(labels);
        ports = List.copyOf(ports);
        volumes = List.copyOf(volumes);
        layers = List.copyOf(layers);
        history = List.copyOf(history);
    }

    /**
     * Reads the answers of {@code GET /images/ID/json} and {@code GET /images/ID/history}. What is missing in them is empty.
     *
     * @see <a href="https://docs.docker.com/engine/api/v1.41/#operation/ImageInspect">ImageInspect</a>
     */
    public static ImageContentFacts ofInspect(final JsonNode document, final JsonNode history) {
        final JsonNode config = document.path("Config");
        final Map<String, String> labels = new TreeMap<>();
        config.path("Labels").properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return new ImageContentFacts(
                texts(config.path("Env")),
                texts(config.path("Cmd")),
                texts(config.path("Entrypoint")),
                config.path("User").asText(),
                config.path("WorkingDir").asText(),
                labels,
                keys(config.path("ExposedPorts")),
                keys(config.path("Volumes")),
                texts(document.path("RootFS").path("Layers")),
                StreamSupport.stream(history.spliterator(), false).map(step -> step.path("CreatedBy").asText()).toList());
    }

    private static List<String> texts(final JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static List<String> keys(final JsonNode mapping) {
        final List<String> keys = new ArrayList<>();
        mapping.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
