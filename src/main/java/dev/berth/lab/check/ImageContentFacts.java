package dev.berth.lab.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What {@code docker inspect} and {@code docker history} say of an image.
 *
 * @param environment each {@code KEY=VALUE}
 * @param ports as {@code 80/tcp}
 * @param volumes the folders that it declares as volumes
 * @param layers the digests of its layers, the lowest first
 * @param history the steps of its making, the last first
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
        List<Step> history) {

    /** Instructions that change nothing but the configuration, as either builder writes them. */
    private static final Pattern NO_LAYER =
            Pattern.compile("(?s)(/bin/sh -c #\\(nop\\) +)?(ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME)\\b.*");
    private static final Pattern PERHAPS_NO_LAYER = Pattern.compile("(?s)(/bin/sh -c #\\(nop\\) +)?WORKDIR\\b.*");

    /**
     * One step of its making.
     *
     * @param createdBy what it ran
     * @param bytes what it added
     */
    public record Step(String createdBy, long bytes) {}

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
                StreamSupport.stream(history.spliterator(), false).map(step -> new Step(step.path("CreatedBy").asText(), step.path("Size").asLong())).toList());
    }

    /**
     * The steps that made its layers, one each, the lowest first. Docker does not say which steps made a layer: those that added something did, others may have made an empty one.
     *
     * @return none if that cannot be told with certainty
     */
    List<Step> layerSteps() {
        final List<Step> oldestFirst = new ArrayList<>(history);
        Collections.reverse(oldestFirst);
        return Stream.<Predicate<Step>>of(
                        step -> step.bytes() > 0,
                        step -> step.bytes() > 0 || !NO_LAYER.matcher(step.createdBy()).matches(),
                        step -> step.bytes() > 0 || !NO_LAYER.matcher(step.createdBy()).matches() && !PERHAPS_NO_LAYER.matcher(step.createdBy()).matches())
                .map(made -> oldestFirst.stream().filter(made).toList())
                .filter(steps -> steps.size() == layers.size())
                .findFirst()
                .orElse(List.of());
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
