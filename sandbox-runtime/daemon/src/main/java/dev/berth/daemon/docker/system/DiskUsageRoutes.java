package dev.berth.daemon.docker.system;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.container.ContainerSummary;
import dev.berth.daemon.docker.container.ShownImages;
import dev.berth.daemon.docker.image.ImageJson;
import dev.berth.daemon.docker.image.LayerSharing;
import dev.berth.daemon.docker.volume.VolumeJson;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.Workers;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.Containers.Sizes;
import dev.berth.engine.event.Event;
import dev.berth.engine.image.Images.Named;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.volume.Volumes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code docker system df}: what lies on the disk. What builds keep belongs to it, and is nothing: there are no builds yet. */
public final class DiskUsageRoutes {
    private final MachineView machine;
    private final Workers workers;

    private DiskUsageRoutes(MachineView machine, Workers workers) {
        this.machine = machine;
        this.workers = workers;
    }

    public static void add(Router router, MachineView machine, Workers workers) {
        DiskUsageRoutes routes = new DiskUsageRoutes(machine, workers);
        router.addLarge("GET", "/system/df", routes::usage);
        router.add("POST", "/build/prune", routes::pruneBuilds);
    }

    private CompletionStage<?> usage(Exchange exchange) {
        return machine.containers().list()
                .thenCompose(this::describe)
                .thenCombine(machine.volumes().usage(), DiskUsageRoutes::withVolumes)
                .thenAccept(json -> {
                    json.putNull("BuildCache");
                    exchange.answer(200, json.put("BuilderSize", 0));
                });
    }

    private CompletionStage<ObjectNode> describe(List<ContainerView> containers) {
        return workers.files(() -> images(containers)).thenCombine(containers(containers), (json, listed) -> json.set("Containers", listed));
    }

    private ObjectNode images(List<ContainerView> containers) {
        List<Named> shown = machine.images().list().stream().filter(each -> each.isDangling() || !each.references().isEmpty()).toList();
        LayerSharing sharing = new LayerSharing(shown.stream().map(Named::image).toList());
        ObjectNode json = Json.object().put("LayersSize", sharing.total());
        ArrayNode images = json.putArray("Images");
        shown.forEach(each -> images.add(ImageJson.summary(each)
                .put("SharedSize", sharing.shared(each.image()))
                .put("Containers", containers.stream().filter(one -> one.image().equals(each.image().id())).count())));
        return json;
    }

    /** One after another: each is a walk through its files. One that was removed meanwhile is not there. */
    private CompletionStage<ArrayNode> containers(List<ContainerView> containers) {
        Instant now = Instant.now();
        ShownImages shown = new ShownImages(machine.images());
        CompletionStage<ArrayNode> listed = CompletableFuture.completedFuture(Json.array());
        for (ContainerView each : containers) {
            listed = listed.thenCompose(array -> sizes(each).thenApply(sizes -> {
                sizes.ifPresent(known -> array.add(ContainerSummary.of(machine.name(), each, shown.of(each), sizes, now)));
                return array;
            }));
        }
        return listed;
    }

    private CompletionStage<Optional<Sizes>> sizes(ContainerView container) {
        return machine.containers().sizes(container.id().value()).thenApply(Optional::of).exceptionally(gone -> Optional.empty());
    }

    private static ObjectNode withVolumes(ObjectNode json, List<Volumes.Usage> volumes) {
        ArrayNode listed = json.putArray("Volumes");
        volumes.forEach(each -> {
            ObjectNode volume = VolumeJson.of(each.volume());
            volume.putObject("UsageData").put("RefCount", each.containers()).put("Size", each.bytes());
            listed.add(volume);
        });
        return json;
    }

    private CompletionStage<?> pruneBuilds(Exchange exchange) {
        machine.events().publish(new Event("builder", "prune", "", Map.of("reclaimed", "0"), Instant.now()));
        ObjectNode json = Json.object();
        json.putNull("CachesDeleted");
        exchange.answer(200, json.put("SpaceReclaimed", 0));
        return CompletableFuture.completedFuture(null);
    }
}
