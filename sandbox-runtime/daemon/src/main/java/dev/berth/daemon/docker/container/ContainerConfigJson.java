package dev.berth.daemon.docker.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.HealthCheckJson;
import dev.berth.daemon.http.Json;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.option.ContainerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** The {@code Config} of an inspection: what runs, merged from image and client. */
final class ContainerConfigJson {
    private ContainerConfigJson() {}

    static ObjectNode of(ContainerView container) {
        ContainerConfig config = container.config();
        ObjectNode json = Json.object();
        json.put("Hostname", container.hostname());
        json.put("Domainname", config.domainname());
        json.put("User", container.user());
        json.put("AttachStdin", config.attachInput());
        json.put("AttachStdout", config.attachOutput());
        json.put("AttachStderr", config.attachError());
        if (!config.exposedPorts().isEmpty()) {
            json.set("ExposedPorts", keys(config.exposedPorts()));
        }
        json.put("Tty", config.terminal());
        json.put("OpenStdin", config.openInput());
        json.put("StdinOnce", config.inputOnce());
        json.set("Env", Json.strings(container.environment()));
        json.set("Cmd", command(container));
        if (config.unused().argumentsEscaped()) {
            json.put("ArgsEscaped", true);
        }
        config.healthCheck().ifPresent(check -> json.set("Healthcheck", HealthCheckJson.write(check)));
        json.put("Image", config.image());
        json.set("Volumes", config.volumes().isEmpty() ? json.nullNode() : keys(config.volumes()));
        json.put("WorkingDir", config.workingDirectory().isEmpty() && container.workingDirectory().equals("/") ? "" : container.workingDirectory());
        json.set("Entrypoint", config.entrypoint().<JsonNode>map(Json::strings).orElseGet(json::nullNode));
        if (config.networkDisabled()) {
            json.put("NetworkDisabled", true);
        }
        config.macAddress().ifPresent(address -> json.put("MacAddress", address));
        json.putNull("OnBuild");
        json.set("Labels", Json.strings(config.labels()));
        config.stopSignal().ifPresent(signal -> json.put("StopSignal", signal));
        config.stopTimeout().ifPresent(seconds -> json.put("StopTimeout", seconds));
        if (!config.unused().shell().isEmpty()) {
            json.set("Shell", Json.strings(config.unused().shell()));
        }
        return json;
    }

    /** Go's set: an object with nothing under its names. */
    private static ObjectNode keys(SortedSet<String> names) {
        ObjectNode json = Json.object();
        names.forEach(json::putObject);
        return json;
    }

    /** What the client gave, else all that runs and is not the entrypoint. */
    private static JsonNode command(ContainerView container) {
        ContainerConfig config = container.config();
        if (config.command().isPresent()) {
            return Json.strings(config.command().get());
        }
        List<String> words = new ArrayList<>();
        words.add(container.path());
        words.addAll(container.arguments());
        int skipped = Math.min(config.entrypoint().map(List::size).orElse(0), words.size());
        return Json.stringsOrNull(words.subList(skipped, words.size()));
    }
}
