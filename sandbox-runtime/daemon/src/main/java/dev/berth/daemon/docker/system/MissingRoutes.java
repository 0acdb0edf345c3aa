package dev.berth.daemon.docker.system;

import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;
import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.daemon.http.Router;
import dev.berth.engine.EngineException;
import dev.berth.engine.EngineException.Kind;

/** What Docker has and this engine does not have, by name; of a swarm, what a Docker says that is in none. Added last, so that a route that exists comes first. */
public final class MissingRoutes {
    private MissingRoutes() {}

    public static void add(Router router) {
        missing(router, "BuildKit's own API, which docker buildx asks for (docker build with DOCKER_BUILDKIT=1 does not)", "POST /grpc");
        refuse(router, NOT_IMPLEMENTED, "This experimental feature is disabled by default. Start the Docker daemon in experimental mode in order to enable it.",
                "GET /containers/{id}/checkpoints", "POST /containers/{id}/checkpoints");
        refuse(router, NOT_IMPLEMENTED, "plugins cannot be installed here: they are programs beside the engine, which belongs to all machines",
                "GET /plugins/privileges", "POST /plugins/pull", "POST /plugins/create", "POST /plugins/{name}/set", "POST /plugins/{name}/upgrade");
        missing(router, "docker swarm init and join", "POST /swarm/init", "POST /swarm/join");
        refuse(router, UNAVAILABLE, "This node is not part of a swarm", "POST /swarm/leave");
        refuse(router, UNAVAILABLE, "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again.",
                "GET /swarm", "GET /swarm/{rest}", "POST /swarm/{rest}", "GET /nodes", "GET /nodes/{id}", "POST /nodes/{rest}", "DELETE /nodes/{id}", "GET /services",
                "GET /services/{rest}", "POST /services/{rest}", "DELETE /services/{id}", "GET /tasks", "GET /tasks/{rest}", "GET /secrets", "GET /secrets/{id}",
                "POST /secrets/{rest}", "DELETE /secrets/{id}", "GET /configs", "GET /configs/{id}", "POST /configs/{rest}", "DELETE /configs/{id}");
    }

    private static void missing(Router router, String what, String... routes) {
        refuse(router, NOT_IMPLEMENTED, "not implemented yet: " + what, routes);
    }

    private static void refuse(Router router, Kind kind, String reason, String... routes) {
        for (String each : routes) {
            int blank = each.indexOf(' ');
            router.add(each.substring(0, blank), each.substring(blank + 1), exchange -> {
                throw new EngineException(kind, reason);
            });
        }
    }
}
