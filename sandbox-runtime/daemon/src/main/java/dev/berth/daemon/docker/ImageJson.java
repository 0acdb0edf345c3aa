package dev.berth.daemon.docker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Json;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images.Named;
import dev.berth.engine.image.Images.Removal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Images in Docker's JSON. */
final class ImageJson {
    private ImageJson() {}

    /** A line of {@code docker image ls}. */
    static ObjectNode summary(Named named) {
        Image image = named.image();
        ObjectNode json = Json.object();
        json.put("Containers", -1);
        json.put("Created", image.created().getEpochSecond());
        json.put("Id", image.id().toString());
        json.set("Labels", Json.strings(image.config().labels()));
        json.put("ParentId", parent(named));
        boolean dangling = named.references().isEmpty();
        json.set("RepoDigests", dangling ? Json.strings(List.of("<none>@<none>")) : digests(named).isEmpty() ? json.nullNode() : digests(named));
        json.set("RepoTags", dangling ? Json.strings(List.of("<none>:<none>")) : tags(named));
        json.put("SharedSize", -1);
        json.put("Size", image.size());
        json.put("VirtualSize", image.size());
        return json;
    }

    static ObjectNode inspection(Named named) {
        Image image = named.image();
        ObjectNode json = Json.object();
        json.put("Id", image.id().toString());
        json.set("RepoTags", tags(named));
        json.set("RepoDigests", digests(named));
        json.put("Parent", parent(named));
        json.put("Comment", image.comment());
        json.put("Created", GoTime.text(image.created()));
        json.put("Container", "");
        json.set("ContainerConfig", config(image.config()));
        json.put("DockerVersion", "");
        json.put("Author", image.author());
        json.set("Config", config(image.config()));
        json.put("Architecture", image.platform().architecture());
        if (!image.platform().variant().isEmpty()) {
            json.put("Variant", image.platform().variant());
        }
        json.put("Os", image.platform().operatingSystem());
        json.put("Size", image.size());
        json.put("VirtualSize", image.size());
        json.putObject("GraphDriver").put("Name", SystemInfo.STORAGE).putNull("Data");
        ArrayNode layers = json.putObject("RootFS").put("Type", "layers").putArray("Layers");
        image.layers().forEach(layer -> layers.add(layer.toString()));
        json.putObject("Metadata").put("LastTagTime", GoTime.NEVER);
        return json;
    }

    /** Newest first. */
    static ArrayNode history(Named named) {
        Image image = named.image();
        ArrayNode json = Json.array();
        List<Image.History> newestFirst = new ArrayList<>(image.history());
        Collections.reverse(newestFirst);
        boolean first = true;
        for (Image.History each : newestFirst) {
            ObjectNode line = json.addObject();
            line.put("Id", first ? image.id().toString() : "<missing>");
            line.put("Created", each.created().getEpochSecond());
            line.put("CreatedBy", each.createdBy());
            line.set("Tags", first && !named.references().isEmpty() ? tags(named) : Json.object().nullNode());
            line.put("Size", each.size());
            line.put("Comment", each.comment());
            first = false;
        }
        return json;
    }

    private static String parent(Named named) {
        return named.parent().map(Digest::toString).orElse("");
    }

    static ArrayNode removals(List<Removal> removals) {
        ArrayNode json = Json.array();
        removals.forEach(each -> {
            each.untagged().ifPresent(text -> json.addObject().put("Untagged", text));
            each.deleted().ifPresent(text -> json.addObject().put("Deleted", text));
        });
        return json;
    }

    private static ObjectNode config(ImageConfig config) {
        ObjectNode json = Json.object();
        json.put("Hostname", "");
        json.put("Domainname", "");
        json.put("User", config.user());
        for (String unset : List.of("AttachStdin", "AttachStdout", "AttachStderr", "Tty", "OpenStdin", "StdinOnce")) {
            json.put(unset, false);
        }
        if (!config.exposedPorts().isEmpty()) {
            json.set("ExposedPorts", keys(config.exposedPorts()));
        }
        json.set("Env", Json.strings(config.environment()));
        json.set("Cmd", Json.stringsOrNull(config.command()));
        json.put("Image", "");
        json.set("Volumes", config.volumes().isEmpty() ? json.nullNode() : keys(config.volumes()));
        json.put("WorkingDir", config.workingDirectory());
        json.set("Entrypoint", Json.stringsOrNull(config.entrypoint()));
        json.putNull("OnBuild");
        json.set("Labels", Json.strings(config.labels()));
        config.stopSignal().ifPresent(signal -> json.put("StopSignal", signal));
        config.healthCheck().ifPresent(check -> json.set("Healthcheck", HealthCheckJson.write(check)));
        return json;
    }

    private static ObjectNode keys(Iterable<String> names) {
        ObjectNode json = Json.object();
        names.forEach(json::putObject);
        return json;
    }

    private static ArrayNode tags(Named named) {
        return references(named, false);
    }

    private static ArrayNode digests(Named named) {
        return references(named, true);
    }

    private static ArrayNode references(Named named, boolean byDigest) {
        return Json.strings(named.references().stream()
                .filter(reference -> reference.digest().isPresent() == byDigest)
                .map(ImageReference::familiar)
                .toList());
    }
}
