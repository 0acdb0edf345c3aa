package dev.berth.daemon.docker.container;

import dev.berth.daemon.docker.GoTime;
import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A container's state in one line, as {@code docker ps} shows it: {@code Exited (0) 4 minutes ago}. */
final class StateText {
    private StateText() {}

    static String of(ContainerState state, Optional<Health> health, Instant now) {
        if (state instanceof ContainerState.Running running) {
            return "Up " + since(running.startedAt(), now) + health.map(StateText::of).orElse("");
        } else if (state instanceof ContainerState.Paused paused) {
            return "Up " + since(paused.startedAt(), now) + " (Paused)";
        } else if (state instanceof ContainerState.Restarting waiting) {
            return "Restarting (" + waiting.last().code() + ") " + since(waiting.last().at(), now) + " ago";
        } else if (state instanceof ContainerState.Exited exited) {
            return "Exited (" + exited.code() + ") " + since(exited.at(), now) + " ago";
        } else if (state instanceof ContainerState.Removing) {
            return "Removal In Progress";
        }
        return "Created";
    }

    private static String of(Health health) {
        return health.status() == Health.Status.STARTING ? " (health: starting)" : " (" + health.status().text() + ")";
    }

    private static String since(Instant then, Instant now) {
        return GoTime.span(Duration.between(then, now));
    }
}
