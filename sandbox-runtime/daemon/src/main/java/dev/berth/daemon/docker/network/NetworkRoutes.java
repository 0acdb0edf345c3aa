package dev.berth.daemon.docker.network;

import static dev.berth.engine.EngineException.Kind.FORBIDDEN;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.Filters;
import dev.berth.daemon.docker.PruneTime;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.JsonFields;
import dev.berth.daemon.http.Router;
import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.Containers;
import dev.berth.engine.event.Event;
import dev.berth.engine.event.Events;
import dev.berth.engine.machine.DerivedId;
import dev.berth.engine.machine.MachineView;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * {@code /networks}: the three that are always there are looked at, and not changed.
 * {@code docker inspect NAME} asks for all of them in turn, and goes on only after a 404.
 */
public final class NetworkRoutes {
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
        router.add("DELETE", "/networks/{id}", routes::remove);
        router.add("POST", "/networks/{id}/connect", routes::connect);
        router.add("POST", "/networks/{id}/disconnect", routes::disconnect);
    }

    private CompletionStage<?> list(Exchange exchange) {
        Predicate<String> filter = NetworkFilter.parse(machine, exchange.query("filters"));
        ArrayNode json = Json.array();
        NetworkJson.NAMES.stream()
                .filter(filter)
                .forEach(name -> json.add(NetworkJson.network(machine, name, created)));
        exchange.answer(200, json);
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<?> inspect(Exchange exchange) {
        String wanted = exchange.place("id");
        String found = find(wanted).orElseThrow(() -> missing(wanted));
        return containers.list().thenAccept(all -> {
            ObjectNode network = NetworkJson.network(machine, found, created);
            network.set("Containers", NetworkJson.members(machine, found, all));
            exchange.answer(200, network);
        });
    }

    private Optional<String> find(String wanted) {
        return NetworkJson.NAMES.stream().filter(name -> name.equals(wanted) || DerivedId.of(machine, name).startsWith(wanted)).findFirst();
    }

    private static EngineException missing(String wanted) {
        return new EngineException(NOT_FOUND, "network " + wanted + " not found");
    }

    private CompletionStage<?> remove(Exchange exchange) {
        String wanted = exchange.place("id");
        String found = find(wanted).orElseThrow(() -> missing(wanted));
        throw new EngineException(FORBIDDEN, found + " is a pre-defined network and cannot be removed");
    }

    private CompletionStage<?> connect(Exchange exchange) {
        String wanted = exchange.place("id");
        return container(exchange).thenAccept(container -> {
            ConnectionRules.connect(container, find(wanted).orElseThrow(() -> missing(wanted)));
            exchange.answer(200);
        });
    }

    private CompletionStage<?> disconnect(Exchange exchange) {
        String wanted = exchange.place("id");
        return container(exchange).thenAccept(container -> {
            if (find(wanted).isEmpty()) {
                throw container.pid() != 0 ? missing(wanted)
                        : new EngineException(SYSTEM, "container " + container.id() + " is not connected to the network " + wanted);
            }
            ConnectionRules.disconnect(container, find(wanted).get());
        });
    }

    /** The one that the request is about. */
    private CompletionStage<ContainerView> container(Exchange exchange) {
        return exchange.json().thenCompose(body -> containers.inspect(JsonFields.of(body).text("Container")));
    }

    /** Those that are always there are never removed, used or not. */
    private CompletionStage<?> prune(Exchange exchange) {
        PruneTime.parse(Filters.parse(exchange.query("filters"), OF_PRUNE).of("until"), Instant.now());
        events.publish(new Event("network", "prune", "", Map.of("reclaimed", "0"), Instant.now()));
        exchange.answer(200, Json.object().putNull("NetworksDeleted"));
        return CompletableFuture.completedFuture(null);
    }
}
