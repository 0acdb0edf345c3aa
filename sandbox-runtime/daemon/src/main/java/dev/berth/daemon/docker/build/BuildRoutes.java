package dev.berth.daemon.docker.build;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.Route;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.UploadLine;
import dev.berth.engine.EngineException;
import dev.berth.engine.build.BuildRequest;
import dev.berth.engine.build.BuildSession;
import dev.berth.engine.build.Builds;
import dev.berth.engine.build.CommandFailedException;
import dev.berth.engine.image.Image;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code POST /build}, as Docker's clients ask a builder for that is not BuildKit.
 *
 * @see <a href="https://docs.docker.com/engine/api/v1.41/#operation/ImageBuild">Docker's API, build an image</a>
 */
public final class BuildRoutes {
    private static final int OK = 200;

    private final Builds builds;
    private final UploadLine uploads;
    private final BuildSessions sessions = new BuildSessions();
    /** Builds of BuildKit's clients by the ids that these have chosen. */
    private final Map<String, CompletableFuture<Void>> cancelling = new ConcurrentHashMap<>();

    private BuildRoutes(Builds builds, UploadLine uploads) {
        this.builds = builds;
        this.uploads = uploads;
    }

    /** @param builds of a machine; absent: there are none on this socket */
    public static void add(Router router, Optional<Builds> builds, UploadLine uploads) {
        Route none = exchange -> {
            throw new EngineException(NOT_IMPLEMENTED, "machines are not built from Dockerfiles: build on a machine's own socket");
        };
        Optional<BuildRoutes> routes = builds.map(present -> new BuildRoutes(present, uploads));
        router.add("POST", "/build", routes.<Route>map(each -> each::build).orElse(none));
        router.add("POST", "/build/cancel", routes.<Route>map(each -> each::cancel).orElse(none));
        router.add("POST", "/session", routes.<Route>map(each -> each.sessions::begin).orElse(none));
    }

    private CompletionStage<?> build(Exchange exchange) {
        BuildRequest request = BuildParameters.parse(exchange);
        if (request.buildKit()) {
            return build(exchange, request);
        }
        boolean quiet = exchange.flag("q");
        InputStream content = exchange.content();
        BuildLines lines = new BuildLines(exchange, quiet);
        return lines.endWith(uploads.transfer(exchange, content, () -> builds.receive(content, request))
                .thenCompose(context -> builds.run(request, context, lines, BuildSession.NONE, exchange.gone()))
                .handle((image, failure) -> {
                    tellEnd(lines, quiet, image, failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
                    return image;
                }));
    }

    /** The client serves what is built on a connection of its own. */
    private CompletionStage<?> build(Exchange exchange, BuildRequest request) {
        String id = exchange.query("buildid");
        CompletableFuture<Void> over = new CompletableFuture<>();
        if (!id.isEmpty() && cancelling.putIfAbsent(id, over) != null) {
            throw new EngineException(CONFLICT, "build \"" + id + "\" is under way already");
        }
        BuildTrace trace = new BuildTrace(exchange, exchange.flag("q"));
        CompletionStage<Image> built = sessions.find(exchange.query("session")).thenCompose(client -> {
            over.thenRun(client::close);
            client.gone().thenRun(() -> over.complete(null));
            SessionFiles files = new SessionFiles(client, builds, trace);
            return uploads.transfer(exchange, () -> { }, () -> files.receive(request)).thenCompose(context -> {
                exchange.gone().thenRun(() -> over.complete(null));
                return builds.run(request, context, trace, files, over);
            });
        });
        return trace.endWith(built.handle((image, failure) -> {
            cancelling.remove(id, over);
            if (failure != null) {
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
                trace.failed(cause.getMessage());
                throw cause instanceof RuntimeException known ? known : new EngineException(SYSTEM, cause.getMessage(), cause);
            }
            trace.showImage(image.id());
            return image;
        }));
    }

    /** Ends a build, or does nothing when it has ended, as Docker. */
    private CompletionStage<?> cancel(Exchange exchange) {
        String id = exchange.query("id");
        if (id.isEmpty()) {
            throw new EngineException(SYSTEM, "build ID not provided");
        }
        Optional.ofNullable(cancelling.get(id)).ifPresent(over -> over.complete(null));
        exchange.answer(OK);
        return CompletableFuture.completedFuture(null);
    }

    /** @param failure thrown again unless it has a line of its own */
    private static void tellEnd(BuildLines lines, boolean quiet, Image image, Throwable failure) {
        if (failure == null && quiet) {
            lines.show(Json.object().put("stream", image.id() + "\n"));
        } else if (failure != null) {
            lines.showHidden();
        }
        if (failure instanceof CommandFailedException command) {
            lines.fail(command.getMessage(), command.code());
        } else if (failure != null) {
            throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
        }
    }
}
