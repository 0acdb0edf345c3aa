package dev.berth.daemon.docker.build;

import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.Route;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.UploadLine;
import dev.berth.engine.EngineException;
import dev.berth.engine.build.BuildRequest;
import dev.berth.engine.build.Builds;
import dev.berth.engine.build.CommandFailedException;
import dev.berth.engine.image.Image;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * {@code POST /build}, as Docker's clients ask a builder for that is not BuildKit.
 *
 * @see <a href="https://docs.docker.com/engine/api/v1.41/#operation/ImageBuild">Docker's API, build an image</a>
 */
public final class BuildRoutes {
    private final Builds builds;
    private final UploadLine uploads;

    private BuildRoutes(Builds builds, UploadLine uploads) {
        this.builds = builds;
        this.uploads = uploads;
    }

    /** @param builds of a machine; absent: there are none on this socket */
    public static void add(Router router, Optional<Builds> builds, UploadLine uploads) {
        router.add("POST", "/build", builds.map(present -> new BuildRoutes(present, uploads)).<Route>map(routes -> routes::build).orElse(exchange -> {
            throw new EngineException(NOT_IMPLEMENTED, "machines are not built from Dockerfiles: build on a machine's own socket");
        }));
    }

    private CompletionStage<?> build(Exchange exchange) {
        BuildRequest request = BuildParameters.parse(exchange);
        boolean quiet = exchange.flag("q");
        InputStream content = exchange.content();
        BuildLines lines = new BuildLines(exchange, quiet);
        return lines.endWith(uploads.transfer(exchange, content, () -> builds.receive(content, request.dockerfile()))
                .thenCompose(context -> builds.run(request, context, lines, exchange.gone()))
                .handle((image, failure) -> {
                    tellEnd(lines, quiet, image, failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
                    return image;
                }));
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
