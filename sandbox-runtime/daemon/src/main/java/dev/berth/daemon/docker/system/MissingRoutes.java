package dev.berth.daemon.docker.system;

import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import dev.berth.daemon.http.Router;
import dev.berth.engine.EngineException;

/** What Docker has and this engine does not have yet: answered 501, by name. Added last, so that a route that exists comes first. */
public final class MissingRoutes {
    private MissingRoutes() {}

    public static void add(Router router) {
        missing(router, "docker build", "POST /build", "POST /build/cancel", "POST /session", "POST /grpc");
        missing(router, "docker attach over a web socket", "GET /containers/{id}/attach/ws");
        missing(router, "docker checkpoint", "GET /containers/{id}/checkpoints", "POST /containers/{id}/checkpoints");
        missing(router, "docker push", "POST /images/{name...}/push");
        missing(router, "docker search", "GET /images/search");
        missing(router, "docker login", "POST /auth");
        missing(router, "docker manifest", "GET /distribution/{name...}/json");
        missing(router, "changing networks", "POST /networks/create", "POST /networks/{id}/connect", "POST /networks/{id}/disconnect",
                "DELETE /networks/{id}");
        missing(router, "plugins", "GET /plugins", "GET /plugins/{rest...}", "POST /plugins/{rest...}", "DELETE /plugins/{rest...}");
        missing(router, "swarm", "GET /swarm", "GET /swarm/{rest...}", "POST /swarm/{rest...}", "GET /nodes", "GET /nodes/{id}", "POST /nodes/{rest...}",
                "DELETE /nodes/{id}", "GET /services", "GET /services/{rest...}", "POST /services/{rest...}", "DELETE /services/{id}", "GET /tasks",
                "GET /tasks/{rest...}", "GET /secrets", "GET /secrets/{id}", "POST /secrets/{rest...}", "DELETE /secrets/{id}", "GET /configs",
                "GET /configs/{id}", "POST /configs/{rest...}", "DELETE /configs/{id}");
    }

    private static void missing(Router router, String what, String... routes) {
        for (String each : routes) {
            int blank = each.indexOf(' ');
            router.add(each.substring(0, blank), each.substring(blank + 1), exchange -> {
                throw new EngineException(NOT_IMPLEMENTED, "not implemented yet: " + what);
            });
        }
    }
}
