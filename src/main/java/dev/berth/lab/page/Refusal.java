package dev.berth.lab.page;

import jakarta.ws.rs.core.Response.Status;

/** What somebody asked for is not given; they see why, and what to do next. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Status status;
    private final String title;

    Refusal(Status status, String title, String text) {
        super(text);
        this.status = status;
        this.title = title;
    }

    static Refusal noSuchPage() {
        return new Refusal(Status.NOT_FOUND, "There is no such page", "Look at the link once more; it may have been cut off.");
    }

    /** What came is no request, or a form that cannot be read. */
    static Refusal brokenRequest() {
        return new Refusal(Status.BAD_REQUEST, "This request cannot be read", "Go back to the page before and try again there.");
    }

    Status status() {
        return status;
    }

    String title() {
        return title;
    }
}
