package dev.berth.lab.page;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response.Status;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses to change anything on behalf of other sites. */
public final class SameOriginFilter {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    @ServerRequestFilter(preMatching = true)
    void check(ContainerRequestContext request) {
        if (!SAFE.contains(request.getMethod()) && !SameOrigin.holds(request.getHeaderString("Origin"),
                request.getHeaderString("Sec-Fetch-Site"), request.getUriInfo().getRequestUri().getRawAuthority())) {
            if (ApiRefusal.isAsked(request)) {
                throw ApiRefusal.noSuchCall(Status.METHOD_NOT_ALLOWED);
            }
            throw new Refusal(Status.FORBIDDEN, "Another site asked for this", "Only pages of this server may. Go back to the lesson and try there.");
        }
    }
}
