package dev.berth.daemon.docker.build;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;
import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.daemon.grpc.GrpcClient;
import dev.berth.daemon.http.Exchange;
import dev.berth.engine.EngineException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * {@code POST /session}: connections on which clients of BuildKit serve their files and secrets to the builds that they ask for by other requests. Thread safe.
 *
 * @see <a href="https://docs.docker.com/engine/api/v1.41/#operation/Session">Docker's API, sessions</a>
 */
final class BuildSessions {
    private static final int MOST = 16;
    private static final int LONGEST_ID = 128;
    private static final int PATIENCE_SECONDS = 5;

    private final Map<String, GrpcClient> open = new HashMap<>();
    private final Map<String, CompletableFuture<GrpcClient>> awaited = new HashMap<>();

    CompletionStage<?> begin(Exchange exchange) {
        String id = exchange.header("X-Docker-Expose-Session-Uuid").orElse("");
        String protocol = exchange.header("Upgrade").orElse("");
        if (!protocol.equals("h2c")) {
            throw new EngineException(INVALID_PARAMETER, protocol.isEmpty() ? "no upgrade proto in request" : "protocol " + protocol + " not supported");
        }
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            throw new EngineException(INVALID_PARAMETER, "a session has an id of 1 to " + LONGEST_ID + " characters, in the header X-Docker-Expose-Session-Uuid");
        }
        synchronized (this) {
            if (open.containsKey(id) || open.size() == MOST) {
                throw new EngineException(UNAVAILABLE, open.containsKey(id) ? "there is a session \"" + id + "\" already" : MOST + " sessions of builds are open on this machine, as many as can");
            }
        }
        exchange.onLoop(() -> {
            if (exchange.open()) {
                add(id, GrpcClient.over(exchange.hijackForHttp2(), exchange::onLoop));
            }
        });
        return CompletableFuture.completedFuture(null);
    }

    private void add(String id, GrpcClient client) {
        CompletableFuture<GrpcClient> waiting;
        synchronized (this) {
            if (open.size() == MOST || open.putIfAbsent(id, client) != null) {
                client.close();
                return;
            }
            waiting = awaited.remove(id);
        }
        client.gone().thenRun(() -> remove(id));
        if (waiting != null) {
            waiting.complete(client);
        }
    }

    private synchronized void remove(String id) {
        open.remove(id);
    }

    /** A client asks for its build while its session begins. @return fails SYSTEM, with BuildKit's text, when none does */
    synchronized CompletionStage<GrpcClient> find(String id) {
        GrpcClient there = open.get(id);
        if (there != null) {
            return CompletableFuture.completedFuture(there);
        }
        CompletableFuture<GrpcClient> waiting = awaited.computeIfAbsent(id, each -> new CompletableFuture<GrpcClient>().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS));
        return waiting.handle((client, missing) -> {
            if (missing != null) {
                forget(id, waiting);
                throw new EngineException(SYSTEM, "no active session for " + id + ": context deadline exceeded");
            }
            return client;
        });
    }

    private synchronized void forget(String id, CompletableFuture<GrpcClient> waiting) {
        awaited.remove(id, waiting);
    }
}
