package dev.berth.lab.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * An image that the machine has.
 *
 * @param id {@code sha256:} and 64 hex digits
 * @param names its names with tags, such as {@code debian:latest}
 * @param bytes what its files take
 */
public record ImageFacts(String id, List<String> names, long bytes) {

    public ImageFacts {
        names = List.copyOf(names);
    }

    /** Reads one element of the answer of {@code GET /images/json}. */
    public static ImageFacts ofSummary(final JsonNode summary) {
        final List<String> names = new ArrayList<>();
        summary.path("RepoTags").forEach(name -> names.add(name.asText()));
        return new ImageFacts(summary.path("Id").asText(), names, summary.path("Size").asLong());
    }
}
