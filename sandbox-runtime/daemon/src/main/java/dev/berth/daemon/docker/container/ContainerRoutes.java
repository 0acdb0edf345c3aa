package dev.berth.daemon.docker.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.UnusedFields;
import dev.berth.daemon.docker.image.Descendants;
import dev.berth.daemon.docker.image.ImageRoutes;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.JsonFields;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.UploadLine;
import dev.berth.daemon.http.Workers;
import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerUpdate;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.Containers;
import dev.berth.engine.container.Containers.Sizes;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Images;
import dev.berth.engine.machine.MachineView;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** {@code /containers/…}: turns requests into calls, and results into Docker's JSON. Knows no rule of the domain. */
public final class ContainerRoutes {
    private static final String DEFAULT_PS = "-ef";
    private static final String DEFAULT_KILL = "SIGKILL";
    private static final int MOST_PS_WORDS = 32;
    private static final int SMALL_RECORD = 8 * 1024;

    /** As many as Docker takes for an object that says nothing. */
    private static final int NO_OBJECT_BYTES = 7;

    private final String machine;
    private final Containers containers;
    private final Images images;
    private final UploadLine uploads;
    private final Workers workers;

    private ContainerRoutes(MachineView machine, UploadLine uploads, Workers workers) {
        this.machine = machine.name();
        this.uploads = uploads;
        this.workers = workers;
        containers = machine.containers();
        images = machine.images();
    }

    public static void add(Router router, MachineView machine, UploadLine uploads, Workers workers) {
        ContainerRoutes routes = new ContainerRoutes(machine, uploads, workers);
        router.addLarge("GET", "/containers/json", routes::list);
        router.add("POST", "/containers/create", routes::create);
        router.add("GET", "/containers/{id}/json", routes::inspect);
        router.add("GET", "/containers/{id}/top", routes::top);
        router.add("POST", "/containers/{id}/start", routes::start);
        router.add("POST", "/containers/{id}/stop", exchange -> done(exchange, routes.containers.stop(exchange.place("id"), exchange.number("t"))));
        router.add("POST", "/containers/{id}/restart", exchange -> done(exchange, routes.containers.restart(exchange.place("id"), exchange.number("t"), exchange.gone())));
        router.add("POST", "/containers/{id}/kill", routes::kill);
        router.add("POST", "/containers/{id}/pause", exchange -> done(exchange, routes.containers.pause(exchange.place("id"))));
        router.add("POST", "/containers/{id}/unpause", exchange -> done(exchange, routes.containers.unpause(exchange.place("id"))));
        router.add("POST", "/containers/{id}/rename", routes::rename);
        router.add("POST", "/containers/{id}/update", routes::update);
        router.add("DELETE", "/containers/{id}", routes::remove);
    }

    private static CompletionStage<Void> done(Exchange exchange, CompletionStage<Void> work) {
        return work.thenRun(() -> exchange.answer(204));
    }

    private CompletionStage<?> create(Exchange exchange) {
        Optional<String> name = CreateRequest.name(exchange.query("name"));
        return createBody(exchange).thenApply(CreateRequest::parse)
                .thenCompose(request -> containers.create(name, ImageRoutes.platform(exchange), request.config()).thenAccept(created -> {
                    ObjectNode json = Json.object().put("Id", created.id().value());
                    json.set("Warnings", Json.strings(Stream.concat(request.warnings().stream(), created.warnings().stream()).toList()));
                    exchange.answer(201, json);
                }));
    }

    private CompletionStage<JsonNode> createBody(Exchange exchange) {
        if (!exchange.hasLargeJson()) {
            return exchange.json();
        }
        InputStream content = exchange.content();
        return uploads.transfer(exchange, content, () -> LargeCreateBody.read(content));
    }

    private CompletionStage<?> list(Exchange exchange) {
        ContainerFilter filter = ContainerFilter.parse(machine, exchange.query("filters"), exchange.flag("all"), exchange.number("limit").orElse(0));
        boolean withSizes = exchange.flag("size");
        return containers.list()
                .thenCombine(descendants(filter.ancestors()), filter::choose)
                .thenCompose(chosen -> summaries(chosen, withSizes))
                .thenAccept(array -> exchange.answer(200, array));
    }

    private CompletionStage<Set<Digest>> descendants(List<String> ancestors) {
        return ancestors.isEmpty() ? CompletableFuture.completedFuture(Set.of()) : workers.files(() -> Descendants.of(ancestors, images));
    }

    private CompletionStage<ArrayNode> summaries(List<ContainerView> chosen, boolean withSizes) {
        Instant now = Instant.now();
        ShownImages shown = new ShownImages(images);
        CompletionStage<ArrayNode> array = CompletableFuture.completedFuture(Json.array());
        for (ContainerView each : chosen) {
            array = array.thenCombine(sizes(each, withSizes), (listed, sizes) -> listed.add(ContainerSummary.of(machine, each, shown.of(each), sizes, now)));
        }
        return array;
    }

    /** A container that was removed meanwhile is listed without. */
    private CompletionStage<Optional<Sizes>> sizes(ContainerView container, boolean wanted) {
        return wanted
                ? containers.sizes(container.id().value()).thenApply(Optional::of).exceptionally(gone -> Optional.empty())
                : CompletableFuture.completedFuture(Optional.empty());
    }

    /** What a client has said little of is told at once: it takes less than to call a worker, and the CLI asks for it before each {@code docker logs} and {@code attach} as well. */
    private CompletionStage<?> inspect(Exchange exchange) {
        boolean withSizes = exchange.flag("size");
        return containers.inspect(exchange.place("id")).thenCompose(container -> container.recordBytes() <= SMALL_RECORD
                ? inspect(exchange, container, withSizes)
                : exchange.inTurn(() -> inspect(exchange, container, withSizes)));
    }

    private CompletionStage<Void> inspect(Exchange exchange, ContainerView container, boolean withSizes) {
        return sizes(container, withSizes).thenAccept(sizes -> exchange.answer(200, ContainerInspection.of(machine, container, sizes)));
    }

    private CompletionStage<?> top(Exchange exchange) {
        String words = exchange.query("ps_args").isBlank() ? DEFAULT_PS : exchange.query("ps_args").strip();
        List<String> columns = Arrays.stream(words.split("\\s+")).limit(MOST_PS_WORDS).toList();
        return containers.top(exchange.place("id"), columns).thenAccept(top -> {
            ObjectNode json = Json.object();
            ArrayNode processes = json.putArray("Processes");
            top.processes().forEach(row -> processes.add(Json.strings(row)));
            json.set("Titles", Json.strings(top.titles()));
            exchange.answer(200, json);
        });
    }

    /** Older clients sent the host's configuration here, which a container now has from its creation. */
    private CompletionStage<?> start(Exchange exchange) {
        return exchange.body().thenCompose(body -> {
            if (body.length() > NO_OBJECT_BYTES) {
                throw new EngineException(INVALID_PARAMETER, "starting container with non-empty request body was deprecated since API v1.22 and removed in v1.24");
            }
            if (!exchange.query("checkpoint").isEmpty()) {
                throw new EngineException(INVALID_PARAMETER, "checkpoint is only supported in experimental mode");
            }
            return done(exchange, containers.start(exchange.place("id"), exchange.gone()));
        });
    }

    private CompletionStage<?> kill(Exchange exchange) {
        String signal = exchange.query("signal");
        String container = exchange.place("id");
        return done(exchange, containers.kill(container, signal.isEmpty() ? DEFAULT_KILL : signal)).exceptionally(failure -> {
            throw cannotKill(container, failure);
        });
    }

    /** Also of a container that is not there, Docker says what it was about to do. */
    private static RuntimeException cannotKill(String container, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof EngineException refused && Set.of(NOT_FOUND, SYSTEM).contains(refused.kind())) {
            return new EngineException(refused.kind(), "Cannot kill container: " + container + ": " + refused.getMessage(), refused);
        }
        return new CompletionException(cause);
    }

    private CompletionStage<?> rename(Exchange exchange) {
        return done(exchange, containers.rename(exchange.place("id"), CreateRequest.name(exchange.query("name")).orElse("")));
    }

    private CompletionStage<?> update(Exchange exchange) {
        String container = exchange.place("id");
        return exchange.json().thenApply(JsonFields::of).thenCompose(body -> {
            ContainerUpdate changes = changes(body);
            List<String> warnings = ResourcesJson.warnings(body, changes.resources());
            return containers.update(container, changes).thenRun(() -> {
                ObjectNode json = Json.object();
                json.set("Warnings", Json.stringsOrNull(warnings));
                exchange.answer(200, json);
            });
        });
    }

    private static ContainerUpdate changes(JsonFields body) {
        UnusedFields.ofResources(body);
        return new ContainerUpdate(ResourcesJson.readChange(body), HostRequest.newRestartPolicy(body.object("RestartPolicy")));
    }

    /** A container has no names but its own, which cannot go. */
    private CompletionStage<?> removeLink(String container) {
        return containers.inspect(container).thenAccept(found -> {
            throw new EngineException(SYSTEM, "Conflict, cannot remove the default link name of the container");
        });
    }

    private CompletionStage<?> remove(Exchange exchange) {
        if (exchange.flag("link")) {
            return removeLink(exchange.place("id"));
        }
        return done(exchange, containers.remove(exchange.place("id"), exchange.flag("force"), exchange.flag("v")));
    }
}
