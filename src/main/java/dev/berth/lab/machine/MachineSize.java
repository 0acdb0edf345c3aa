package dev.berth.lab.machine;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * What one machine may use, with everything in it.
 *
 * @param memoryBytes memory
 * @param pids        processes and threads
 */
public record MachineSize(long memoryBytes, int pids) {

    /** What the engine is asked for: a machine of this size. */
    JsonObject machine(String hostname, Map<String, String> labels) {
        return new JsonObject()
                .put("Image", "berth/workstation")
                .put("Hostname", hostname)
                .put("Labels", new JsonObject(Map.copyOf(labels)))
                .put("HostConfig", new JsonObject()
                        .put("Runtime", "machine")
                        .put("Memory", memoryBytes)
                        .put("PidsLimit", pids));
    }
}
