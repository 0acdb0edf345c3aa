package dev.berth.lab.page;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Locale;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.WithFormRead;

/** Refuses bodies that no page sends, and marks requests that were read as a whole: what fails before that is the request's fault. */
public final class ReadRequests {

    private static final String READ = "berth-read";

    static boolean isRead(ContainerRequestContext request) {
        return request.getProperty(READ) != null;
    }

    @ServerRequestFilter(preMatching = true)
    void refuseUploads(ContainerRequestContext request) {
        String type = request.getHeaderString("Content-Type");
        if (type != null && type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            throw Refusal.brokenRequest();
        }
    }

    @WithFormRead
    @ServerRequestFilter
    void read(ContainerRequestContext request) {
        request.setProperty(READ, true);
    }
}
