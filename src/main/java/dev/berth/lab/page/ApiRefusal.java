package dev.berth.lab.page;

import dev.berth.lab.homework.SubmissionRefusedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response.Status;

/** What a program asked for is not given; the message says why, and what to do next. */
final class ApiRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** RFC 9110, 15.5.21; JAX-RS has no name for it. */
    private static final int UNPROCESSABLE = 422;

    private final int status;

    ApiRefusal(Status status, String message) {
        this(status.getStatusCode(), message);
    }

    private ApiRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Whether a program asks, and not a page. */
    static boolean isAsked(ContainerRequestContext request) {
        return request.getUriInfo().getRequestUri().getPath().startsWith("/api/");
    }

    static ApiRefusal noSuchCall(Status status) {
        return new ApiRefusal(status, "there is no such call: /api/openapi describes those that there are");
    }

    static ApiRefusal of(SubmissionRefusedException refused) {
        return new ApiRefusal(switch (refused.reason()) {
            case NOT_NOW -> Status.CONFLICT.getStatusCode();
            case TOO_OFTEN -> Status.TOO_MANY_REQUESTS.getStatusCode();
            case TOO_LARGE -> Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode();
            case CONTENT -> UNPROCESSABLE;
        }, refused.getMessage());
    }

    int status() {
        return status;
    }

    /** The answer's body. */
    Document document() {
        return new Document(getMessage());
    }

    /** As {@code openapi.yaml} describes it. */
    public record Document(String error) {
    }
}
