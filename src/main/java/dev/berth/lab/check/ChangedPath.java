package dev.berth.lab.check;

import com.fasterxml.jackson.databind.JsonNode;

/** What differs at a path in a container from its image. */
public record ChangedPath(Kind kind, String path) {

    /** In the order of Docker's numbers. */
    public enum Kind { CHANGED, ADDED, DELETED }

    /** Reads one element of the answer of {@code GET /containers/ID/changes}. */
    public static ChangedPath ofChange(final JsonNode change) {
        final int kind = change.path("Kind").asInt();
        return new ChangedPath(kind >= 0 && kind < Kind.values().length ? Kind.values()[kind] : Kind.CHANGED, change.path("Path").asText());
    }
}
