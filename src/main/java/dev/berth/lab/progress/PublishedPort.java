package dev.berth.lab.progress;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A port of a machine that leads to a running container.
 *
 * @param port      of the machine; TCP
 * @param container its name
 */
public record PublishedPort(int port, String container) {

    /** More than fit beside a terminal. */
    private static final int MOST = 12;

    /** @param containers Docker's list of those that run; the ports with the least numbers are taken */
    public static List<PublishedPort> of(JsonArray containers) {
        Map<Integer, PublishedPort> found = new TreeMap<>(); // one may be published on several addresses
        containers.stream().map(JsonObject.class::cast).forEach(container -> ports(container)
                .filter(port -> "tcp".equals(port.getString("Type")) && port.getInteger("PublicPort", 0) > 0)
                .forEach(port -> found.putIfAbsent(port.getInteger("PublicPort"), new PublishedPort(port.getInteger("PublicPort"), name(container)))));
        return found.values().stream().limit(MOST).toList();
    }

    private static Stream<JsonObject> ports(JsonObject container) {
        return Optional.ofNullable(container.getJsonArray("Ports")).orElseGet(JsonArray::new).stream().map(JsonObject.class::cast);
    }

    private static String name(JsonObject container) {
        return container.getJsonArray("Names").getString(0).substring(1);
    }
}
