package dev.berth.daemon.docker.volume;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.JsonFields;
import dev.berth.daemon.http.Router;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.volume.Volume;
import dev.berth.engine.volume.Volumes;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** {@code /volumes/…}: turns requests into calls, and results into Docker's JSON. */
public final class VolumeRoutes {
    private final Volumes volumes;

    private VolumeRoutes(Volumes volumes) {
        this.volumes = volumes;
    }

    public static void add(Router router, MachineView machine) {
        VolumeRoutes routes = new VolumeRoutes(machine.volumes());
        router.addLarge("GET", "/volumes", routes::list);
        router.add("POST", "/volumes/create", routes::create);
        router.add("POST", "/volumes/prune", routes::prune);
        router.addLarge("GET", "/volumes/{name}", routes::inspect);
        router.add("DELETE", "/volumes/{name}", routes::remove);
    }

    private CompletionStage<?> list(Exchange exchange) {
        Predicate<Volumes.Listed> filter = VolumeFilter.ofList(exchange.query("filters"));
        return volumes.list().thenAccept(all -> {
            ObjectNode json = Json.object();
            ArrayNode chosen = json.putArray("Volumes");
            all.stream().filter(filter).forEach(each -> chosen.add(VolumeJson.of(each.volume())));
            json.putNull("Warnings");
            exchange.answer(200, json);
        });
    }

    private CompletionStage<?> create(Exchange exchange) {
        return exchange.json()
                .thenCompose(body -> volumes.create(VolumeJson.request(JsonFields.of(body))))
                .thenAccept(volume -> exchange.answer(201, VolumeJson.of(volume)));
    }

    private CompletionStage<?> inspect(Exchange exchange) {
        return volumes.inspect(exchange.place("name")).thenAccept(volume -> exchange.answer(200, VolumeJson.of(volume)));
    }

    private CompletionStage<?> remove(Exchange exchange) {
        return volumes.remove(exchange.place("name"), exchange.flag("force")).thenRun(() -> exchange.answer(204));
    }

    private CompletionStage<?> prune(Exchange exchange) {
        Predicate<Volume> filter = VolumeFilter.ofPrune(exchange.query("filters"));
        return volumes.prune(filter).thenAccept(pruned -> {
            ObjectNode json = Json.object();
            json.set("VolumesDeleted", Json.strings(pruned.names()));
            json.put("SpaceReclaimed", pruned.bytes());
            exchange.answer(200, json);
        });
    }
}
