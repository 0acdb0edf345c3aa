package dev.berth.lab.page;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Answers what reaches no page since it is no request that HTTP knows, such as one with a {@code Host} that is none: with a page, and nothing in the log. */
@Singleton
final class BrokenRequests {

    private static final int BAD_REQUEST = 400;

    private final MessagePage message;

    @Inject
    BrokenRequests(MessagePage message) {
        this.message = message;
    }

    void answer(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::failed);
    }

    private void failed(RoutingContext request) {
        if (request.statusCode() != BAD_REQUEST || request.response().headWritten()) {
            request.next();
            return;
        }
        Refusal refusal = Refusal.brokenRequest();
        request.response().setStatusCode(BAD_REQUEST)
                .putHeader(HttpHeaders.CONTENT_TYPE, MessagePage.TYPE)
                .end(message.html(BAD_REQUEST, refusal.title(), refusal.getMessage()));
    }
}
