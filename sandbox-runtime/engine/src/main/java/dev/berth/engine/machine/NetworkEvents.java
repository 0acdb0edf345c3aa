package dev.berth.engine.machine;

import dev.berth.engine.event.Event;
import dev.berth.engine.event.Events;
import dev.berth.engine.network.Network;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Tells which of a machine's networks a container comes to and leaves. */
final class NetworkEvents {
    private final Events events;

    NetworkEvents(Events events) {
        this.events = events;
    }

    void connected(String container, Network network) {
        tell(container, network, "connect");
    }

    void disconnected(String container, Network network) {
        tell(container, network, "disconnect");
    }

    private void tell(String container, Network network, String action) {
        Map<String, String> attributes = new TreeMap<>(Map.of("container", container, "name", network.name(), "type", network.driver()));
        events.publish(new Event("network", action, network.id(), attributes, Instant.now()));
    }
}
