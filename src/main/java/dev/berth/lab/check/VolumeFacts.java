package dev.berth.lab.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A volume of the machine.
 *
 * @param mountpoint its folder on the machine
 * @param created when it was made, by the clock of its Docker, to the second; the epoch if that is not said
 */
public record VolumeFacts(String name, String driver, Map<String, String> labels, String mountpoint, Instant created) {

    private static final Pattern NAMED_BY_DOCKER = Pattern.compile("[0-9a-f]{64}");

    public VolumeFacts {
        labels = Map.copyOf(labels);
    }

    /** Reads one volume of the answer of {@code GET /volumes}. */
    public static VolumeFacts ofSummary(final JsonNode volume) {
        final Map<String, String> labels = new TreeMap<>();
        volume.path("Labels").properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return new VolumeFacts(
                volume.path("Name").asText(),
                volume.path("Driver").asText(),
                labels,
                volume.path("Mountpoint").asText(),
                time(volume.path("CreatedAt").asText()));
    }

    private static Instant time(final String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (final DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** Whether nobody has given it a name. */
    static boolean isAnonymous(final String name) {
        return NAMED_BY_DOCKER.matcher(name).matches();
    }
}
