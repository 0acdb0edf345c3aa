package dev.berth.engine.machine;

import dev.berth.engine.container.ContainerRecord;
import dev.berth.engine.event.Event;
import dev.berth.engine.event.Events;
import dev.berth.engine.network.DerivedId;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Tells which of a machine's networks a container comes to and leaves. One that shares another container's network comes to none. */
final class NetworkEvents {
    private final String machine;
    private final Events events;

    NetworkEvents(String machine, Events events) {
        this.machine = machine;
        this.events = events;
    }

    void connected(ContainerRecord container) {
        tell(container, "connect");
    }

    void disconnected(ContainerRecord container) {
        tell(container, "disconnect");
    }

    private void tell(ContainerRecord container, String action) {
        container.config().network().ifPresent(network -> tell(container, network, action));
    }

    private void tell(ContainerRecord container, String network, String action) {
        String type = network.equals("none") ? "null" : network;
        Map<String, String> attributes = new TreeMap<>(Map.of("container", container.id().value(), "name", network, "type", type));
        events.publish(new Event("network", action, DerivedId.of(machine, network), attributes, Instant.now()));
    }
}
