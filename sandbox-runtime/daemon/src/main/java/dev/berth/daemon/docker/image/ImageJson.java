package dev.berth.daemon.docker.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.GoTime;
import dev.berth.daemon.docker.Host;
import dev.berth.daemon.http.Json;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images.Named;
import dev.berth.engine.image.Images.Removal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Images in Docker's JSON. */
public final class ImageJson {
    private ImageJson() {}

    /** A line of {@code docker image ls}. */
    public static ObjectNode summary(Named named) {
        Image image = named.image();
        ObjectNode json = Json.object();
        json.put("Containers", -1);
        json.put("Created", image.created().getEpochSecond());
        json.put("Id", image.id().toString());
        json.set("Labels", image.labelled() ? Json.strings(image.config().labels()) : json.nullNode());
        json.put("ParentId", parent(named));
        boolean dangling = named.references().isEmpty();
        json.set("RepoDigests", dangling ? Json.strings(List.of("<none>@<none>")) : digests(named).isEmpty() ? json.nullNode() : digests(named));
        json.set("RepoTags", dangling ? Json.strings(List.of("<none>:<none>")) : named.hasTag() ? tags(named) : json.nullNode());
        json.put("SharedSize", -1);
        json.put("Size", image.size());
        json.put("VirtualSize", image.size());
        return json;
    }

    /** @param configuration the image's own document */
    static ObjectNode inspection(Named named, JsonNode configuration) {
        Image image = named.image();
        ObjectNode json = Json.object();
        json.put("Id", image.id().toString());
        json.set("RepoTags", tags(named));
        json.set("RepoDigests", digests(named));
        json.put("Parent", parent(named));
        json.put("Comment", image.comment());
        json.put("Created", GoTime.text(image.created()));
        json.put("Container", ImageConfigJson.text(configuration, "container"));
        json.set("ContainerConfig", ImageConfigJson.of(configuration.path("container_config")));
        json.put("DockerVersion", ImageConfigJson.text(configuration, "docker_version"));
        json.put("Author", image.author());
        json.set("Config", ImageConfigJson.of(configuration.path("config")));
        json.put("Architecture", image.platform().architecture());
        if (!image.platform().variant().isEmpty()) {
            json.put("Variant", image.platform().variant());
        }
        json.put("Os", image.platform().operatingSystem());
        json.put("Size", image.size());
        json.put("VirtualSize", image.size());
        json.putObject("GraphDriver").put("Name", Host.STORAGE).putNull("Data");
        ArrayNode layers = json.putObject("RootFS").put("Type", "layers").putArray("Layers");
        image.layers().forEach(layer -> layers.add(layer.toString()));
        json.putObject("Metadata").put("LastTagTime", GoTime.NEVER);
        return json;
    }

    /** Newest first. @param images the image, what it was made of by a commit, what that was made of, and so on */
    static ArrayNode history(List<Named> images) {
        Image image = images.get(0).image();
        ArrayNode json = Json.array();
        List<Image.History> newestFirst = new ArrayList<>(image.history());
        Collections.reverse(newestFirst);
        int step = 0;
        for (Image.History each : newestFirst) {
            Optional<Named> made = step < images.size() ? Optional.of(images.get(step)) : Optional.empty();
            ObjectNode line = json.addObject();
            line.put("Id", made.map(known -> known.image().id().toString()).orElse("<missing>"));
            line.put("Created", each.created().getEpochSecond());
            line.put("CreatedBy", each.createdBy());
            line.set("Tags", made.filter(Named::hasTag).<JsonNode>map(ImageJson::tags).orElseGet(() -> Json.object().nullNode()));
            line.put("Size", each.size());
            line.put("Comment", each.comment());
            step++;
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
