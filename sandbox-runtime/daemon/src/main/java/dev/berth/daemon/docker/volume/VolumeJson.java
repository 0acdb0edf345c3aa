package dev.berth.daemon.docker.volume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.JsonFields;
import dev.berth.engine.volume.Volume;
import dev.berth.engine.volume.VolumeRequest;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** A volume as Docker's API has it. */
public final class VolumeJson {
    private VolumeJson() {}

    /** The body of {@code POST /volumes/create}. */
    static VolumeRequest request(JsonFields body) {
        return new VolumeRequest(body.text("Name"), body.text("Driver"), map(body, "Labels"), map(body, "DriverOpts"));
    }

    private static Optional<Map<String, String>> map(JsonFields body, String name) {
        return body.node(name).isMissingNode() ? Optional.empty() : Optional.of(body.textMap(name));
    }

    public static ObjectNode of(Volume volume) {
        ObjectNode json = Json.object();
        json.put("CreatedAt", volume.created().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("Driver", Volume.DRIVER);
        json.set("Labels", strings(volume.labels()));
        json.put("Mountpoint", volume.mountPoint());
        json.put("Name", volume.name());
        json.set("Options", strings(volume.options()));
        json.put("Scope", "local");
        return json;
    }

    private static JsonNode strings(Optional<Map<String, String>> values) {
        return values.<JsonNode>map(Json::strings).orElseGet(JsonNodeFactory.instance::nullNode);
    }
}
