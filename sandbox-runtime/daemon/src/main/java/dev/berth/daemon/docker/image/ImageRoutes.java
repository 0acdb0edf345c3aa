package dev.berth.daemon.docker.image;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.Workers;
import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.ImageUsers;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.Platform;
import dev.berth.engine.machine.MachineView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** {@code /images/…} but for what brings images in: see {@link ImageTransferRoutes}. */
public final class ImageRoutes {
    private final MachineView machine;
    private final Images images;
    private final Workers workers;

    private ImageRoutes(MachineView machine, Workers workers) {
        this.machine = machine;
        this.workers = workers;
        images = machine.images();
    }

    public static void add(Router router, MachineView machine, Workers workers) {
        ImageRoutes routes = new ImageRoutes(machine, workers);
        router.addLarge("GET", "/images/json", routes::list);
        router.addLarge("GET", "/images/{name}/json", routes::inspect);
        router.addLarge("GET", "/images/{name}/history", routes::history);
        router.add("POST", "/images/{name}/tag", routes::tag);
        router.add("POST", "/images/prune", routes::prune);
        router.add("DELETE", "/images/{name}", routes::remove);
    }

    private CompletionStage<?> list(Exchange exchange) {
        boolean all = exchange.flag("all");
        ImageFilter filter = ImageFilter.parse(exchange.query("filters"), exchange.query("filter"));
        return workers.files(() -> filter.choose(images.list(), images::find, all)).thenAccept(chosen -> {
            ArrayNode json = Json.array();
            chosen.forEach(each -> json.add(ImageJson.summary(each)));
            exchange.answer(200, json);
        });
    }

    private CompletionStage<?> inspect(Exchange exchange) {
        String name = exchange.place("name");
        return workers.files(() -> {
            Images.Named found = inspected(name);
            return ImageJson.inspection(found, Json.read(images.configuration(found.image())));
        }).thenAccept(inspection -> exchange.answer(200, inspection));
    }

    /** Here Docker says twice what it did not find. */
    private Images.Named inspected(String name) {
        try {
            return images.find(name);
        } catch (EngineException missing) {
            throw new EngineException(missing.kind(), "no such image: " + name + ": " + missing.getMessage(), missing);
        }
    }

    /** The platform that a client asks for in the query; most leave it to the engine. */
    public static Optional<Platform> platform(Exchange exchange) {
        return Optional.of(exchange.query("platform")).filter(text -> !text.isEmpty()).map(Platform::parse);
    }

    private CompletionStage<?> history(Exchange exchange) {
        String name = exchange.place("name");
        return workers.files(() -> ImageJson.history(withAncestors(images.find(name)))).thenAccept(history -> exchange.answer(200, history));
    }

    /** As far as they are here, and no more than it has steps. */
    private List<Images.Named> withAncestors(Images.Named image) {
        List<Images.Named> found = new ArrayList<>();
        Optional<Images.Named> next = Optional.of(image);
        while (next.isPresent() && found.size() < image.image().history().size()) {
            found.add(next.get());
            next = next.get().parent().flatMap(parent -> images.lookUp(parent.toString()));
        }
        return found;
    }

    private CompletionStage<?> tag(Exchange exchange) {
        String source = exchange.place("name");
        ImageReference target = reference(exchange.query("repo"), exchange.query("tag"));
        return workers.files(() -> {
            images.tag(source, target);
            return target;
        }).thenRun(() -> exchange.answer(201));
    }

    /** @throws EngineException INVALID_PARAMETER when they make no name */
    public static ImageReference reference(String repository, String tag) {
        ImageReference reference = ImageReference.parse(tag.isEmpty() ? repository : repository + ":" + tag);
        if (reference.digest().isPresent()) {
            throw new EngineException(INVALID_PARAMETER, "refusing to create a tag with a digest reference");
        }
        if (reference.familiarName().equals("sha256")) {
            throw new EngineException(INVALID_PARAMETER, "refusing to create an ambiguous tag using digest algorithm as name");
        }
        return reference;
    }

    private CompletionStage<?> remove(Exchange exchange) {
        String name = exchange.place("name");
        boolean force = exchange.flag("force");
        boolean withParents = !exchange.flag("noprune");
        return machine.containers().list()
                .thenCompose(containers -> workers.files(() -> images.remove(name, force, withParents, users(containers))))
                .thenAccept(removals -> exchange.answer(200, ImageJson.removals(removals)));
    }

    private CompletionStage<?> prune(Exchange exchange) {
        ImagePruneFilter filter = ImagePruneFilter.parse(exchange.query("filters"), Instant.now());
        return machine.containers().list()
                .thenCompose(containers -> workers.files(() -> images.prune(filter::chooses, users(containers))))
                .thenAccept(pruned -> {
                    ObjectNode json = Json.object();
                    json.set("ImagesDeleted", pruned.removals().isEmpty() ? json.nullNode() : ImageJson.removals(pruned.removals()));
                    exchange.answer(200, json.put("SpaceReclaimed", pruned.bytes()));
                });
    }

    /** Containers, and builds that are at work on an image. */
    private ImageUsers users(List<ContainerView> containers) {
        return (Digest image) -> Stream.concat(
                containers.stream().filter(each -> each.image().equals(image)).map(each -> new ImageUsers.User(each.id().abbreviated(), runs(each.state()))),
                machine.builds().stream().flatMap(builds -> builds.usersOf(image).stream())).toList();
    }

    private static boolean runs(ContainerState state) {
        return state instanceof ContainerState.Running || state instanceof ContainerState.Paused;
    }
}
