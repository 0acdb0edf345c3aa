package dev.berth.daemon.docker.container;

import dev.berth.engine.container.ContainerView;
import dev.berth.engine.event.Event;
import dev.berth.engine.machine.MachineView;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Events that only this module sees happen: a client that leaves a process which goes on. */
final class ContainerEvents {
    private final MachineView machine;

    ContainerEvents(MachineView machine) {
        this.machine = machine;
    }

    void detached(ContainerView container) {
        publish("detach", container, Map.of());
    }

    void detachedFromExec(ContainerView container, String exec) {
        publish("exec_detach", container, Map.of("execID", exec));
    }

    private void publish(String action, ContainerView container, Map<String, String> more) {
        Map<String, String> attributes = new TreeMap<>(container.config().labels());
        attributes.put("image", container.config().image());
        attributes.put("name", container.name());
        attributes.putAll(more);
        machine.events().publish(new Event("container", action, container.id().value(), attributes, Instant.now()));
    }
}
