package dev.berth.daemon.http;

import dev.berth.engine.work.Turns;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What the clients of a socket send or want that is large, one at a time: read as JSON, or while an answer is made of it, it takes ten times its length, and sixty clients that did it at
 * once took all memory. It is done by a worker, since it takes as long as a hundred small requests, and the event loop serves all machines.
 */
final class LargeWork {
    private final Turns turns = new Turns();

    /**
     * @param exchange whose client it is for
     * @param work begins on a worker. The next one's turn comes when this one has ended, and all is done that it has put on the event loop
     * @return ends as the work does: on the worker, unless the work goes on elsewhere
     */
    <T> CompletionStage<T> take(Exchange exchange, Supplier<CompletionStage<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        turns.take(() -> {
            CompletableFuture<Void> over = new CompletableFuture<>();
            exchange.vertx().<Void>executeBlocking(() -> {
                CompletableFuture.completedFuture(null).thenCompose(begin -> work.get()).whenComplete((done, failure) -> {
                    if (failure == null) {
                        result.complete(done);
                    } else {
                        result.completeExceptionally(failure);
                    }
                    exchange.onLoop(() -> over.complete(null));
                });
                return null;
            }, false);
            return over;
        });
        return result;
    }
}
