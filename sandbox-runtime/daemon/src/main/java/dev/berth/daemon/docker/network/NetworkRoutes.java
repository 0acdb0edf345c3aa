package dev.berth.daemon.docker.network;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.Filters;
import dev.berth.daemon.docker.PruneTime;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.Router;
import dev.berth.engine.EngineException;
import dev.berth.engine.container.Containers;
import dev.berth.engine.event.Event;
import dev.berth.engine.event.Events;
import dev.berth.engine.machine.DerivedId;
import dev.berth.engine.machine.MachineView;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code /networks}, as far as they can be looked at: the three that are always there.
 * {@code docker inspect NAME} asks for all of them in turn, and goes on only after a 404.
 */
public final class NetworkRoutes {
    private static final Set<String> KNOWN = Set.of("dangling", "driver", "id", "label", "name", "scope", "type");

    private static final Set<String> OF_PRUNE = Set.of("label", "label!", "until");

    private final String machine;
    private final Containers containers;
    private final Events events;
    private final Instant created = Instant.now();

    private NetworkRoutes(MachineView machine) {
        this.machine = machine.name();
        containers = machine.containers();
        events = machine.events();
    }

    public static void add(Router router, MachineView machine) {
        NetworkRoutes routes = new NetworkRoutes(machine);
        router.add("GET", "/networks", routes::list);
        router.add("POST", "/networks/prune", routes::prune);
        router.add("GET", "/networks/{id}", routes::inspect);
    }

    private CompletionStage<?> list(Exchange exchange) {
        Filters filters = Filters.parse(exchange.query("filters"), KNOWN);
        ArrayNode json = Json.array();
        NetworkJson.NAMES.stream()
                .filter(name -> filters.describes("name", name))
                .filter(name -> filters.describes("id", DerivedId.of(machine, name)))
                .filter(name -> filters.any("driver", value -> value.equals(name.replace("none", "null"))))
                .filter(name -> filters.any("scope", "local"::equals))
                .filter(name -> filters.any("type", "builtin"::equals))
                .filter(name -> !filters.has("label") && !filters.has("dangling"))
                .forEach(name -> json.add(NetworkJson.network(machine, name, created)));
        exchange.answer(200, json);
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<?> inspect(Exchange exchange) {
        String wanted = exchange.place("id");
        String found = NetworkJson.NAMES.stream()
                .filter(name -> name.equals(wanted) || DerivedId.of(machine, name).startsWith(wanted))
                .findFirst()
                .orElseThrow(() -> new EngineException(NOT_FOUND, "network " + wanted + " not found"));
        return containers.list().thenAccept(all -> {
            ObjectNode network = NetworkJson.network(machine, found, created);
            network.set("Containers", NetworkJson.members(machine, found, all));
            exchange.answer(200, network);
        });
    }

    /** Those that are always there are never removed, used or not. */
    private CompletionStage<?> prune(Exchange exchange) {
        PruneTime.parse(Filters.parse(exchange.query("filters"), OF_PRUNE).of("until"), Instant.now());
        events.publish(new Event("network", "prune", "", Map.of("reclaimed", "0"), Instant.now()));
        exchange.answer(200, Json.object().putNull("NetworksDeleted"));
        return CompletableFuture.completedFuture(null);
    }
}
