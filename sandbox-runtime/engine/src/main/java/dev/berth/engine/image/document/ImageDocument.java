package dev.berth.engine.image.document;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.CommittedContainer;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.HealthCheck;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.Platform;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An image's configuration as JSON: reads what Docker and others wrote, and writes our own in Docker's order of keys.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image spec, config</a>
 */
public final class ImageDocument {
    /** What Docker shows for "no time". */
    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    private final Digest id;
    private final ObjectNode document;

    private ImageDocument(Digest id, ObjectNode document) {
        this.id = id;
        this.document = document;
    }

    /** @throws EngineException INVALID_PARAMETER if this is no configuration of an image for Linux */
    public static ImageDocument parse(byte[] bytes) {
        ImageDocument parsed = new ImageDocument(Digest.of(bytes), Documents.object(bytes, "image configuration"));
        String system = parsed.document.path("os").asText("");
        if (!system.isEmpty() && !system.equals("linux")) {
            throw new EngineException(INVALID_PARAMETER, "cannot load " + system + " image on linux");
        }
        List<Digest> layers = parsed.layers();
        if (layers.size() > ImageLimits.LAYERS) {
            throw new EngineException(
                    INVALID_PARAMETER, "max depth exceeded: image has " + layers.size() + " layers, at most " + ImageLimits.LAYERS + " are possible");
        }
        if (parsed.steps() > layers.size()) {
            throw new EngineException(INVALID_PARAMETER, "too many non-empty layers in History section");
        }
        return parsed;
    }

    Digest id() {
        return id;
    }

    /** Diff ids, lowest first. */
    public List<Digest> layers() {
        List<Digest> layers = new ArrayList<>();
        document.path("rootfs").path("diff_ids").forEach(diffId -> layers.add(Digest.parse(diffId.asText())));
        return layers;
    }

    /** @param sizes bytes of each layer, lowest first */
    public Image image(List<Long> sizes) {
        return new Image(
                id,
                config(),
                document.path("config").path("Labels").isObject(),
                time(document.path("created")),
                platform(),
                document.path("author").asText(""),
                document.path("comment").asText(""),
                List.copyOf(layers()),
                sizes.stream().mapToLong(Long::longValue).sum(),
                history(sizes));
    }

    public Platform platform() {
        return new Platform(document.path("os").asText("linux"), document.path("architecture").asText(""), document.path("variant").asText(""));
    }

    private ImageConfig config() {
        JsonNode config = document.path("config");
        return new ImageConfig(
                config.path("User").asText(""),
                texts(config.path("Env")),
                texts(config.path("Entrypoint")),
                config.path("Cmd").isArray() ? Optional.of(texts(config.path("Cmd"))) : Optional.empty(),
                config.path("WorkingDir").asText(""),
                labels(config.path("Labels")),
                names(config.path("ExposedPorts")),
                names(config.path("Volumes")),
                Optional.of(config.path("StopSignal").asText("")).filter(signal -> !signal.isEmpty()),
                healthCheck(config.path("Healthcheck")),
                texts(config.path("Shell")),
                texts(config.path("OnBuild")));
    }

    /** Its times are nanoseconds. */
    private static Optional<HealthCheck> healthCheck(JsonNode check) {
        List<String> test = texts(check.path("Test"));
        return test.isEmpty()
                ? Optional.empty()
                : Optional.of(new HealthCheck(
                        test,
                        Duration.ofNanos(check.path("Interval").asLong(0)),
                        Duration.ofNanos(check.path("Timeout").asLong(0)),
                        Duration.ofNanos(check.path("StartPeriod").asLong(0)),
                        check.path("Retries").asInt(0)));
    }

    /** How many lines of the history made a layer. */
    private int steps() {
        int steps = 0;
        for (JsonNode line : document.path("history")) {
            steps += isEmpty(line) ? 0 : 1;
        }
        return steps;
    }

    private List<Image.History> history(List<Long> sizes) {
        List<Image.History> history = new ArrayList<>();
        int layer = 0;
        for (JsonNode line : document.path("history")) {
            boolean empty = isEmpty(line);
            history.add(new Image.History(
                    time(line.path("created")), line.path("created_by").asText(""), line.path("comment").asText(""), empty, empty ? 0 : sizes.get(layer++)));
        }
        return List.copyOf(history);
    }

    private static boolean isEmpty(JsonNode line) {
        return line.path("empty_layer").asBoolean(false);
    }

    /** A configuration of an image of one layer, as {@code docker import} makes it. */
    public static byte[] imported(ImageConfig config, Digest layer, Instant created, String comment) {
        ObjectNode document = Documents.newObject();
        document.put("architecture", Platform.HOST.architecture());
        if (!comment.isEmpty()) {
            document.put("comment", comment);
        }
        write(config, document.putObject("config"));
        document.put("created", created.toString());
        ObjectNode line = document.putArray("history").addObject();
        line.put("created", created.toString());
        line.put("comment", comment);
        document.put("os", Platform.HOST.operatingSystem());
        ObjectNode files = document.putObject("rootfs");
        files.put("type", "layers");
        files.putArray("diff_ids").add(layer.toString());
        return Documents.bytes(document);
    }

    /** Writes all that we know of; what else is in {@code run} stays. */
    public static void write(ImageConfig config, ObjectNode run) {
        run.remove(List.of("User", "ExposedPorts", "Env", "Cmd", "Volumes", "WorkingDir", "Entrypoint", "Labels", "StopSignal", "Healthcheck", "Shell", "OnBuild"));
        if (!config.user().isEmpty()) {
            run.put("User", config.user());
        }
        putNames(run, "ExposedPorts", config.exposedPorts());
        putTexts(run, "Env", config.environment());
        config.command().ifPresent(words -> words.forEach(run.putArray("Cmd")::add));
        putNames(run, "Volumes", config.volumes());
        if (!config.workingDirectory().isEmpty()) {
            run.put("WorkingDir", config.workingDirectory());
        }
        putTexts(run, "Entrypoint", config.entrypoint());
        if (!config.labels().isEmpty()) {
            ObjectNode labels = run.putObject("Labels");
            new TreeMap<>(config.labels()).forEach(labels::put);
        }
        config.stopSignal().ifPresent(signal -> run.put("StopSignal", signal));
        config.healthCheck().ifPresent(check -> {
            ObjectNode written = run.putObject("Healthcheck");
            putTexts(written, "Test", check.test());
            putNumber(written, "Interval", check.interval().toNanos());
            putNumber(written, "Timeout", check.timeout().toNanos());
            putNumber(written, "StartPeriod", check.startPeriod().toNanos());
            putNumber(written, "Retries", check.retries());
        });
        putTexts(run, "Shell", config.shell());
        putTexts(run, "OnBuild", config.onBuild());
    }

    /** As {@link #write(ImageConfig, ObjectNode)}, with what Docker keeps of a container. */
    public static void write(ImageConfig config, CommittedContainer container, ObjectNode run) {
        write(config, run);
        run.put("Hostname", container.hostname());
        run.put("Domainname", container.domainname());
        run.put("AttachStdin", container.attachInput());
        run.put("AttachStdout", container.attachOutput());
        run.put("AttachStderr", container.attachError());
        run.put("Tty", container.terminal());
        run.put("OpenStdin", container.openInput());
        run.put("StdinOnce", container.inputOnce());
        run.put("Image", container.image());
        run.withObject("/Labels");
        write(container.besides(), run);
    }

    private static void write(CommittedContainer.Besides besides, ObjectNode run) {
        run.remove(List.of("NetworkDisabled", "ArgsEscaped", "MacAddress", "StopTimeout"));
        if (besides.networkDisabled()) {
            run.put("NetworkDisabled", true);
        }
        if (besides.argumentsEscaped()) {
            run.put("ArgsEscaped", true);
        }
        besides.macAddress().ifPresent(address -> run.put("MacAddress", address));
        besides.stopTimeout().ifPresent(seconds -> run.put("StopTimeout", seconds));
    }

    private static void putNumber(ObjectNode target, String key, long number) {
        if (number != 0) {
            target.put(key, number);
        }
    }

    private static void putTexts(ObjectNode target, String key, List<String> texts) {
        if (!texts.isEmpty()) {
            texts.forEach(target.putArray(key)::add);
        }
    }

    private static void putNames(ObjectNode target, String key, SortedSet<String> names) {
        if (!names.isEmpty()) {
            ObjectNode object = target.putObject(key);
            names.forEach(object::putObject);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    private static Map<String, String> labels(JsonNode object) {
        Map<String, String> labels = new TreeMap<>();
        object.fields().forEachRemaining(field -> labels.put(field.getKey(), field.getValue().asText()));
        return labels;
    }

    private static SortedSet<String> names(JsonNode object) {
        SortedSet<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Instant time(JsonNode text) {
        if (!text.isTextual()) {
            return NEVER;
        }
        try {
            return OffsetDateTime.parse(text.asText()).toInstant();
        } catch (DateTimeException malformed) {
            throw new EngineException(INVALID_PARAMETER, "invalid image configuration: \"" + text.asText() + "\" is no time", malformed);
        }
    }
}
