package dev.berth.lab.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Parts that the Docker Engine API writes alike of all kinds of objects. What is missing is empty. */
final class DockerDocument {

    private static final int SHORT_ID = 12;

    private DockerDocument() {}

    static Map<String, String> labels(final JsonNode labels) {
        final Map<String, String> all = new TreeMap<>();
        labels.properties().forEach(label -> all.put(label.getKey(), label.getValue().asText()));
        return all;
    }

    static List<String> texts(final JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }

    /** @return the epoch if it is no time */
    static Instant time(final JsonNode time) {
        return time(time.asText());
    }

    /** @return the epoch if it is no time */
    static Instant time(final String time) {
        try {
            return OffsetDateTime.parse(time).toInstant();
        } catch (final DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** An id as Docker's lists show it. */
    static String shortId(final String id) {
        return id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID);
    }
}
