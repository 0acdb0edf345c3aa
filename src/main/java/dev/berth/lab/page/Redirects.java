package dev.berth.lab.page;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;

/** Sends a browser to another page of ours. */
final class Redirects {

    private Redirects() {
    }

    /** The address stays relative: only a proxy in front of us knows our scheme and name. */
    static ResponseBuilder to(String path) {
        return Response.status(Status.SEE_OTHER).header(HttpHeaders.LOCATION, path);
    }
}
