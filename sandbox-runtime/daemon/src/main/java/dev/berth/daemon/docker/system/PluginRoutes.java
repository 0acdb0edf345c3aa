package dev.berth.daemon.docker.system;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

import dev.berth.daemon.docker.Filters;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.Router;
import dev.berth.engine.EngineException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /plugins}: there is none. What would bring one in is among the {@link MissingRoutes}. */
public final class PluginRoutes {
    private static final Set<String> KNOWN = Set.of("capability", "enabled");

    private PluginRoutes() {}

    public static void add(Router router) {
        router.add("GET", "/plugins", PluginRoutes::list);
        router.add("GET", "/plugins/{name}/json", PluginRoutes::missing);
        router.add("POST", "/plugins/{name}/enable", PluginRoutes::missing);
        router.add("POST", "/plugins/{name}/disable", PluginRoutes::missing);
        router.add("POST", "/plugins/{name}/push", PluginRoutes::missing);
        router.add("DELETE", "/plugins/{name}", PluginRoutes::missing);
    }

    private static CompletionStage<?> list(Exchange exchange) {
        Filters.parse(exchange.query("filters"), KNOWN);
        exchange.answer(200, Json.array());
        return CompletableFuture.completedFuture(null);
    }

    /** {@code docker inspect NAME} asks for plugins last, and goes on only after this. */
    private static CompletionStage<?> missing(Exchange exchange) {
        throw new EngineException(NOT_FOUND, "plugin \"" + exchange.place("name") + "\" not found");
    }
}
