package dev.berth.daemon.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.JsonFields;
import dev.berth.engine.image.HealthCheck;
import java.time.Duration;
import java.util.Optional;

/** The {@code Healthcheck} of a {@code Config}, a container's or an image's. */
public final class HealthCheckJson {
    private HealthCheckJson() {}

    public static Optional<HealthCheck> read(JsonFields container) {
        if (container.node("Healthcheck").isMissingNode()) {
            return Optional.empty();
        }
        JsonFields check = container.object("Healthcheck");
        return Optional.of(new HealthCheck(
                check.texts("Test"), duration(check, "Interval"), duration(check, "Timeout"), duration(check, "StartPeriod"), check.number("Retries").orElse(0)));
    }

    private static Duration duration(JsonFields check, String name) {
        return Duration.ofNanos(check.longNumber(name).orElse(0));
    }

    /** What says nothing is left out. */
    public static ObjectNode write(HealthCheck check) {
        ObjectNode json = Json.object();
        if (!check.test().isEmpty()) {
            json.set("Test", Json.strings(check.test()));
        }
        write(json, "Interval", check.interval());
        write(json, "Timeout", check.timeout());
        write(json, "StartPeriod", check.startPeriod());
        if (check.retries() != 0) {
            json.put("Retries", check.retries());
        }
        return json;
    }

    private static void write(ObjectNode json, String name, Duration duration) {
        if (!duration.isZero()) {
            json.put(name, duration.toNanos());
        }
    }
}
