package dev.berth.daemon.http;

import java.util.concurrent.CompletionStage;

/** What one method and path do. Called on the event loop: must not block. */
@FunctionalInterface
public interface Route {

    /**
     * Answers the exchange.
     *
     * @return completes when the route has nothing more to decide. When it fails, or the call throws, the client gets Docker's {@code {"message": …}}.
     */
    CompletionStage<?> handle(Exchange exchange);
}
