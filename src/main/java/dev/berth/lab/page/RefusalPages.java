package dev.berth.lab.page;

import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what went wrong into a page that a person can read, or for a program into JSON. */
public final class RefusalPages {

    private static final System.Logger LOGGER = System.getLogger(RefusalPages.class.getName());

    private final MessagePage message;

    @Inject
    RefusalPages(MessagePage message) {
        this.message = message;
    }

    @ServerExceptionMapper
    Response refused(Refusal refusal) {
        return page(refusal.status(), refusal.title(), refusal.getMessage());
    }

    @ServerExceptionMapper
    Response refused(ApiRefusal refusal) {
        ResponseBuilder answer = Response.status(refusal.status()).type(MediaType.APPLICATION_JSON_TYPE).entity(refusal.document());
        return (refusal.status() == Status.UNAUTHORIZED.getStatusCode() ? answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer") : answer).build();
    }

    /** What the framework refuses by itself: unknown paths, wrong methods, broken bodies. */
    @ServerExceptionMapper
    Response refused(WebApplicationException refusal, ContainerRequestContext request) {
        Status status = Status.fromStatusCode(refusal.getResponse().getStatus());
        if (ApiRefusal.isAsked(request)) {
            return refused(ApiRefusal.noSuchCall(status == null ? Status.BAD_REQUEST : status));
        }
        if (status == Status.NOT_FOUND) {
            return refused(Refusal.noSuchPage());
        }
        return page(status == null ? Status.BAD_REQUEST : status, "This cannot be done", refusal.getMessage());
    }

    /** The framework throws the same for a form that it cannot read and for a mistake of ours. */
    @ServerExceptionMapper
    Response failed(RuntimeException failure, ContainerRequestContext request) {
        if (!ReadRequests.isRead(request)) {
            return ApiRefusal.isAsked(request) ? refused(new ApiRefusal(Status.BAD_REQUEST, "this request cannot be read: /api/openapi describes what is taken")) : refused(Refusal.brokenRequest());
        }
        LOGGER.log(System.Logger.Level.ERROR, "a page failed", failure);
        if (ApiRefusal.isAsked(request)) {
            return refused(new ApiRefusal(Status.INTERNAL_SERVER_ERROR, "this went wrong, and it is our fault: try again"));
        }
        return page(Status.INTERNAL_SERVER_ERROR, "This went wrong, and it is our fault",
                "Please try again. Your machine and your progress are where they were.");
    }

    private Response page(Status status, String title, String text) {
        return Response.status(status).type(MessagePage.TYPE).entity(message.html(status.getStatusCode(), title, text)).build();
    }
}
