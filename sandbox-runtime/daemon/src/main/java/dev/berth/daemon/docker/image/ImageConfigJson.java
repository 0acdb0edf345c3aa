package dev.berth.daemon.docker.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.HealthCheckJson;
import dev.berth.daemon.http.Json;
import dev.berth.engine.image.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code Config} and {@code ContainerConfig} of an image, as its own configuration has them: every key that Docker shows is there, of Docker's type, whatever the
 * document says.
 */
final class ImageConfigJson {
    private static final List<String> STREAMS = List.of("AttachStdin", "AttachStdout", "AttachStderr");
    private static final List<String> TERMINAL = List.of("Tty", "OpenStdin", "StdinOnce");

    private ImageConfigJson() {}

    /** @param said one of the two objects, or nothing */
    static ObjectNode of(JsonNode said) {
        ObjectNode json = Json.object();
        List.of("Hostname", "Domainname", "User").forEach(key -> json.put(key, text(said, key)));
        STREAMS.forEach(key -> json.put(key, said.path(key).asBoolean(false)));
        if (!said.path("ExposedPorts").isEmpty()) {
            json.set("ExposedPorts", names(said.path("ExposedPorts")));
        }
        TERMINAL.forEach(key -> json.put(key, said.path(key).asBoolean(false)));
        json.set("Env", texts(said.path("Env")));
        json.set("Cmd", texts(said.path("Cmd")));
        putFlag(json, said, "ArgsEscaped");
        if (said.path("Healthcheck").isObject()) {
            json.set("Healthcheck", healthCheck(said.path("Healthcheck")));
        }
        json.put("Image", text(said, "Image"));
        json.set("Volumes", names(said.path("Volumes")));
        json.put("WorkingDir", text(said, "WorkingDir"));
        json.set("Entrypoint", texts(said.path("Entrypoint")));
        putFlag(json, said, "NetworkDisabled");
        if (!text(said, "MacAddress").isEmpty()) {
            json.put("MacAddress", text(said, "MacAddress"));
        }
        json.set("OnBuild", texts(said.path("OnBuild")));
        json.set("Labels", labels(said.path("Labels")));
        if (!text(said, "StopSignal").isEmpty()) {
            json.put("StopSignal", text(said, "StopSignal"));
        }
        if (said.path("StopTimeout").isIntegralNumber()) {
            json.put("StopTimeout", said.path("StopTimeout").longValue());
        }
        if (!said.path("Shell").isEmpty()) {
            json.set("Shell", texts(said.path("Shell")));
        }
        return json;
    }

    private static void putFlag(ObjectNode json, JsonNode said, String key) {
        if (said.path(key).asBoolean(false)) {
            json.put(key, true);
        }
    }

    static String text(JsonNode said, String key) {
        return said.path(key).asText("");
    }

    private static ObjectNode healthCheck(JsonNode said) {
        List<String> test = new ArrayList<>();
        said.path("Test").forEach(each -> test.add(each.asText()));
        return HealthCheckJson.write(new HealthCheck(test, duration(said, "Interval"), duration(said, "Timeout"), duration(said, "StartPeriod"), said.path("Retries").asInt(0)));
    }

    private static Duration duration(JsonNode said, String key) {
        return Duration.ofNanos(said.path(key).asLong(0));
    }

    private static JsonNode texts(JsonNode said) {
        if (!said.isArray()) {
            return Json.object().nullNode();
        }
        ArrayNode json = Json.array();
        said.forEach(each -> json.add(each.asText()));
        return json;
    }

    private static JsonNode names(JsonNode said) {
        if (!said.isObject()) {
            return Json.object().nullNode();
        }
        ObjectNode json = Json.object();
        said.fieldNames().forEachRemaining(json::putObject);
        return json;
    }

    private static JsonNode labels(JsonNode said) {
        if (!said.isObject()) {
            return Json.object().nullNode();
        }
        ObjectNode json = Json.object();
        for (Map.Entry<String, JsonNode> label : said.properties()) {
            json.put(label.getKey(), label.getValue().asText());
        }
        return json;
    }
}
