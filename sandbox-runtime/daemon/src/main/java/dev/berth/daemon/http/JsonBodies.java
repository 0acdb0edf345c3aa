package dev.berth.daemon.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads what the clients of one socket send as JSON. A large body takes as long as a hundred small requests, and the event loop serves all machines: so large ones are read, and used, by a
 * worker, one of each socket at a time. Used on the event loop only.
 */
final class JsonBodies {
    private static final int LARGE = 16 * 1024;

    private CompletionStage<Void> last = CompletableFuture.completedFuture(null);

    /** @return completes on the thread that is to use it */
    CompletionStage<JsonNode> read(Buffer body, Vertx vertx) {
        if (body.length() < LARGE) {
            return CompletableFuture.completedFuture(Json.read(body.getBytes()));
        }
        CompletableFuture<JsonNode> read = new CompletableFuture<>();
        // Whatever became of the last one, the next is read.
        last = last.handle((done, failed) -> done).thenCompose(done -> vertx.<Void>executeBlocking(() -> {
            complete(read, body);
            return null;
        }, false).toCompletionStage());
        return read;
    }

    private static void complete(CompletableFuture<JsonNode> read, Buffer body) {
        JsonNode json;
        try {
            json = Json.read(body.getBytes());
        } catch (RuntimeException | Error wrong) {
            read.completeExceptionally(wrong);
            return;
        }
        read.complete(json);
    }
}
