package dev.berth.daemon.docker.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.Filters;
import dev.berth.daemon.docker.PruneTime;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.Router;
import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.Containers;
import dev.berth.engine.container.Containers.Sizes;
import dev.berth.engine.event.Event;
import dev.berth.engine.machine.MachineView;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code docker container prune}: removes what does not run, but for what a build is about to go on with. */
public final class ContainerPruneRoutes {
    private static final Set<String> KNOWN = Set.of("label", "label!", "until");

    private final MachineView machine;
    private final Containers containers;

    private ContainerPruneRoutes(MachineView machine) {
        this.machine = machine;
        containers = machine.containers();
    }

    public static void add(Router router, MachineView machine) {
        router.add("POST", "/containers/prune", new ContainerPruneRoutes(machine)::prune);
    }

    /** What was removed so far. */
    private static final class Pruned {
        private final ArrayNode ids = Json.array();
        private long bytes;
    }

    private CompletionStage<?> prune(Exchange exchange) {
        Filters filters = Filters.parse(exchange.query("filters"), KNOWN);
        Optional<Instant> until = PruneTime.parse(filters.of("until"), Instant.now());
        Pruned pruned = new Pruned();
        return containers.list().thenCompose(all -> {
            CompletionStage<Void> done = CompletableFuture.completedFuture(null);
            for (ContainerView each : all) {
                if (!runs(each.state()) && !each.ofBuild() && until.map(end -> each.created().isBefore(end)).orElse(true)
                        && filters.labels(each.config().labels()) && filters.withoutLabels(each.config().labels())) {
                    done = done.thenCompose(before -> remove(each, pruned));
                }
            }
            return done;
        }).thenAccept(none -> {
            machine.events().publish(new Event("container", "prune", "", Map.of("reclaimed", String.valueOf(pruned.bytes)), Instant.now()));
            ObjectNode json = Json.object();
            json.set("ContainersDeleted", pruned.ids.isEmpty() ? json.nullNode() : pruned.ids);
            exchange.answer(200, json.put("SpaceReclaimed", pruned.bytes));
        });
    }

    private static boolean runs(ContainerState state) {
        return state instanceof ContainerState.Running || state instanceof ContainerState.Paused || state instanceof ContainerState.Restarting;
    }

    /** One that was started or removed meanwhile stays what it is. */
    private CompletionStage<Void> remove(ContainerView container, Pruned pruned) {
        String id = container.id().value();
        return containers.sizes(id)
                .thenCompose(sizes -> containers.remove(id, false, false).thenApply(removed -> sizes))
                .thenAccept((Sizes sizes) -> {
                    pruned.ids.add(id);
                    pruned.bytes += Math.max(0, sizes.writable());
                })
                .exceptionally(kept -> null);
    }
}
