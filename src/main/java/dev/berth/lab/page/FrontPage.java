package dev.berth.lab.page;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Whoever types only the server's name. */
@Path("/")
public final class FrontPage {

    @GET
    public Response lessons() {
        return Redirects.to("/lessons").build();
    }
}
