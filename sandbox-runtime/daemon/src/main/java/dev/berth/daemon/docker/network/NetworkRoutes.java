package dev.berth.daemon.docker.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.Filters;
import dev.berth.daemon.docker.PruneTime;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.JsonFields;
import dev.berth.daemon.http.Router;
import dev.berth.engine.container.Containers;
import dev.berth.engine.event.Event;
import dev.berth.engine.event.Events;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.network.Network;
import dev.berth.engine.network.Networks;
import java.time.Instant;
import java.util.Map;
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
    private final Networks networks;
    private final Containers containers;
    private final Events events;

    private NetworkRoutes(MachineView machine) {
        this.machine = machine.name();
        networks = machine.networks();
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
        Predicate<Network> filter = NetworkFilter.parse(exchange.query("filters"));
        ArrayNode json = Json.array();
        networks.list().stream().filter(filter).forEach(network -> json.add(NetworkJson.network(network)));
        exchange.answer(200, json);
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<?> inspect(Exchange exchange) {
        Network found = networks.get(exchange.place("id"));
        return containers.list().thenAccept(all -> {
            ObjectNode network = NetworkJson.network(found);
            network.set("Containers", NetworkJson.members(machine, found.name(), all));
            exchange.answer(200, network);
        });
    }

    private CompletionStage<?> remove(Exchange exchange) {
        networks.remove(exchange.place("id"));
        exchange.answer(204);
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<?> connect(Exchange exchange) {
        return container(exchange).thenCompose(container -> containers.connect(container, exchange.place("id"))).thenRun(() -> exchange.answer(200));
    }

    private CompletionStage<?> disconnect(Exchange exchange) {
        return container(exchange).thenCompose(container -> containers.disconnect(container, exchange.place("id"))).thenRun(() -> exchange.answer(200));
    }

    /** The one that the request is about. */
    private static CompletionStage<String> container(Exchange exchange) {
        return exchange.json().thenApply(body -> JsonFields.of(body).text("Container"));
    }

    /** Those that are always there are never removed, used or not. */
    private CompletionStage<?> prune(Exchange exchange) {
        PruneTime.parse(Filters.parse(exchange.query("filters"), OF_PRUNE).of("until"), Instant.now());
        events.publish(new Event("network", "prune", "", Map.of("reclaimed", "0"), Instant.now()));
        exchange.answer(200, Json.object().putNull("NetworksDeleted"));
        return CompletableFuture.completedFuture(null);
    }
}
