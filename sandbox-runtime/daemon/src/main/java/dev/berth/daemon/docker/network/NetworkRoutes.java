package dev.berth.daemon.docker.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * {@code /networks/…}: turns requests into calls, and results into Docker's JSON.
 * {@code docker inspect NAME} asks for all of them in turn, and goes on only after a 404.
 */
public final class NetworkRoutes {
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
        router.add("POST", "/networks/create", routes::create);
        router.add("POST", "/networks/prune", routes::prune);
        router.add("GET", "/networks/{id}", routes::inspect);
        router.add("DELETE", "/networks/{id}", routes::remove);
        router.add("POST", "/networks/{id}/connect", routes::connect);
        router.add("POST", "/networks/{id}/disconnect", routes::disconnect);
    }

    private CompletionStage<?> list(Exchange exchange) {
        Predicate<Network> filter = NetworkFilter.ofList(exchange.query("filters"), networks::isUsed);
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

    private CompletionStage<?> create(Exchange exchange) {
        return exchange.json()
                .thenCompose(body -> networks.create(NetworkJson.request(JsonFields.of(body))))
                .thenAccept(network -> exchange.answer(201, Json.object().put("Id", network.id()).put("Warning", "")));
    }

    private CompletionStage<?> remove(Exchange exchange) {
        return networks.remove(exchange.place("id")).thenRun(() -> exchange.answer(204));
    }

    private CompletionStage<?> connect(Exchange exchange) {
        return exchange.json().thenApply(JsonFields::of)
                .thenCompose(body -> containers.connect(body.text("Container"), exchange.place("id"), NetworkJson.options(body.object("EndpointConfig"))))
                .thenRun(() -> exchange.answer(200));
    }

    private CompletionStage<?> disconnect(Exchange exchange) {
        return exchange.json().thenApply(JsonFields::of)
                .thenCompose(body -> containers.disconnect(body.text("Container"), exchange.place("id")))
                .thenRun(() -> exchange.answer(200));
    }

    private CompletionStage<?> prune(Exchange exchange) {
        return networks.prune(NetworkFilter.ofPrune(exchange.query("filters"))).thenAccept(names -> {
            events.publish(new Event("network", "prune", "", Map.of("reclaimed", "0"), Instant.now()));
            ObjectNode json = Json.object();
            json.set("NetworksDeleted", Json.stringsOrNull(names));
            exchange.answer(200, json);
        });
    }
}
