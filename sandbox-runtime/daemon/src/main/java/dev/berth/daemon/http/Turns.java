package dev.berth.daemon.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One large answer at a time for the clients of a socket: what all containers of a machine say of themselves is ten times as large while an answer is made of it, and sixty clients that
 * asked for it at once took all memory. They are made by a worker, since the event loop serves all machines, and the next when the last has been handed to the socket. Used on the event loop
 * only.
 */
final class Turns {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean taken;

    CompletionStage<?> take(Exchange exchange, Route route) {
        CompletableFuture<Object> done = new CompletableFuture<>();
        Runnable turn = () -> begin(exchange, route, done);
        if (taken) {
            waiting.add(turn);
        } else {
            taken = true;
            turn.run();
        }
        return done;
    }

    private void begin(Exchange exchange, Route route, CompletableFuture<Object> done) {
        CompletionStage<CompletionStage<?>> begun = exchange.vertx().<CompletionStage<?>>executeBlocking(() -> work(exchange, route), false).toCompletionStage();
        begun.thenCompose(work -> work).whenComplete((result, failure) -> {
            if (failure == null) {
                done.complete(result);
            } else {
                done.completeExceptionally(failure);
            }
            exchange.onLoop(this::next); // after the answer, which goes the same way
        });
    }

    private static CompletionStage<?> work(Exchange exchange, Route route) {
        if (!exchange.open()) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            return route.handle(exchange);
        } catch (RuntimeException | StackOverflowError refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private void next() {
        Runnable turn = waiting.poll();
        if (turn == null) {
            taken = false;
        } else {
            turn.run();
        }
    }
}
