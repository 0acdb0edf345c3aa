package dev.berth.engine.image.store;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.Platform;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.document.Documents;
import dev.berth.engine.image.document.ImageDocument;
import dev.berth.engine.image.layer.Layer;
import dev.berth.engine.image.manifest.ImageContent;
import dev.berth.engine.image.manifest.StoredImage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes the images of a build's instructions, with documents as Docker writes them: what was carried out, and in which configuration, is in {@code container_config}. */
final class BuildSteps {
    private static final String RECORDED = "container_config";

    private final ImageContent content;

    BuildSteps(ImageContent content) {
        this.content = content;
    }

    /**
     * By what an image of a build is found again: what Docker compares, which is not all of it.
     *
     * @param lists in which order counts: command, environment, entrypoint; @param sets in which it does not
     */
    record Record(String user, List<List<String>> lists, List<Set<String>> sets) {

        static Record of(ImageConfig recorded) {
            return new Record(
                    recorded.user(),
                    List.of(recorded.command().orElse(List.of()), recorded.environment(), recorded.entrypoint()),
                    List.of(recorded.labels().entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()).collect(Collectors.toSet()), recorded.exposedPorts(), recorded.volumes()));
        }

        /** @param configuration of an image; nothing matches what no build has made */
        static Record of(byte[] configuration) {
            JsonNode recorded = Documents.object(configuration, "image configuration").path(RECORDED);
            return new Record(
                    recorded.path("User").asText(""),
                    List.of(texts(recorded.path("Cmd")), texts(recorded.path("Env")), texts(recorded.path("Entrypoint"))),
                    List.of(recorded.path("Labels").properties().stream().map(label -> label.getKey() + "=" + label.getValue().asText()).collect(Collectors.toSet()),
                            names(recorded.path("ExposedPorts")), names(recorded.path("Volumes"))));
        }

        private static List<String> texts(JsonNode array) {
            return array.valueStream().map(JsonNode::asText).toList();
        }

        private static Set<String> names(JsonNode object) {
            return object.properties().stream().map(field -> field.getKey()).collect(Collectors.toSet());
        }
    }

    /**
     * What the history of an image says of a step.
     *
     * @param line of the history; @param layer that came by it; absent: none; @param isLast whether the image itself is what the step has made
     */
    record Recorded(JsonNode line, Optional<Digest> layer, boolean isLast) {

        /** @param source configuration of the image; @param parent that of the image that the step is carried out on. @return empty: the image was made by another step, or of something else */
        static Optional<Recorded> next(byte[] source, Optional<byte[]> parent, Images.Step step) {
            JsonNode lines = Documents.object(source, "image configuration").path("history");
            JsonNode before = parent.map(bytes -> Documents.object(bytes, "image configuration").path("history")).orElseGet(Documents::newArray);
            List<Digest> layers = ImageDocument.parse(source).layers();
            List<Digest> layersBefore = parent.map(bytes -> ImageDocument.parse(bytes).layers()).orElse(List.of());
            int known = before.size();
            boolean continues = known < lines.size() && layersBefore.size() <= layers.size() && layersBefore.equals(layers.subList(0, layersBefore.size()))
                    && IntStream.range(0, known).allMatch(each -> before.get(each).equals(lines.get(each)))
                    && lines.get(known).path("created_by").asText("").equals(String.join(" ", step.recorded().command().orElse(List.of())));
            boolean hasLayer = continues && !lines.get(known).path("empty_layer").asBoolean();
            if (!continues || hasLayer && layersBefore.size() == layers.size()) {
                return Optional.empty();
            }
            return Optional.of(new Recorded(lines.get(known), hasLayer ? Optional.of(layers.get(layersBefore.size())) : Optional.empty(), known == lines.size() - 1));
        }

        private Instant created(Instant otherwise) {
            try {
                return Instant.parse(line.path("created").asText());
            } catch (DateTimeParseException none) {
                return otherwise;
            }
        }
    }

    /** As {@link #add}, with a layer that is here. */
    StoredImage restore(Images.Step step, Recorded recorded, Lease lease) throws IOException {
        List<Layer> layers = new ArrayList<>();
        ObjectNode document = begin(step, layers, lease);
        for (Digest diffId : recorded.layer().stream().toList()) {
            layers.add(content.layers().find(diffId, lease).orElseThrow(() -> new EngineException(NOT_FOUND, "No such layer: " + diffId)));
        }
        Instant created = recorded.created(step.created());
        write(document, new Images.Step(step.parent(), step.config(), step.recorded(), step.history(), "", step.author(), created), recorded.layer().isEmpty());
        ArrayNode lines = document.withArray("/history");
        lines.set(lines.size() - 1, recorded.line());
        ImageCommit.putLayers(document, layers);
        return content.add(Documents.bytes(document), layers, lease);
    }

    /** @param layers gets those of the image that is built on */
    private ObjectNode begin(Images.Step step, List<Layer> layers, Lease lease) throws IOException {
        ObjectNode document = Documents.newObject();
        document.put("architecture", Platform.HOST.architecture());
        document.put("os", Platform.HOST.operatingSystem());
        if (step.parent().isPresent()) {
            byte[] parent = ImageCommit.parent(content, step.parent().get(), lease);
            layers.addAll(ImageCommit.layers(content, parent, lease));
            document = Documents.object(parent, "image configuration");
        }
        return document;
    }

    /** @param tar of the new layer; absent: the image differs in its configuration alone; @param lease that keeps it from now on */
    StoredImage add(Images.Step step, Optional<InputStream> tar, Lease lease) throws IOException {
        List<Layer> layers = new ArrayList<>();
        ObjectNode document = begin(step, layers, lease);
        if (tar.isPresent()) {
            layers.add(content.layers().addMade(tar.get(), lease));
        }
        write(document, step, tar.isEmpty());
        ImageCommit.putLayers(document, layers);
        return content.add(Documents.bytes(document), layers, lease);
    }

    private static void write(ObjectNode document, Images.Step step, boolean emptyLayer) {
        document.remove(List.of("author", "comment", "docker_version", "container"));
        document.put("created", step.created().toString());
        write(step.config(), step.parent(), document.putObject("config"));
        write(step.recorded(), step.parent(), document.putObject(RECORDED));
        if (!step.container().isEmpty()) {
            document.put("container", step.container());
        }
        ObjectNode line = document.withArray("/history").addObject();
        line.put("created", step.created().toString());
        if (!step.author().isEmpty()) {
            document.put("author", step.author());
            line.put("author", step.author());
        }
        line.put("created_by", step.history().map(Images.History::line).orElseGet(() -> String.join(" ", step.recorded().command().orElse(List.of()))));
        step.history().ifPresent(history -> {
            document.put("comment", history.comment());
            line.put("comment", history.comment());
        });
        if (emptyLayer) {
            line.put("empty_layer", true);
        }
    }

    private static void write(ImageConfig config, Optional<Digest> parent, ObjectNode run) {
        run.put("Hostname", "");
        run.put("Domainname", "");
        Stream.of("AttachStdin", "AttachStdout", "AttachStderr", "Tty", "OpenStdin", "StdinOnce").forEach(each -> run.put(each, false));
        ImageDocument.write(config, run);
        run.put("Image", parent.map(Digest::toString).orElse(""));
    }
}
