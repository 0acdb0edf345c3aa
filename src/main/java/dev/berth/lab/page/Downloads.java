package dev.berth.lab.page;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.file.Path;

/** Files that a browser saves, and never shows: students made them. */
final class Downloads {

    private Downloads() {
    }

    static Response files(Path tar, String name) {
        return Response.ok(tar.toFile(), "application/x-tar").header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"").build();
    }
}
